"""Look at what was refused, and lift what holds a conversation back: by a grant, on record.

Made by the guard: ``guard.review``. Everything here that shows a text or a value, or sets a rule
aside, needs a grant for exactly that; each use, and each refusal, is an audit event.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatward.audit.log import Event
from chatward.audit.memory_events import GrantEvent, QuarantineEvent
from chatward.errors import GrantError
from chatward.memory.conversation import Override
from chatward.memory.dossier import Dossier
from chatward.memory.grants import (
    END_QUARANTINE,
    OVERRIDE_RULE,
    READ_QUARANTINE,
    READ_VAULT,
    Grant,
    Grants,
)
from chatward.memory.known_good import KnownGood
from chatward.memory.memory import Memory
from chatward.memory.prompts import Prompts
from chatward.memory.quarantine import kept_text, owner_of_text

if TYPE_CHECKING:
    from chatward.appeals.appealing import Appeals

Record = Callable[[Event], None]


@dataclass(frozen=True)
class Review:
    """What a reviewer can do.

    Attributes:
        memory: Where conversations are kept.
        clock: Returns seconds since the epoch.
        record: Writes an audit event.

    """

    memory: Memory
    clock: Callable[[], float]
    record: Record

    def issue_grant(
        self, conversation: str, purpose: str, *, minutes: float = 10, once: bool = True, note: str
    ) -> str:
        """Return a token that allows one thing with one conversation.

        Args:
            conversation: Id of the conversation.
            purpose: ``read-vault``, ``read-quarantine``, ``end-quarantine``,
                ``override-rule:NAME`` or ``call-tool:NAME``.
            minutes: How long, 60 at most.
            once: Whether it is used up by its first use.
            note: Why; stands in the audit log, so no text of anybody belongs into it.

        Raises:
            GrantError: The purpose is unknown, or the time too long.
            StoreError: The store failed.

        """
        owner = self.memory.owner_of(conversation)
        return self._issue(owner, purpose, minutes, note, once=once)

    def issue_grant_for(
        self, reference: str, *, minutes: float = 10, once: bool = True, note: str
    ) -> str:
        """Return a token to read the text that is kept under a reference.

        Raises:
            GrantError: The time is too long.
            StoreError: The store failed, or no text is kept under this reference.

        """
        owner = owner_of_text(self.memory, reference)
        return self._issue(owner, READ_QUARANTINE, minutes, note, once=once)

    def revoke_grant(self, token: str) -> None:
        """See to it that a grant cannot be used any more.

        Raises:
            GrantError: The token was not issued under this master key.

        """
        grant = self._grants.read(token)
        self._grants.revoke(grant, self.clock())
        self._tell(grant, "revoked")

    def text(self, reference: str, *, grant: str) -> str:
        """Return a blocked text that is kept.

        Raises:
            GrantError: The grant does not allow it.
            StoreError: No text is kept under this reference.

        """
        self._use(grant, owner_of_text(self.memory, reference), READ_QUARANTINE)
        return kept_text(self.memory, reference)

    def value(self, placeholder: str, *, conversation: str, grant: str) -> str | None:
        """Return the value behind a placeholder; None where the conversation was given no such.

        Raises:
            GrantError: The grant does not allow it.
            StoreError: The store failed.

        """
        dossier = self._open_by(grant, conversation, READ_VAULT)
        return dossier.value_of(placeholder.strip())

    def quarantine(self, conversation: str, *, why: str) -> None:
        """Refuse everything that the user of a conversation says, until `end_quarantine`.

        Args:
            conversation: Id of the conversation.
            why: Kept with it; no text of anybody belongs into it.

        """
        why = why or "quarantined"
        dossier = self.memory.open(conversation)
        dossier.update(lambda state: replace(state, quarantined=why))
        self.record(
            QuarantineEvent(
                time=self.clock(),
                reference=secrets.token_hex(8),
                conversation=dossier.key.pseudonym,
                why=why,
            )
        )

    def end_quarantine(self, conversation: str, *, grant: str) -> None:
        """Listen to the user of a conversation again.

        Raises:
            GrantError: The grant does not allow it.
            StoreError: The store failed.

        """
        dossier = self._open_by(grant, conversation, END_QUARANTINE)
        dossier.update(lambda state: replace(state, quarantined=""))

    def set_aside(self, conversation: str, rule: str, *, grant: str) -> None:
        """Set a policy rule aside for a conversation, until the grant ends.

        A grant that can be used once is for the next decision on which the rule would have acted.

        Raises:
            GrantError: The grant does not allow it.
            StoreError: The store failed.

        """
        dossier = self._open_by(grant, conversation, f"{OVERRIDE_RULE}{rule}")
        said = self._grants.read(grant)
        override = Override(rule, said.until, said.once)
        dossier.update(lambda state: replace(state, overrides=(*state.overrides, override)))

    def spend(self, token: str, owner: str, purpose: str) -> None:
        """Use a grant for a conversation that is known by its name in the store; on record.

        Raises:
            GrantError: The grant does not allow it.

        """
        self._use(token, owner, purpose)

    @property
    def appeals(self) -> Appeals:
        """Takes appeals against decisions: false alarms, and those that were right."""
        from chatward.appeals.appealing import Appeals  # noqa: PLC0415 (hardly ever needed)

        return Appeals(
            self.memory,
            self.clock,
            self.record,
            lambda reference, grant: self.text(reference, grant=grant),
        )

    @property
    def known_good(self) -> KnownGood:
        """Texts that were found to be no attack."""
        return KnownGood(self.memory.store, self.memory.keys)

    @property
    def prompts(self) -> Prompts:
        """System prompts, in versions, with what tests of them have shown."""
        return Prompts(self.memory.store, self.memory.keys)

    @property
    def _grants(self) -> Grants:
        return Grants(self.memory)

    def _issue(self, owner: str, purpose: str, minutes: float, note: str, *, once: bool) -> str:
        grant, token = self._grants.issue(owner, purpose, self.clock(), minutes, note, once=once)
        self._tell(grant, "issued", note)
        return token

    def _open_by(self, token: str, conversation: str, purpose: str) -> Dossier:
        self._use(token, self.memory.owner_of(conversation), purpose)
        return self.memory.open(conversation)

    def _use(self, token: str, owner: str, purpose: str) -> None:
        """Use a grant; put it on record first, so that nothing is shown that is not."""
        grants, now = self._grants, self.clock()
        grant = grants.read(token)
        try:
            grants.check(grant, owner, purpose, now)
            grants.use_up(grant, now)
        except GrantError as error:
            self._tell(grant, "refused", str(error))
            raise
        self._tell(grant, "used")

    def _tell(self, grant: Grant, did: str, why: str = "") -> None:
        self.record(
            GrantEvent(
                time=self.clock(),
                reference=secrets.token_hex(8),
                grant=grant.id,
                did=did,
                conversation=self.memory.open_owner(grant.owner).key.pseudonym,
                purpose=grant.purpose,
                until=grant.until,
                why=why,
            )
        )
