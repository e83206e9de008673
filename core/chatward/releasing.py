"""Restoring is a release of data: what may go where, and the record of it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from chatward.audit.call_events import destination_as_written
from chatward.audit.digests import UNAVAILABLE
from chatward.audit.log import Event
from chatward.audit.memory_events import ReleaseEvent
from chatward.errors import PolicyError
from chatward.kinds import from_presidio, to_presidio
from chatward.memory.dossier import Dossier
from chatward.memory.memory import Memory
from chatward.memory.placeholder import PLACEHOLDER, find
from chatward.memory.surrogates import Surrogate, surrogates_of
from chatward.pipeline import Pipeline
from chatward.policy.links import is_allowed_link
from chatward.policy.releases import DESTINATION, USER, may_release
from chatward.restorer import Restorer, Source

VAULT_FROZEN = "vault-frozen"
"""Stands in events for a release: an incident lets no value go."""

ALLOWED_BY_CALLER = "(caller)"
"""Stands in events for a release: the application let values go that no release speaks about."""


@dataclass
class Releaser:
    """Says what stands behind the pseudonyms of one conversation, where the policy lets it go.

    Attributes:
        pipeline: Opened for the conversation.
        to: Where the text goes.
        reopen: Opens it again.
        role: Role of the person the bot talks to.
        allow: What no release of the policy speaks about may go there too.
        frozen: An incident lets no value go, whatever the policy says.
        released: How many of each (kind, rule) went.
        denied: How many of each (kind, rule) stayed, as no rule lets them go there.
        masked: How many of those a user is shown as ``<KIND>``, as they are not his own.

    """

    pipeline: Pipeline
    to: str
    reopen: Callable[[], Pipeline]
    role: str | None = None
    allow: bool = False
    frozen: bool = False
    released: Counter[tuple[str, str]] = field(default_factory=Counter)
    denied: Counter[tuple[str, str]] = field(default_factory=Counter)
    masked: int = 0
    _surrogates: dict[str, Surrogate] = field(default_factory=dict, repr=False)

    def source(self) -> Source:
        """Return what a restorer asks."""
        dossier = self.pipeline.dossier
        if dossier is None:  # private, or the store is down: nothing can be told
            return Source(genuine=_not_ours, value_of=lambda _written: None)
        if self.pipeline.policy.surrogates:
            self._surrogates = _or_none(dossier)
        domains = self.pipeline.policy.allowed_domains
        return Source(
            genuine=self._is_genuine,
            value_of=self._value_of_placeholder,
            kinds=self.pipeline.detectors.kind_words,
            allowed_link=lambda link: is_allowed_link(link, domains),
            surrogates=self._surrogates,
            value_of_surrogate=self._value_of_surrogate,
        )

    def _is_genuine(self, word: str, number: int, tag: str) -> bool:
        dossier = self._dossier()
        return dossier is not None and dossier.is_genuine(word, number, tag)

    def _dossier(self) -> Dossier | None:
        """Return the conversation; where it was new when the restorer was made, as it is now."""
        dossier = self.pipeline.dossier
        if dossier is not None and not dossier.saved:
            self.pipeline = self.reopen()
        return self.pipeline.dossier

    def _value_of_placeholder(self, written: str) -> str | None:
        match = PLACEHOLDER.fullmatch(written)
        assert match is not None
        return self._value(from_presidio(match[1]), int(match[2]))

    def _value_of_surrogate(self, token: str) -> str | None:
        meant = self._surrogates[token]
        return self._value(meant.kind, meant.number)

    def _value(self, kind: str, number: int) -> str | None:
        """Return a value; None where no rule lets it go, or the store cannot tell."""
        assert self.pipeline.dossier is not None
        try:
            value, own = self.pipeline.dossier.owned_value(kind, number) or (None, True)
        except Exception:  # noqa: BLE001 (its message may hold anything)
            return None
        policy, family = self.pipeline.policy, self.pipeline.families.get(kind, kind)
        allowed, rule = may_release(policy, kind, family, self.to, self.role, own=own)
        if not rule and self.allow:
            allowed, rule = True, ALLOWED_BY_CALLER
        if self.frozen:
            allowed, rule = False, VAULT_FROZEN
        if not allowed:
            self.denied[kind, rule] += 1
            if own or self.to != USER:
                return None
            self.masked += 1  # a user is not shown what stands for somebody else's value
            return f"<{to_presidio(kind)}>"
        if value is not None:
            self.released[kind, rule] += 1
        return value


def _nothing() -> None:
    """Put nothing on record."""


def _not_ours(_word: str, _number: int, _tag: str) -> bool:
    return False


def check_destination(to: str) -> str:
    """Return the word for a place that text goes to.

    Raises:
        PolicyError: It names none.

    """
    if not DESTINATION.fullmatch(to):
        msg = f"{to!r} is no place to restore values at; use user, tool:NAME or tool:NAME.ARGUMENT"
        raise PolicyError(msg)
    return to


def counted(counts: Counter[tuple[str, str]]) -> list[tuple[str, int, str]]:
    """Return counts as they are written to the log."""
    return [(kind, count, rule) for (kind, rule), count in sorted(counts.items())]


def _or_none(dossier: Dossier) -> dict[str, Surrogate]:
    try:
        return surrogates_of(dossier)
    except Exception:  # noqa: BLE001 (a store may fail in any way; then nothing is restored)
        return {}


class RecordedRestorer(Restorer):
    """A restorer that tells at the end what it has done."""

    def __init__(self, source: Source, tell: Callable[[int], None], *, as_json: bool) -> None:
        super().__init__(source, as_json=as_json)
        self._tell = tell
        self._told = False

    def finish(self) -> str:
        """Return the rest, and put on record what was released; call once."""
        rest = super().finish()
        if not self._told:
            self._told = True
            self._tell(self.withheld)
        return rest


@dataclass(frozen=True)
class Prepared:
    """A text with values in it that has not gone anywhere yet.

    Attributes:
        text: The text; not in the repr.
        record: Puts on record that it goes; call once, and before it does.

    """

    text: str = field(repr=False)
    record: Callable[[], None] = field(repr=False)


@dataclass(frozen=True)
class Releases:
    """Restores texts of conversations, and puts on record what was released.

    Attributes:
        pipeline: For no conversation in particular.
        memory: Where conversations are kept.
        clock: Returns seconds since the epoch.
        record: Writes an audit event.
        frozen: An incident lets no value go.

    """

    pipeline: Pipeline
    memory: Memory
    clock: Callable[[], float]
    record: Callable[[Event], None]
    frozen: bool = False

    def whole(
        self,
        text: str,
        conversation: str,
        to: str,
        role: str | None,
        *,
        as_json: bool,
        allow: bool = False,
    ) -> str:
        """Return a text with the pseudonyms replaced that may be."""
        prepared = self.prepared(text, conversation, to, role, as_json=as_json, allow=allow)
        prepared.record()
        return prepared.text

    def prepared(
        self,
        text: str,
        conversation: str,
        to: str,
        role: str | None,
        *,
        as_json: bool,
        allow: bool,
    ) -> Prepared:
        """Return a text with the pseudonyms replaced that may be, not on record yet."""
        check_destination(to)
        plain = "\\" not in text and not self.pipeline.policy.surrogates
        if plain and next(find(text), None) is None:
            return Prepared(text, _nothing)  # without asking the store
        releaser = self._releaser(conversation, to, role, allow=allow)
        restorer = Restorer(releaser.source(), as_json=as_json)
        restored = restorer.feed(text) + restorer.finish()
        return Prepared(restored, partial(self._tell, releaser, restorer.withheld))

    def stream(self, conversation: str, to: str, role: str | None, *, as_json: bool) -> Restorer:
        """Return a restorer for a text that arrives in pieces."""
        releaser = self._releaser(conversation, to, role)
        tell = partial(self._tell, releaser)
        return RecordedRestorer(releaser.source(), tell, as_json=as_json)

    def _releaser(
        self, conversation: str, to: str, role: str | None, *, allow: bool = False
    ) -> Releaser:
        about = partial(self._about, conversation)
        return Releaser(about(), check_destination(to), about, role, allow, self.frozen)

    def _tell(self, releaser: Releaser, withheld: int) -> None:
        if releaser.released or releaser.denied or withheld:
            self.record(self._event(releaser, withheld))

    def _about(self, conversation: str) -> Pipeline:
        try:
            return self.pipeline.about(self.memory.open(conversation))
        except Exception:  # noqa: BLE001 (a store may fail in any way; then nothing is restored)
            return self.pipeline

    def _event(self, releaser: Releaser, withheld: int) -> ReleaseEvent:
        key, stamp = releaser.pipeline.data_key, self.pipeline.policy.stamp
        return ReleaseEvent(
            time=self.clock(),
            reference=secrets.token_hex(8),
            bot=self.pipeline.policy.bot,
            conversation=UNAVAILABLE if key is None else key.pseudonym,
            role=releaser.role,
            to=destination_as_written(releaser.to),
            released=counted(releaser.released),
            denied=counted(releaser.denied),
            kept_back=withheld - (sum(releaser.denied.values()) - releaser.masked),
            policy=(stamp.name, stamp.version, stamp.hash),
        )
