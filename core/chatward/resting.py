"""Texts that an application keeps: fit to rest somewhere, and whole again when they are read.

What a guard decides is for who reads a text now; this is for who stores it on behalf of the
application: values become the conversation's placeholders whoever brought them up, and all of
them come back, whatever the policy releases to whom. No text is judged, refused or counted.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType

from chatward.action import Action
from chatward.audit.digests import UNAVAILABLE
from chatward.audit.log import Event
from chatward.audit.memory_events import KeepingEvent
from chatward.detectors.detect import detect
from chatward.editing import REDACTOR, STORE
from chatward.errors import RedactorError, StoreError
from chatward.finding import Finding
from chatward.kinds import from_presidio, to_presidio
from chatward.memory.dossier import Dossier
from chatward.memory.placeholder import PLACEHOLDER
from chatward.memory.records import value_in
from chatward.memory.rooms import VAULT
from chatward.pipeline import Pipeline
from chatward.unfit import unfit_places

_ROUNDS = 4
"""What is left of a text may read differently without its values; so often is it looked at."""

_STORE_FAILED = "{}: the store failed, and the policy's fail.store is closed; nothing was returned"
_UNSEEN = "at_rest: {} failed, and the policy's fail.detect is closed; nothing was returned"


@dataclass
class Resting:
    """Makes texts of one conversation fit to be kept, and whole again.

    Used as a context, it puts one event on record at the end: how many values were hidden,
    redacted and shown, and what failed. Safe for one thread.

    Attributes:
        pipeline: What to go by; of no conversation in particular.
        opened: Reads the conversation; None = there is none, so nothing can be had back.
        clock: Returns seconds since the epoch.
        tell: Writes an audit event.

    """

    pipeline: Pipeline = field(repr=False)
    opened: Callable[[], Dossier] | None = field(repr=False)
    clock: Callable[[], float] = field(repr=False)
    tell: Callable[[Event], None] = field(repr=False)
    _hidden: Counter[str] = field(default_factory=Counter)
    _redacted: Counter[str] = field(default_factory=Counter)
    _shown: Counter[str] = field(default_factory=Counter)
    _failed: set[str] = field(default_factory=set)
    _issued: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def hide(self, text: str, *, own: bool = False, also: Sequence[Finding] = ()) -> str:
        """Return a text as it may be kept; hidden again it stays as it is.

        What the policy pseudonymises becomes a placeholder, the same one that `Guard.inspect`
        gives out; secrets, and everything where there is no conversation, are redacted for good.

        Args:
            text: Any string.
            own: Whether the user brought its values up himself.
            also: Places that the application knows to hold personal data, whatever the policy
                says about their kinds.

        Raises:
            StoreError: The store failed and the policy says closed.
            RedactorError: A detector or redactor failed and the policy says closed.

        """
        if self.pipeline.policy.mode == "monitor":
            return text
        for _ in range(_ROUNDS):
            edited = self._edited(text, own=own, also=also)
            if edited == text:
                break
            text, also = edited, ()
        return text

    def redact(self, text: str) -> str:
        """Return a text with its secrets redacted and everything else as it is.

        Raises:
            RedactorError: As for `hide`.

        """
        if self.pipeline.policy.mode == "monitor":
            return text
        return self._edited(text, own=False, hiding=False)

    def show(self, text: str) -> str:
        """Return a text with all placeholders of the conversation replaced by their values.

        Exactly as they were hidden, whoever brought them up, and without asking the policy's
        releases. What the vault does not know any more stays a placeholder.

        Raises:
            StoreError: The store failed and the policy says closed.

        """
        return self.show_all([text])[0]

    def show_all(self, texts: Sequence[str]) -> list[str]:
        """Return texts like `show`, all of them for one question to the store."""
        if not (self._remembers and any(_is_candidate(each) for each in texts)):
            return list(texts)
        try:
            values = self._values(texts)
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            self._fail_store("at_rest, show")
            return list(texts)
        return [self._shown_text(each, values) for each in texts]

    def record(self) -> None:
        """Put on record what was done since the last time; nothing where nothing was."""
        counts = (self._hidden, self._redacted, self._shown)
        if not (any(counts) or self._failed):
            return
        stamp = self.pipeline.policy.stamp
        event = KeepingEvent(
            time=self.clock(),
            reference=secrets.token_hex(8),
            conversation=self._pseudonym(),
            hidden=sorted(self._hidden.items()),
            redacted=sorted(self._redacted.items()),
            shown=sorted(self._shown.items()),
            failed=sorted(self._failed),
            policy=(stamp.name, stamp.version, stamp.hash),
        )
        for each in counts:
            each.clear()
        self._failed.clear()
        self.tell(event)

    def __enter__(self) -> Resting:  # noqa: PYI034 (Python 3.10 has no Self)
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Put on record what was done."""
        self.record()

    def _edited(
        self, text: str, *, own: bool, also: Sequence[Finding] = (), hiding: bool = True
    ) -> str:
        seen = detect(self.pipeline.detectors, text)
        if seen.failed:
            self._fail_detect(seen.failed)
        places = unfit_places(
            text, [*seen.findings.values()], also, self._own_places(text), self.pipeline
        )
        pieces: list[str] = []
        done = 0
        for finding in places:
            if finding.action is Action.PSEUDONYMISE and not hiding:
                continue
            value = text[finding.start : finding.end]
            pieces += [text[done : finding.start], self._instead(value, finding, own=own)]
            done = finding.end
        return "".join([*pieces, text[done:]])

    def _instead(self, value: str, finding: Finding, *, own: bool) -> str:
        kind = finding.kind
        if finding.action is Action.PSEUDONYMISE and self._remembers:
            try:
                placeholder = self._placeholder(kind, value, own=own)
            except Exception:  # noqa: BLE001 (as above)
                self._fail_store("at_rest, hide")
            else:
                self._hidden[kind] += 1
                return placeholder
        self._redacted[kind] += 1
        try:
            return self.pipeline.redactors.redact(value, kind)[0]
        except RedactorError:
            self._fail_detect({REDACTOR})
            return f"<{to_presidio(kind)}>"

    def _placeholder(self, kind: str, value: str, *, own: bool) -> str:
        """Return the value's placeholder; one of its own for each way of writing it."""
        known = self._issued.get((kind, value))
        if known is None:
            number = self._dossier.numbered(kind, value, own=own)
            if self._dossier.value(kind, number) != value:
                number = self._dossier.numbered(kind, value, own=own, exact=True)
            known = self._issued[kind, value] = self._dossier.key.placeholder(kind, number)
        return known

    def _own_places(self, text: str) -> list[tuple[int, int]]:
        if not (self._remembers and _is_candidate(text)):
            return []
        try:
            dossier = self._dossier
            return [
                each.span()
                for each in PLACEHOLDER.finditer(text)
                if dossier.is_genuine(each[1], int(each[2]), each[3])
            ]
        except Exception:  # noqa: BLE001 (as above)
            self._fail_store("at_rest, hide")
            return []

    def _values(self, texts: Sequence[str]) -> dict[str, str]:
        """Return the values behind all placeholders of this conversation, in one round trip."""
        dossier = self._dossier
        names = {
            each[0]: f"p:{from_presidio(each[1])}:{each[2]}"
            for text in texts
            for each in (PLACEHOLDER.finditer(text) if "_" in text else ())
            if dossier.is_genuine(each[1], int(each[2]), each[3])
        }
        if not names:
            return {}
        entries = dossier.store.read(dossier.owner, [(VAULT, name) for name in names.values()])
        return {
            placeholder: value_in(dossier.opened(entry, VAULT, name))[0]
            for (placeholder, name), entry in zip(names.items(), entries, strict=True)
            if entry is not None
        }

    def _shown_text(self, text: str, values: dict[str, str]) -> str:
        if not values or "_" not in text:
            return text
        pieces: list[str] = []
        done = 0
        for each in PLACEHOLDER.finditer(text):
            value = values.get(each[0])
            if value is not None:
                self._shown[from_presidio(each[1])] += 1
                pieces += [text[done : each.start()], value]
                done = each.end()
        return "".join([*pieces, text[done:]])

    def _fail_store(self, where: str) -> None:
        self._failed.add(STORE)
        if self.pipeline.policy.fail.store == "closed":
            raise StoreError(_STORE_FAILED.format(where)) from None

    def _fail_detect(self, failed: frozenset[str] | set[str]) -> None:
        self._failed |= failed
        if self.pipeline.policy.fail.detect == "closed":
            raise RedactorError(_UNSEEN.format(", ".join(sorted(failed)))) from None

    def _pseudonym(self) -> str | None:
        if self.opened is None:
            return None
        try:
            return self._dossier.key.pseudonym
        except Exception:  # noqa: BLE001 (as above)
            return UNAVAILABLE

    @property
    def _remembers(self) -> bool:
        """Tell whether there is somebody to ask; a store that fails is waited for once."""
        return self.opened is not None and STORE not in self._failed

    @cached_property
    def _dossier(self) -> Dossier:
        assert self.opened is not None
        return self.opened()


def _is_candidate(text: str) -> bool:
    return "_" in text and PLACEHOLDER.search(text) is not None
