"""A bot's folder, as far as the checks need it; no model is loaded and nothing is trained."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LINES = frozenset({"Guardrails", "chatward_rasa.Guardrails", "chatward_rasa.component.Guardrails"})
IMPORTER = "GuardrailsImporter"

_OPTIONS_FREE = ("name",)


@dataclass(frozen=True)
class Bot:
    """What stands in a bot's folder.

    Attributes:
        folder: Where it is.
        config: What config.yml says; None where it cannot be read.
        endpoints: What endpoints.yml says; None where it cannot be read; empty where it is missing.
        credentials: The same of credentials.yml.
        intents: Names of the intents of the domain.
        answered: Intents that a rule or a story answers.
        environment: Variables of the environment.
        knocks: Stores and servers may be asked whether they are there.

    """

    folder: Path
    config: dict[str, Any] | None
    endpoints: dict[str, Any] | None
    credentials: dict[str, Any] | None
    intents: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    knocks: bool = True

    @property
    def pipeline(self) -> list[dict[str, Any]]:
        """The lines of the pipeline, each as a mapping with a name."""
        written = (self.config or {}).get("pipeline")
        lines = written if isinstance(written, list) else []
        return [each if isinstance(each, dict) else {"name": each} for each in lines]

    @property
    def line(self) -> dict[str, Any] | None:
        """What stands under the Guardrails line, without its name; None where there is none."""
        for each in self.pipeline:
            if each.get("name") in LINES:
                return {key: value for key, value in each.items() if key not in _OPTIONS_FREE}
        return None

    @property
    def importers(self) -> list[dict[str, Any]]:
        """The importers of config.yml."""
        written = (self.config or {}).get("importers")
        lines = written if isinstance(written, list) else []
        return [each for each in lines if isinstance(each, dict)]

    @property
    def has_importer(self) -> bool:
        """Tell whether Chatward's importer is among them."""
        return any(is_ours(each) for each in self.importers)

    @property
    def policy_path(self) -> Path | None:
        """The policy file that the line names, seen from the folder; None = the shipped policy."""
        named = (self.line or {}).get("policy")
        return self.folder / named if isinstance(named, str) and named else None

    def option(self, name: str, default: Any) -> Any:
        """Return an option of the line, or what it is without being named."""
        return (self.line or {}).get(name, default)


def is_ours(importer: Mapping[str, Any]) -> bool:
    """Tell whether an importer is Chatward's."""
    name = str(importer.get("name", ""))
    return name.startswith("chatward_rasa") and name.endswith(IMPORTER)


def read_bot(folder: Path, environment: Mapping[str, str] | None = None) -> Bot:
    """Read a bot's folder; what is missing or broken is left for the checks to tell."""
    intents: set[str] = set()
    answered: set[str] = set()
    for path in _words(folder):
        data = read_yaml(path) or {}
        intents |= {_name(each) for each in _list(data.get("intents"))}
        for part in ("rules", "stories"):
            for flow in _list(data.get(part)):
                steps = _list(flow.get("steps")) if isinstance(flow, dict) else []
                answered |= {
                    str(step["intent"])
                    for step in steps
                    if isinstance(step, dict) and "intent" in step
                }
    return Bot(
        folder=folder,
        config=read_yaml(folder / "config.yml"),
        endpoints=_read_or_empty(folder / "endpoints.yml"),
        credentials=_read_or_empty(folder / "credentials.yml"),
        intents=frozenset(intents),
        answered=frozenset(answered),
        environment=os.environ if environment is None else environment,
    )


def read_yaml(path: Path) -> dict[str, Any] | None:
    """Return what a file says; None where it cannot be read or is no mapping."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    if data is None:
        return {}
    return data if isinstance(data, dict) else None


def _read_or_empty(path: Path) -> dict[str, Any] | None:
    return read_yaml(path) if path.exists() else {}


def _words(folder: Path) -> list[Path]:
    found = [*folder.glob("domain*.yml")]
    for name in ("domain", "data"):
        found += sorted((folder / name).rglob("*.yml"))
    return found


def _intents_of(flow: Any) -> set[str]:
    steps = _list(flow.get("steps")) if isinstance(flow, dict) else []
    return {str(step["intent"]) for step in steps if isinstance(step, dict) and "intent" in step}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(intent: Any) -> str:
    return str(next(iter(intent))) if isinstance(intent, dict) and intent else str(intent)
