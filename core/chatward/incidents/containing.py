"""Hold back what an incident says, and let it go again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chatward.errors import ChatwardError
from chatward.incidents.containments import THE_TOOL
from chatward.incidents.incident import Incident
from chatward.incidents.playbook import HAND_OVER, QUARANTINE
from chatward.memory.containment import Containment
from chatward.memory.conversation import Conversation
from chatward.memory.dossier import Dossier
from chatward.memory.memory import Memory

Change = Callable[[Conversation], Conversation]


class NotContained(Exception):  # noqa: N818 (an outcome, caught by whoever contains)
    """Something could not be held back, or not let go; says why, without any name or text."""


@dataclass(frozen=True)
class Containing:
    """Carries out what playbooks say under ``contain``.

    Attributes:
        memory: Where conversations are kept.
        containment: Where it lies what holds for a whole bot.

    """

    memory: Memory
    containment: Containment

    def hold(self, incident: Incident, what: str) -> bool:
        """Hold something back; tell whether it was not held already.

        Raises:
            NotContained: It could not be.

        """
        try:
            return self._hold(incident, what)
        except ChatwardError as error:
            raise NotContained(_reason(error)) from None

    def let_go(self, incident: Incident, what: str) -> None:
        """Let go what an incident holds back; what is gone by itself is let go, too.

        Raises:
            NotContained: It could not be.

        """
        try:
            self._let_go(incident, what)
        except ChatwardError as error:
            raise NotContained(_reason(error)) from None

    def _hold(self, incident: Incident, what: str) -> bool:
        if what == THE_TOOL:
            msg = "the event names no tool"
            raise NotContained(msg)
        if what not in {QUARANTINE, HAND_OVER}:
            self.containment.hold(incident.id, what, incident.bot)
            return True
        dossier = self._opened(incident.conversation)
        if dossier is None:
            msg = "the conversation is not known, or not any more"
            raise NotContained(msg)
        return self._change(dossier, _held(incident, what))

    def _let_go(self, incident: Incident, what: str) -> None:
        if what not in {QUARANTINE, HAND_OVER}:
            self.containment.let_go(incident.id, what)
            return
        dossier = self._opened(incident.conversation)
        if dossier is not None:
            self._change(dossier, _freed(incident, what))

    def _opened(self, pseudonym: str | None) -> Dossier | None:
        """Return the conversation that the log calls so, if it is still the same."""
        if pseudonym is None:
            return None
        owner = self.memory.owner_of_pseudonym(pseudonym)
        if owner is None:
            return None
        dossier = self.memory.open_owner(owner)
        return dossier if dossier.saved and dossier.key.pseudonym == pseudonym else None

    def _change(self, dossier: Dossier, change: Change) -> bool:
        if change(dossier.state) == dossier.state:
            return False
        dossier.update(change)
        self.memory.note(dossier)
        return True


def why_quarantined(incident: Incident) -> str:
    """Return what stands with the conversation as the reason."""
    return f"incident {incident.id}"


def _held(incident: Incident, what: str) -> Change:
    """Return what holds a conversation back; the reason that is there already stays."""
    if what == HAND_OVER:
        return lambda state: replace(state, incident=state.incident or incident.id)
    reason = why_quarantined(incident)
    return lambda state: replace(state, quarantined=state.quarantined or reason)


def _freed(incident: Incident, what: str) -> Change:
    """Return what lets a conversation go, unless there is another reason to hold it."""

    def change(state: Conversation) -> Conversation:
        if what == HAND_OVER:
            return replace(state, incident="") if state.incident == incident.id else state
        ours = state.quarantined == why_quarantined(incident)
        return replace(state, quarantined="") if ours else state

    return change


def _reason(error: ChatwardError) -> str:
    """Return the error in words fit for the log."""
    return f"{type(error).__name__}: {error}"
