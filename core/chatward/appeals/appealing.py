"""Look at a decision again: was it right, or a false alarm?

A false alarm makes a text known to be good, so that it does not trip the same rules again. Only
what looked like an attack can be forgiven: personal data, secrets and leaks are dealt with
whatever anybody says about the text.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from chatward.appeals.forgivable import check_forgivable, is_text_of
from chatward.audit.event import AuditEvent
from chatward.audit.incident_events import AppealEvent
from chatward.audit.log import Event
from chatward.errors import AppealError
from chatward.memory.known_good import Entry, KnownGood
from chatward.memory.memory import Memory
from chatward.memory.rooms import DAY_SECONDS

UPHELD = "upheld"
FALSE_ALARM = "false-alarm"

KNOWN_DAYS = 365.0
LONGEST_DAYS = 3_650.0


@dataclass(frozen=True)
class Appeals:
    """Takes appeals: ``guard.review.appeals``.

    Attributes:
        memory: Where conversations are kept.
        clock: Returns seconds since the epoch.
        record: Writes an audit event.
        read: Returns a blocked text that is kept, by its reference and a grant.

    """

    memory: Memory
    clock: Callable[[], float]
    record: Callable[[Event], None]
    read: Callable[[str, str], str]

    @property
    def known_good(self) -> KnownGood:
        """Texts that were found to be no attack."""
        return KnownGood(self.memory.store, self.memory.keys)

    def uphold(self, about: AuditEvent | str, *, note: str) -> None:
        """Put on record that a decision was right.

        Args:
            about: The event of the decision, or its reference where no log has it.
            note: Why; stands in the audit log, so no text of anybody belongs into it.

        Raises:
            AppealError: There is no note.
            AuditError: The event could not be written and the policy says closed.

        """
        self._tell(about, UPHELD, _said(note), until=None)

    def forgive(
        self,
        about: AuditEvent | str,
        *,
        note: str,
        text: str | None = None,
        grant: str | None = None,
        days: float = KNOWN_DAYS,
        unchecked: bool = False,
    ) -> Entry:
        """Put on record that a decision was a false alarm, and know its text to be good.

        Args:
            about: The event of the decision, or its reference where no log has it.
            note: Why; stands in the audit log, so no text of anybody belongs into it.
            text: What the reporter says the text was; None = the one that was kept.
            grant: For ``read-quarantine``, to read the text that was kept.
            days: How long the text is known to be good, 3,650 at most.
            unchecked: Go on where nobody can check that the text is the one that was decided
                about, or what the decision was.

        Raises:
            AppealError: The decision cannot be forgiven, the text is another one, nobody can
                check it, or an argument is out of range.
            GrantError: The grant does not allow it.
            StoreError: The store failed, or no text is kept.
            AuditError: The event could not be written and the policy says closed.

        """
        note = _said(note)
        if not 0.0 < days <= LONGEST_DAYS:
            msg = (
                f"a text is known to be good for {LONGEST_DAYS:g} days at most, and more than none"
            )
            raise AppealError(msg)
        _check_decision(about, unchecked=unchecked)
        good = self._good_text(about, text, grant, unchecked=unchecked)
        now = self.clock()
        until = now + days * DAY_SECONDS
        self._tell(about, FALSE_ALARM, note, until)  # first, so that nothing is good off the record
        return self.known_good.add(
            good, now=now, until=until, rule=_rule(about), reference=_reference(about), note=note
        )

    def withdraw(self, entry_id: str, *, note: str) -> None:
        """Know a text to be good no more; on record as the decision being right after all.

        Raises:
            AppealError: No text of this id is known to be good, or there is no note.
            StoreError: The store failed.

        """
        note = _said(note)
        entry = self.known_good.get(entry_id)
        if entry is None:
            msg = "no text of this id is known to be good"
            raise AppealError(msg)
        self._record(entry.reference, UPHELD, entry.rule, note, until=None)
        self.known_good.withdraw(entry_id)

    def _good_text(
        self, about: AuditEvent | str, text: str | None, grant: str | None, *, unchecked: bool
    ) -> str:
        """Return the text that was decided about.

        Raises:
            AppealError: It is another one, nobody can check it, or it is not said where it is.

        """
        if (text is None) == (grant is None):
            msg = "either the text is handed in, or a grant to read the one that was kept"
            raise AppealError(msg)
        if text is None:
            return self.read(_reference(about), grant or "")
        same = None if isinstance(about, str) else is_text_of(about, text, self.memory)
        if same is False:
            msg = "this is not the text that was decided about; every character of it counts"
            raise AppealError(msg)
        if same is None and not unchecked:
            msg = (
                "nobody can check that this is the text that was decided about, because its"
                " conversation's key is gone; only 'unchecked' goes on all the same"
            )
            raise AppealError(msg)
        return text

    def _tell(self, about: AuditEvent | str, verdict: str, note: str, until: float | None) -> None:
        self._record(_reference(about), verdict, _rule(about), note, until)

    def _record(self, about: str, verdict: str, rule: str, note: str, until: float | None) -> None:
        self.record(
            AppealEvent(
                time=self.clock(),
                reference=secrets.token_hex(8),
                about=about,
                verdict=verdict,
                rule=rule,
                note=note,
                until=until,
            )
        )


def _check_decision(about: AuditEvent | str, *, unchecked: bool) -> None:
    """Refuse what cannot be forgiven, and what nobody knows anything about.

    Raises:
        AppealError: Says why.

    """
    if not isinstance(about, str):
        check_forgivable(about)
    elif not unchecked:
        msg = (
            "no event of the decision is at hand, so nobody can check what it was about;"
            " only 'unchecked' goes on all the same"
        )
        raise AppealError(msg)


def _said(note: str) -> str:
    """Return a note fit to be written anywhere.

    Raises:
        AppealError: There is none.

    """
    said = note.encode("utf-8", "replace").decode().strip()
    if not said:
        msg = "say in a note why; it stands in the audit log, so no text of anybody"
        raise AppealError(msg)
    return said


def _reference(about: AuditEvent | str) -> str:
    written = about if isinstance(about, str) else about.reference
    return written.encode("utf-8", "replace").decode()


def _rule(about: AuditEvent | str) -> str:
    return "" if isinstance(about, str) else about.rule
