"""The guards of this process, and how Rasa's ids map to conversations."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rasa.shared.constants import DEFAULT_SENDER_ID

if TYPE_CHECKING:
    from chatward import Decision, Guard
    from chatward.decision import Door

MONITOR = "monitor"

_guards: dict[str, Guard] = {}
_watching: dict[str, Guard] = {}
_building = threading.Lock()


def shared_guard(policy: str | None, mode: str = "enforce") -> Guard:
    """Return the guard for a policy file; one per file and process, so that they share a vault.

    Args:
        policy: The file; None = the shipped policy.
        mode: ``"monitor"`` for a guard that changes nothing, else as the policy says.

    Raises:
        PolicyError: The file cannot be used.

    """
    # Imported on first use: an ImportError while Rasa looks for a class reads as "not found" there.
    from chatward import Guard  # noqa: PLC0415

    key = str(Path(policy).resolve()) if policy else ""
    with _building:
        if key not in _guards:
            _guards[key] = Guard.from_policy(key) if key else Guard()
        guard = _guards[key]
        if mode != MONITOR or guard.policy.mode == MONITOR:
            return guard
        if key not in _watching:
            _watching[key] = _watcher(guard)
        return _watching[key]


def _watcher(guard: Guard) -> Guard:
    """Return a guard with the same vault that decides, records and changes nothing."""
    from chatward import Guard  # noqa: PLC0415

    # What is tried and what responds stands behind the log already.
    policy = replace(guard.policy, mode=MONITOR, shadow=None, incidents=None)
    return Guard(policy, keys=guard._keys, store=guard._memory.store, audit=guard._audit)


def rasa_door(*, can_block: bool = True) -> Door:
    """Return the door that Rasa's audit events name."""
    from chatward.decision import Door  # noqa: PLC0415

    return Door("rasa", can_block=can_block)


def is_refused(decision: Decision) -> bool:
    """Tell whether a text is refused; one that is only watched (mode `monitor`) is not."""
    return decision.blocked and decision.enforced


def conversation_of(sender_id: str | None) -> str | None:
    """Return the conversation of a sender.

    Whoever sends without an id shares one id in Rasa, so there it is nobody's: placeholders
    that could be restored would hand one person's data to the next.
    """
    return None if sender_id in (None, "", DEFAULT_SENDER_ID) else sender_id
