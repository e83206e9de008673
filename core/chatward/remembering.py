"""What a guard does with what it remembers: restore, forget, review."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from chatward.attaching import Attaching
from chatward.audit.digests import UNAVAILABLE
from chatward.audit.log import Event
from chatward.audit.memory_events import ErasureEvent, HandOffEvent
from chatward.audit.running_events import TrafficEvent
from chatward.audit.stages import STAGES
from chatward.calling import Calling
from chatward.conduct import TOLD_FROM, unusual_intent
from chatward.errors import ChatwardError, PassageError, nearest
from chatward.in_force import InForce
from chatward.judging import Judge
from chatward.memory.baselines import BaselineKeeper
from chatward.memory.containment import Containment
from chatward.memory.memory import Memory
from chatward.standing import Standing, standing_of

if TYPE_CHECKING:
    from chatward.memory.addresses import Addresses
    from chatward.releasing import Prepared, Releases
    from chatward.resting import Resting
    from chatward.restorer import Restorer
    from chatward.review import Review


LONG_TEXT_CHARS = 2_000
"""From this length on `ainspect` leaves the event loop."""


class Remembering(Calling, Attaching):
    """The part of a guard that needs no text to be decided about."""

    _in_force: InForce
    _memory: Memory
    _baseline: BaselineKeeper
    _judges: Sequence[Judge]
    _clock: Callable[[], float]
    _record: Callable[[Event], None]
    _current: Callable[[], InForce]
    _containment: Containment

    def restore(
        self,
        text: str,
        *,
        conversation: str,
        to: str = "user",
        role: str | None = None,
        as_json: bool = False,
        allow: bool = False,
    ) -> str:
        """Return the text with the conversation's own pseudonyms replaced by their values.

        What no release of the policy lets go there, what stands in a web address, and what the
        vault cannot tell, because it is not this conversation's or because the store is down,
        stays a pseudonym. That values were released is an audit event.

        Args:
            text: A decided text: inspect the model's answer before.
            conversation: Id of the conversation.
            to: Where the text goes: ``"user"``, ``"tool:NAME"`` or ``"tool:NAME.ARGUMENT"``.
            role: Role of the person the bot talks to, for releases that name roles.
            as_json: The text is JSON: values are written so that it stays JSON.
            allow: Values that no release of the policy speaks about may go there too; one that
                forbids it is obeyed.

        Raises:
            PolicyError: `to` names no place.
            AuditError: The event could not be written and the policy says closed.

        """
        return self._releases.whole(text, conversation, to, role, as_json=as_json, allow=allow)

    def prepare_release(
        self,
        text: str,
        *,
        conversation: str,
        to: str,
        role: str | None = None,
        as_json: bool = False,
        allow: bool = False,
    ) -> Prepared:
        """Restore a text like `restore`, but put it on record only when told.

        For what may still be refused once its values are known, such as a call of a tool.
        """
        return self._releases.prepared(text, conversation, to, role, as_json=as_json, allow=allow)

    def restorer(
        self,
        *,
        conversation: str,
        to: str = "user",
        role: str | None = None,
        as_json: bool = False,
    ) -> Restorer:
        """Return a restorer for a text that arrives in pieces; arguments as for `restore`."""
        return self._releases.stream(conversation, to, role, as_json=as_json)

    def at_rest(self, conversation: str | None) -> Resting:
        """Return what makes texts fit to be kept, and whole again, for code that stores them.

        Nothing is decided, refused or counted; at the end of its ``with`` block one event says
        how many values were hidden and shown.

        Args:
            conversation: Id of the conversation; None = values are redacted for good.

        """
        from chatward.resting import Resting  # noqa: PLC0415 (see `review`)

        opened = None if conversation is None else partial(self._memory.open, conversation)
        return Resting(self._in_force.pipeline, opened, self._clock, self._record)

    def forget(self, conversation: str) -> int:
        """Drop a conversation's key, and all that lies under it; return how many drawers went.

        Nothing that lies in the store can be read again, nor in a backup without its keys; the
        conversation's pseudonym and digests in the audit log lead nowhere.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        pseudonym = self._pseudonym(conversation)
        drawers = self._memory.forget(conversation)
        event = ErasureEvent(
            time=self._clock(),
            reference=secrets.token_hex(8),
            conversation=pseudonym if drawers else UNAVAILABLE,
            drawers=drawers,
        )
        self._record(event)
        return drawers

    def note_intent(self, intent: str, *, conversation: str | None = None) -> float:
        """Learn what a text was understood as; return how unusual that is for the bot.

        Args:
            intent: Its name, as the bot's own language understanding gives it.
            conversation: Id of the conversation; None = not told.

        Returns:
            0.0 to 1.0; from 0.5 on the next text of the conversation carries the finding
            ``unusual-intent``.

        """
        score = unusual_intent(intent, self._baseline.known())
        self._baseline.learn_intent(intent)
        if conversation is not None and score >= TOLD_FROM:
            self._memory.open(conversation).update(lambda state: replace(state, intent=score))
        return score

    def standing(self, conversation: str) -> Standing:
        """Return how a conversation stands, as far as this process knows.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        return standing_of(self._memory.assume(conversation).state.as_of(self._clock()))

    def note_hand_off(
        self, conversation: str | None, *, did: str, why: str, settles: bool = False
    ) -> None:
        """Put on record that a person is to take a conversation over, or has it now.

        Args:
            conversation: Id of the conversation; None = private.
            did: ``"asked"``, ``"paused"``, ``"resumed"`` or ``"ended"``.
            why: Such as the rule; no text of anybody belongs into it.
            settles: That is what an incident has asked for: it asks no more.

        Raises:
            StoreError: The store failed, and the incident asks on.

        """
        if settles and conversation is not None:
            dossier = self._memory.open(conversation)
            dossier.update(lambda state: replace(state, incident=""))
            self._memory.note(dossier)
        pseudonym = None if conversation is None else self._pseudonym(conversation)
        reference = secrets.token_hex(8)
        self._record(
            HandOffEvent(
                time=self._clock(), reference=reference, conversation=pseudonym, did=did, why=why
            )
        )

    def note_traffic(self, stage: str, texts: int, seconds: float) -> None:
        """Put on record how much an application has had, whether a guard saw it or not.

        Args:
            stage: Where in the bot: ``"input"``, ``"output"``, ``"retrieval"``, ``"tool-result"``
                or another of the stages of events.
            texts: How many since this was last said of the stage.
            seconds: In what time.

        Raises:
            PassageError: There is no such stage.

        """
        if stage not in STAGES:
            msg = f"unknown stage; use one of {', '.join(STAGES)}.{nearest(stage, STAGES)}"
            raise PassageError(msg)
        reference = secrets.token_hex(8)
        self._record(
            TrafficEvent(
                time=self._clock(), reference=reference, stage=stage, texts=texts, seconds=seconds
            )
        )

    @property
    def families(self) -> Mapping[str, str]:
        """Which family each kind of finding belongs to."""
        return self._in_force.pipeline.families

    @property
    def review(self) -> Review:
        """What a reviewer can do: grants, blocked texts that were kept, quarantine."""
        # Only who reviews or restores waits for what that takes to load.
        from chatward.review import Review  # noqa: PLC0415

        return Review(self._memory, self._clock, self._record)

    @property
    def addresses(self) -> Addresses:
        """What names people's addresses, for channels that know them by nothing else."""
        from chatward.memory.addresses import Addresses  # noqa: PLC0415 (see `review`)

        return Addresses(self._memory)

    def takes_long(self, text: str, conversation: str | None = None) -> bool:
        """Tell whether an event loop should not do it: long texts, judges, stores that wait."""
        return len(text) >= LONG_TEXT_CHARS or bool(self._judges) or self.waits(conversation)

    def waits(self, conversation: str | None) -> bool:
        """Tell whether texts of a conversation wait for a disk or a network."""
        if not self._memory.store.blocking:
            return False
        return conversation is not None or self._containment.is_stale(self._clock())

    def _pseudonym(self, conversation: str) -> str:
        """Return what the log calls a conversation, damaged or not: it has to be forgotten."""
        try:
            return self._memory.open(conversation).key.pseudonym
        except ChatwardError:
            return UNAVAILABLE

    @property
    def _releases(self) -> Releases:
        from chatward.releasing import Releases  # noqa: PLC0415 (see `review`)

        pipeline = self._current().pipeline
        frozen = self._held().frozen
        return Releases(pipeline, self._memory, self._clock, self._record, frozen)
