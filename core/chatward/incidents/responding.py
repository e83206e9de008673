"""An audit log that a playbook watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chatward.audit.log import AuditLog, Event
from chatward.errors import PolicyError, nearest
from chatward.incidents.file import load_playbook
from chatward.incidents.playbook import Playbook
from chatward.incidents.responder import Responder
from chatward.memory.containment import Containment
from chatward.memory.memory import Memory
from chatward.policy.model import Policy


@dataclass(frozen=True)
class Responding:
    """An audit log whose events are looked at once they are written.

    Attributes:
        log: The log.
        responder: What looks at them.

    """

    log: AuditLog
    responder: Responder

    def write(self, event: Event) -> None:
        """Write the event, then look at it; also where it could not be written.

        Raises:
            AuditError: It could not be written.

        """
        try:
            self.log.write(event)
        finally:
            self.responder.see(event)


def responding(
    log: AuditLog,
    policy: Policy,
    memory: Memory,
    clock: Callable[[], float] = time.time,
    containment: Containment | None = None,
    families: Mapping[str, str] | None = None,
) -> AuditLog:
    """Return a log that goes by the policy's playbook; the log itself where it names none.

    Args:
        log: Takes events.
        policy: Says under ``incidents`` which playbook.
        memory: Where conversations are kept.
        clock: Returns seconds since the epoch.
        containment: What the guard reads, so that it sees at once what is held back.
        families: Which family each kind belongs to that can be found; None = nobody knows.

    Raises:
        PolicyError: The playbook cannot be read or carried out.

    """
    if policy.incidents is None:
        return log
    playbook = load_playbook(policy.incidents)
    if families is not None:
        _check_kinds(playbook, families)
    responder = Responder(playbook, memory, log, clock, containment, policy.bot)
    return Responding(log, responder)


def _check_kinds(playbook: Playbook, families: Mapping[str, str]) -> None:
    """Refuse a rule about a kind that nobody finds: it would never open an incident.

    Raises:
        PolicyError: Names the rule, and the nearest kind.

    """
    for rule in playbook.rules:
        for kind in sorted(rule.when.kinds - families.keys()):
            msg = (
                f"playbook {playbook.name!r}, rule {rule.name!r}: nobody finds the kind {kind!r}."
                f"{nearest(kind, families)}"
            )
            raise PolicyError(msg)
