"""What a rule holds back, as a playbook writes it and as it goes on record.

On record it is one word, or a word and a name: ``quarantine-conversation``, ``hand-over``,
``lock-tool:NAME``, ``freeze-vault``, ``profile:NAME``.
"""

from __future__ import annotations

import re
from typing import NoReturn

from chatward.errors import PolicyError, nearest
from chatward.incidents.entries import CONTAIN_WORDS, RuleEntry
from chatward.incidents.playbook import HAND_OVER, QUARANTINE
from chatward.memory.containment import FREEZE_VAULT, LOCK_TOOL, PROFILE, STRICTEST_FIRST

THE_TOOL = LOCK_TOOL
"""Without a name it is the tool that the event was about."""

FOR_A_BOT = (LOCK_TOOL, FREEZE_VAULT, PROFILE)
"""What holds for the whole bot."""

_TOOL = re.compile(r"[\w.:/-]{1,128}|\*")
_ALLOWED = (*CONTAIN_WORDS, f"{{{LOCK_TOOL}: NAME}}", f"{{{PROFILE}: NAME}}")


def containments(entry: RuleEntry, place: str) -> tuple[str, ...]:
    """Return what a rule holds back.

    Raises:
        PolicyError: There is no such thing, or not for such a rule.

    """
    found = tuple(dict.fromkeys(_one(each, place) for each in entry.contain))
    if entry.per != "conversation" and {QUARANTINE, HAND_OVER} & set(found):
        msg = f"{place}, contain: {QUARANTINE} and {HAND_OVER} need 'per: conversation'"
        raise PolicyError(msg)
    if THE_TOOL in found and entry.when.event != "call":
        msg = (
            f"{place}, contain: only a call tells which tool: "
            f"say which, as in '{{{LOCK_TOOL}: NAME}}', or 'event: call'"
        )
        raise PolicyError(msg)
    return found


def with_tool(what: str, tool: str) -> str:
    """Return what is held back once the tool of the event is known."""
    return f"{LOCK_TOOL}:{tool}" if what == THE_TOOL and tool else what


def _one(written: str | dict[str, str], place: str) -> str:
    if isinstance(written, str):
        if written not in CONTAIN_WORDS:
            _refuse(written, place)
        return written
    if len(written) != 1:
        _refuse(", ".join(written), place)
    ((word, name),) = written.items()
    if word not in {PROFILE, LOCK_TOOL}:
        _refuse(word, place)
    problem = ""
    if word == PROFILE and name not in STRICTEST_FIRST:
        problem = f"profile {name!r} contains nothing; use one of {', '.join(STRICTEST_FIRST)}"
    if word == LOCK_TOOL and not _TOOL.fullmatch(name):
        problem = f"{name!r} is no name of a tool; use one, or * for all"
    if problem:
        msg = f"{place}, contain: {problem}"
        raise PolicyError(msg)
    return f"{word}:{name}"


def _refuse(word: str, place: str) -> NoReturn:
    known = (*CONTAIN_WORDS, PROFILE)
    msg = (
        f"{place}, contain: unknown word {word!r}; "
        f"use one of {', '.join(_ALLOWED)}.{nearest(word, known)}"
    )
    raise PolicyError(msg)
