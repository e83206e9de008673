"""Try a second policy on the side: where it would have decided otherwise, that goes on record.

Nothing else happens. The policy that is tried sees what the event says, never a text, and a
shadow that cannot be worked out or written does not disturb what is decided.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from chatward.audit.event import AuditEvent
from chatward.audit.log import AuditLog, Event
from chatward.audit.running_events import ShadowEvent
from chatward.policy.check import check_policy
from chatward.policy.entries import PROFILES
from chatward.policy.file import load_policy, load_profile
from chatward.policy.model import Policy
from chatward.replay.record import as_recorded
from chatward.replay.replaying import Replayer


class Shadow:
    """Writes to a log, and about every decision also what another policy would have done.

    Attributes:
        missed: Decisions that could not be tried, or whose difference could not be written.

    """

    def __init__(
        self,
        log: AuditLog,
        policy: Policy,
        families: Mapping[str, str],
        clock: Callable[[], float],
        reference: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        """Prepare to try a policy.

        Args:
            log: Where all events go.
            policy: What is tried.
            families: Which family each kind belongs to.
            clock: Returns seconds since the epoch.
            reference: Makes ids of events.

        """
        self.missed = 0
        self._log = log
        self._replayer = Replayer(policy, families)
        self._stamp = (policy.stamp.name, policy.stamp.version, policy.stamp.hash)
        self._clock = clock
        self._reference = reference

    def write(self, event: Event) -> None:
        """Write one event; then what the other policy would have decided otherwise.

        Raises:
            AuditError: The event itself could not be kept.

        """
        self._log.write(event)
        if not isinstance(event, AuditEvent):
            return
        try:
            self._try(event)
        except Exception:  # noqa: BLE001 (whatever fails, the decision stands)
            self.missed += 1

    def _try(self, event: AuditEvent) -> None:
        said = self._replayer.replay(as_recorded(event))
        if said.action.value == event.action:
            return
        self._log.write(
            ShadowEvent(
                time=self._clock(),
                reference=self._reference(),
                conversation=event.conversation,
                about=event.reference,
                was=(event.action, event.rule),
                would_be=(said.action.value, said.rule),
                certain=said.certain,
                policy=self._stamp,
            )
        )


def shadowed(
    log: AuditLog, policy: Policy, families: Mapping[str, str], clock: Callable[[], float]
) -> AuditLog:
    """Return a log that tries the policy's shadow; the log itself where it names none.

    Args:
        log: Where events go.
        policy: In force; its `shadow` is a profile, or a file seen from where the program runs.
        families: Which family each kind belongs to.
        clock: Returns seconds since the epoch.

    Raises:
        PolicyError: The shadow cannot be read, or speaks about kinds that nobody detects.

    """
    if policy.shadow is None:
        return log
    tried = load_profile(policy.shadow) if policy.shadow in PROFILES else load_policy(policy.shadow)
    check_policy(tried, families)
    return Shadow(log, tried, families, clock)
