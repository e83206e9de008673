"""Say what is wrong with a playbook so that its writer can mend it at once."""

from __future__ import annotations

import re
from typing import Any

from chatward.action import Action
from chatward.errors import nearest
from chatward.incidents.entries import (
    CHANNEL_KINDS,
    SEVERITIES,
    CallEntry,
    EventName,
    First,
    LogEntry,
    Per,
    PlaybookFile,
    RuleEntry,
    SpikeEntry,
    TellEntry,
    WebhookEntry,
    WhenEntry,
)
from chatward.passage import Origin

_PATH = re.compile(r" - at `(?:key in )?\$?([^`]*)`$")
_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]*)`")
_BAD_WORD = re.compile(r"Invalid (?:enum )?value '([^']*)'")
_LAST = re.compile(r"([a-z_]+)(?:\[[^\]]*\])*$")
_KEYS: dict[str, tuple[str, ...]] = {
    "": PlaybookFile.__struct_fields__,
    "rules": RuleEntry.__struct_fields__,
    "when": WhenEntry.__struct_fields__,
    "spike": SpikeEntry.__struct_fields__,
    "tell": TellEntry.__struct_fields__,
    "channels": (
        "kind",
        *LogEntry.__struct_fields__,
        *WebhookEntry.__struct_fields__,
        *CallEntry.__struct_fields__,
    ),
}


def _words(literal: Any) -> tuple[str, ...]:  # noqa: ANN401 (a Literal has no type of its own)
    words: tuple[str, ...] = literal.__args__
    return words


_WORDS: dict[str, tuple[str, ...]] = {
    "event": _words(EventName),
    "actions": tuple(map(str, Action)),
    "origins": tuple(map(str, Origin)),
    "severity": SEVERITIES,
    "per": _words(Per),
    "first": _words(First),
    "kind": CHANNEL_KINDS,
    "extends": ("standard",),
}
_ONE_OF = {"actions": "action", "origins": "origin", "kind": "kind of channel"}


def explain(error: str, text: str, where: str) -> str:
    """Turn msgspec's message into: file, line, place, what is wrong, what is allowed, a guess."""
    found = _PATH.search(error)
    path = found.group(1).lstrip(".") if found else ""
    problem = _PATH.sub("", error)
    named = _LAST.search(path)
    last = named.group(1) if named else ""
    unknown, bad = _UNKNOWN_FIELD.search(problem), _BAD_WORD.search(problem)
    wrong = unknown.group(1) if unknown else bad.group(1) if bad else ""
    known: tuple[str, ...] = ()
    if unknown:
        known = _KEYS.get(last, PlaybookFile.__struct_fields__)
        problem = f"unknown key {wrong!r}"
    elif bad:
        known = _WORDS.get(last, ())
        problem = f"unknown {_ONE_OF.get(last, last or 'word')} {wrong!r}"
    allowed = f"; use one of {', '.join(known)}.{nearest(wrong, known)}" if known else ""
    return f"{where}{_place(text, path, wrong)}: {problem}{allowed}"


def _place(text: str, path: str, wrong: str) -> str:
    """Return ", line N" where the wrong word can be seen, and the path to it."""
    line = next((n for n, each in enumerate(text.splitlines(), 1) if wrong and wrong in each), None)
    spot = f", line {line}" if line else ""
    return f"{spot}, {path}" if path else spot
