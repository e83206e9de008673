"""Say what is wrong with a policy file so that its writer can mend it at once."""

from __future__ import annotations

import re
from typing import get_args

from chatward.action import Action
from chatward.errors import nearest
from chatward.passage import Origin
from chatward.policy.entries import (
    PROFILES,
    Approve,
    Attached,
    AttachmentsEntry,
    AuditEntry,
    FailEntry,
    FailMode,
    LinksEntry,
    MemoryEntry,
    Metrics,
    PolicyFile,
    RedactionEntry,
    ReleaseEntry,
    RuleEntry,
    Tainted,
    ToolEntry,
)
from chatward.policy.tools import Capability

_PATH = re.compile(r" - at `\$?([^`]*)`$")
_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]*)`")
_BAD_ENUM = re.compile(r"Invalid enum value '([^']*)'")
_KEYS = {
    "": PolicyFile,
    "rules": RuleEntry,
    "redactors": RedactionEntry,
    "fail": FailEntry,
    "links": LinksEntry,
    "audit": AuditEntry,
    "releases": ReleaseEntry,
    "memory": MemoryEntry,
    "tools": ToolEntry,
    "attachments": AttachmentsEntry,
}
_WORDS: dict[str, list[str]] = {
    "action": [action.value for action in Action],
    "origins": [origin.value for origin in Origin],
    "spotlight": [origin.value for origin in Origin],
    "extends": list(PROFILES),
    "mode": ["enforce", "monitor"],
    "unenforceable": ["block", "audit"],
    "fail": list(get_args(FailMode)),
    "capabilities": [capability.value for capability in Capability],
    "approve": list(get_args(Approve)),
    "tainted": list(get_args(Tainted)),
    "attachments": list(get_args(Attached)),
    "metrics": list(get_args(Metrics)),
}
_ONE_OF = {"capabilities": "capability", "attachments": "word", "metrics": "word"}
"""What one of several is called, where it is not the plural without its s."""


def explain(error: str, text: str, where: str) -> str:
    """Turn msgspec's message into: file, line, place, what is wrong, what is allowed, a guess."""
    found = _PATH.search(error)
    path = found.group(1).lstrip(".") if found else ""
    problem = _PATH.sub("", error)
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    last = re.split(r"[.\]]", re.sub(r"\[[^\]]*\]$", "", path))[-1]
    unknown = _UNKNOWN_FIELD.search(problem)
    bad = _BAD_ENUM.search(problem)
    wrong = unknown.group(1) if unknown else bad.group(1) if bad else ""
    known = list(_KEYS.get(top, PolicyFile).__struct_fields__) if unknown else []
    if bad:
        known = _WORDS.get(last) or _WORDS.get(top) or []
    place = _place(text, path, wrong)
    if unknown:
        problem = f"unknown key {wrong!r}"
    elif bad:
        one = _ONE_OF.get(last) or _ONE_OF.get(top) or last.rstrip("s")
        problem = f"unknown {one or 'word'} {wrong!r}"
    allowed = f"; use one of {', '.join(known)}.{nearest(wrong, known)}" if known else ""
    return f"{where}{place}: {problem}{allowed}"


def _place(text: str, path: str, wrong: str) -> str:
    """Return ", line N" where the wrong word can be seen, and the path to it."""
    line = next((n for n, each in enumerate(text.splitlines(), 1) if wrong and wrong in each), None)
    spot = f", line {line}" if line else ""
    return f"{spot}, {path}" if path else spot
