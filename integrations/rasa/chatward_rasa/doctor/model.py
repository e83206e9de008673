"""The model that `rasa run` would serve: was it trained with the line, and with this policy?"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chatward import ChatwardError
from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.guarding import policy_of
from chatward_rasa.doctor.results import Result, error, ok, warning
from chatward_rasa.options import TRAINED_WITH

CONVERTER = "chatward_rasa.converter.GuardedNLUMessageConverter"
COMPONENT = "chatward_rasa.component.Guardrails"

_NUMBERED = re.compile(r"run_(\w*LogisticRegressionClassifier)(\d+)")
_SOURCES = ("config.yml", "domain.yml", "domain", "data")


def check_model(bot: Bot) -> Iterator[Result]:
    """Check the newest model of the folder, which is the one `rasa run` takes."""
    path = newest(bot.folder / "models")
    if path is None:
        yield warning("model", "models/ holds no model: run `rasa train`.")
        return
    schema = read_metadata(path)
    if schema is None:
        yield error("model", f"{path.name}, the newest model, cannot be read: train again.")
        return
    nodes = (schema.get("predict_schema") or {}).get("nodes") or {}
    yield from _check_guarded(path, nodes, bot)
    yield from _check_age(path, bot.folder)
    yield from _check_cache(nodes, bot)


def newest(folder: Path) -> Path | None:
    """Return the model that Rasa takes from a folder."""
    models = list(folder.glob("*.tar.gz"))
    return max(models, key=lambda path: path.stat().st_mtime) if models else None


def read_metadata(path: Path) -> dict[str, Any] | None:
    """Return what a model says about itself; None where it cannot be read."""
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.endswith("metadata.json"):
                    opened = archive.extractfile(member)
                    data = json.loads(opened.read()) if opened else None
                    return data if isinstance(data, dict) else None
    except (OSError, ValueError, tarfile.TarError, EOFError):
        return None
    return None


def _check_guarded(path: Path, nodes: dict[str, Any], bot: Bot) -> Iterator[Result]:
    converter = nodes.get("nlu_message_converter") or {}
    lines = [node for node in nodes.values() if node.get("uses") == COMPONENT]
    if converter.get("uses") != CONVERTER or not lines:
        yield error(
            "model",
            f"{path.name}, which `rasa run` would serve, was trained without the Guardrails line: "
            "train again.",
        )
        return
    yield ok("model", f"{path.name}, which `rasa run` would serve, is guarded.")
    own = lines[0].get("config") or {}
    if bot.line is not None and own != bot.line:
        names = sorted(n for n in {*own, *bot.line} if own.get(n) != bot.line.get(n))
        yield warning(
            "model-options",
            f"the model was trained with other options ({', '.join(names)}): train again.",
        )
    yield from _check_hash(converter.get("config") or {}, bot)


def _check_hash(config: dict[str, Any], bot: Bot) -> Iterator[Result]:
    trained = config.get(TRAINED_WITH)
    try:
        now = policy_of(bot).stamp.hash
    except ChatwardError:
        return  # said already
    if trained is not None and trained != now:
        yield warning(
            "model-policy",
            "the policy has changed since training; it is in force as it is now, but refusal and "
            "training examples are of the older one: `rasa train --force`.",
        )
    elif trained is not None:
        yield ok("model-policy", "the model was trained with the policy as it is.")


def _check_age(path: Path, folder: Path) -> Iterator[Result]:
    trained = path.stat().st_mtime
    newer = [name for name in _SOURCES if _changed(folder / name) > trained]
    if newer:
        yield warning("model-age", f"changed since training: {', '.join(newer)}; train again.")


def _changed(path: Path) -> float:
    if path.is_file():
        return path.stat().st_mtime
    return max((each.stat().st_mtime for each in path.rglob("*.yml")), default=0.0)


def _check_cache(nodes: dict[str, Any], bot: Bot) -> Iterator[Result]:
    """Warn where training would restore a classifier under another number than it was saved."""
    if not (bot.folder / ".rasa" / "cache").is_dir():
        return
    names = [str(each.get("name")) for each in bot.pipeline]
    for node in nodes:
        found = _NUMBERED.fullmatch(node)
        if found and found[1] in names and names.index(found[1]) != int(found[2]):
            yield warning(
                "cache",
                f"{found[1]} stands at another place of the pipeline than when it was trained, "
                "and cannot be restored from the cache there: `rasa train --force`.",
            )
