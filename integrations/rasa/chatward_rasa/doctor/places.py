"""endpoints.yml: Rasa goes on in memory, without a word, where it cannot find a store or broker."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.guarding import answers
from chatward_rasa.doctor.results import Result, error, ok, warning

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Part:
    """A block of endpoints.yml that can name a class.

    Attributes:
        name: Its key.
        known: What Rasa has names for, in lower case.
        inside: Key under which one of ours holds the original block; empty where none does.
        instead: What Rasa does where it cannot find the class.

    """

    name: str
    known: frozenset[str]
    inside: str
    instead: str


_STORE = Part(
    "tracker_store",
    frozenset({"redis", "mongod", "sql", "dynamo"}),
    "store",
    "Rasa would keep conversations in memory without saying so",
)
_BROKER = Part(
    "event_broker",
    frozenset({"pika", "sql", "file", "kafka"}),
    "broker",
    "Rasa would publish nothing without saying so",
)
_LOCKS = Part("lock_store", frozenset({"in_memory", "redis"}), "store", "Rasa would not start")
_ANSWERS = Part("nlg", frozenset({"callback", "response"}), "nlg", "Rasa would not start")
_PARTS = (_STORE, _BROKER, _LOCKS, _ANSWERS)


def check_endpoints(bot: Bot) -> Iterator[Result]:
    """Check that every class that endpoints.yml names is there and can be built."""
    if bot.endpoints is None:
        yield error("endpoints", "endpoints.yml is no YAML mapping.")
        return
    with importing_from(bot.folder):
        for part in _PARTS:
            block = bot.endpoints.get(part.name)
            if block is not None:
                yield _check_part(part, block, part.name, knocks=bot.knocks)
                yield from _check_policy(block, part.name, bot)
    yield from _check_actions(bot)
    yield from _check_workers(bot)


@contextmanager
def importing_from(folder: Path) -> Iterator[None]:
    """Let modules beside the bot be imported, as `rasa run` does."""
    path = str(folder.resolve())
    sys.path.insert(0, path)
    try:
        yield
    finally:
        sys.path.remove(path)


def class_at(path: str) -> Any:
    """Return the class at a module path; an exception's name where there is none."""
    module, _, name = path.rpartition(".")
    if not module:
        return "no such name in Rasa, and no module path"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is imported, about what that imports
            return getattr(import_module(module), name)
    except Exception as problem:  # noqa: BLE001 (other people's modules fail in any way)
        return type(problem).__name__


def _check_part(part: Part, block: Any, where: str, *, knocks: bool) -> Result:
    if not isinstance(block, dict):
        return error(where, f"endpoints.yml, {where}: is no mapping.")
    kind = block.get("type")
    if kind is None or (isinstance(kind, str) and kind.lower() in part.known):
        return _reachable(block, where, knocks=knocks)
    problem = _problem_of(str(kind), part, block)
    if problem:
        return error(where, f"endpoints.yml, {where}: {kind!r} {problem}.")
    if str(kind).startswith("chatward_rasa.") and part.inside:
        return _check_part(part, block[part.inside], f"{where}.{part.inside}", knocks=knocks)
    return ok(where, f"endpoints.yml, {where}: {kind!r} can be imported.")


def _check_policy(block: Any, where: str, bot: Bot) -> Iterator[Result]:
    """Check that one of ours goes by the policy of the line: else neither undoes the other."""
    if not isinstance(block, dict) or not str(block.get("type")).startswith("chatward_rasa."):
        return
    if bot.line is not None and block.get("policy") != bot.option("policy", None):
        yield error(
            where,
            f"endpoints.yml, {where}: its `policy:` is not the one under the Guardrails line, so "
            "that neither could show what the other hides.",
        )


def _problem_of(kind: str, part: Part, block: Mapping[str, Any]) -> str:
    """Return what is wrong with the class that a block names; empty where nothing is seen to be."""
    found = class_at(kind)
    if isinstance(found, str):
        return f"cannot be imported ({found}): {part.instead}"
    problem = _cannot_be_built(found, part, block)
    if problem:
        return f"{problem}: {part.instead}"
    ours = kind.startswith("chatward_rasa.") and part.inside
    if ours and not isinstance(block.get(part.inside), dict):
        return f"holds the original block under `{part.inside}:`, and there is none"
    return ""


def _cannot_be_built(found: Any, part: Part, block: Mapping[str, Any]) -> str:
    """Return what keeps Rasa from building a class; empty where nothing is seen to."""
    if not inspect.isclass(found):
        return "is no class"
    if part is _BROKER:
        return "" if hasattr(found, "from_endpoint_config") else "has no from_endpoint_config"
    own = {str(key): value for key, value in block.items() if key not in ("type", "url")}
    given: dict[str, Any] = {"endpoint_config": None}
    if part is _STORE:
        given = {"host": None, "domain": None, "event_broker": None, **own}
    elif part is _ANSWERS:
        given["domain"] = None
    try:
        inspect.signature(found).bind(**given)
    except TypeError as problem:
        return f"cannot be built as Rasa does it ({problem})"
    except ValueError:
        return ""  # written in C: its arguments cannot be seen
    return ""


def _reachable(block: Mapping[str, Any], where: str, *, knocks: bool) -> Result:
    host, port = block.get("url"), block.get("port")
    said = f"endpoints.yml, {where}: {block.get('type')!r} is one of Rasa's."
    if knocks and isinstance(host, str) and isinstance(port, int) and not set("$/") & set(host):
        if not answers(host, port):
            return warning(where, f"endpoints.yml, {where}: {host}:{port} does not answer here.")
        return ok(where, f"{said[:-1]}, and {host}:{port} answers.")
    return ok(where, said)


def _check_actions(bot: Bot) -> Iterator[Result]:
    block = (bot.endpoints or {}).get("action_endpoint")
    url = block.get("url") if isinstance(block, dict) else None
    if not isinstance(url, str) or "$" in url:
        return
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        yield warning(
            "action_endpoint",
            "the action server is called by plain http on another machine: use https.",
        )
    else:
        yield ok("action_endpoint", "action calls stay on this machine or go by https.")


def _check_workers(bot: Bot) -> Iterator[Result]:
    workers = bot.environment.get("SANIC_WORKERS", "1")
    if workers == "1":
        return
    for part in (_STORE, _LOCKS):
        block = (bot.endpoints or {}).get(part.name) or {}
        kind = block.get("type") if isinstance(block, dict) else None
        if kind in (None, "in_memory"):
            yield warning(
                "workers",
                f"SANIC_WORKERS={workers}, and {part.name} is in memory: workers do not share it.",
            )
