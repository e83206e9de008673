"""Which files of a folder belong to the bot, and what they are for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from chatward.errors import ChatwardError

_LEFT_OUT = frozenset({"models", "results", "node_modules", "site-packages", "venv", "__pycache__"})
_WORDS = frozenset({"nlu", "stories", "rules"})
_DOMAIN = frozenset({"intents", "entities", "slots", "responses", "forms", "actions"})
_CONFIG = frozenset({"pipeline", "policies", "importers", "recipe"})
_ENDPOINTS = frozenset(
    {"action_endpoint", "tracker_store", "event_broker", "lock_store", "nlg", "models"}
)


@dataclass(frozen=True)
class BotFile:
    """One YAML file of a bot.

    Attributes:
        path: Where it is.
        name: Its path within the bot's folder, with slashes.
        text: What it holds, line ends as they are.
        roots: What it says, one node per YAML document.
        annotated: Its texts may be annotated with entities: NLU data, stories, rules.
        settings: It says how the bot is run: secrets belong into the environment.
        secretive: What stands under keys such as `password` is a secret, whatever it looks like.

    """

    path: Path
    name: str
    text: str = field(repr=False)
    roots: tuple[yaml.Node, ...] = field(repr=False)
    annotated: bool
    settings: bool
    secretive: bool


class NotYaml(ChatwardError):  # noqa: N818 (an outcome for one file; the others go on)
    """A file cannot be read as YAML."""


def bot_files(folder: Path) -> Iterator[Path]:
    """Return the YAML files below a folder, in a fixed order; models and environments left out."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if _is_wanted(Path(top, each)))
        for name in sorted(names):
            if name.endswith((".yml", ".yaml")) and not name.startswith("."):
                yield Path(top, name)


def read_bot_file(path: Path, folder: Path) -> BotFile | None:
    """Read a file; None where it is none of Rasa's.

    Raises:
        NotYaml: It cannot be read.

    """
    name = path.relative_to(folder).as_posix()
    try:
        with path.open(encoding="utf-8", newline="") as opened:
            text = opened.read()
    except (OSError, UnicodeDecodeError) as error:
        raise NotYaml(f"{name}: cannot be read ({type(error).__name__})") from None
    return parse_bot_file(path, name, text)


def parse_bot_file(path: Path, name: str, text: str) -> BotFile | None:
    """Read the text of a file; None where it is none of Rasa's.

    Raises:
        NotYaml: It is not YAML.

    """
    try:
        roots = tuple(yaml.compose_all(text, yaml.SafeLoader))
    except yaml.YAMLError as error:
        # PyYAML's own message quotes the line.
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise NotYaml(f"{name}: is no YAML{where}") from None
    keys = {key for root in roots for key in _keys(root)}
    credentials = path.stem.startswith("credentials")
    endpoints = path.stem.startswith("endpoints") or bool(keys & _ENDPOINTS)
    settings = credentials or endpoints or bool(keys & _CONFIG)
    if not (settings or keys & (_WORDS | _DOMAIN)):
        return None
    return BotFile(
        path,
        name,
        text,
        roots,
        annotated=bool(keys & _WORDS),
        settings=settings,
        secretive=credentials or endpoints,
    )


def _keys(root: yaml.Node) -> set[str]:
    if not isinstance(root, yaml.MappingNode):
        return set()
    return {str(key.value) for key, _ in root.value}


def _is_wanted(folder: Path) -> bool:
    hidden = folder.name.startswith(".")
    return not (hidden or folder.name in _LEFT_OUT or (folder / "pyvenv.cfg").exists())
