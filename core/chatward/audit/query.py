"""What somebody looks for in an audit log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from chatward.audit.said import did_of, kinds_of, references_of
from chatward.errors import AuditError

_AGO = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}

# In JSON such a word stands for itself: no writer has a reason to escape any of it.
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]+")
# Events that have another's reference besides their own.
_REFER = "'appeal', 'shadow', 'incident'"

_ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """What an event must be like; of what is empty or None, anything will do.

    Attributes:
        kinds: One of them was found, released or hidden.
        rules: It is of one of these rules.
        actions: One of them was taken; of events without an action, one of them was done.
        events: It is one of these events.
        doors: It came from one of these doors.
        stages: The text stood at one of these stages.
        origins: One of these wrote the text.
        conversations: It is of one of these pseudonyms.
        users: It is of one of these pseudonyms.
        references: It has, or is about, one of these references.
        since: Clock time of the earliest, seconds since the epoch.
        until: Clock time before which it was.
        enforced: Whether the action was carried out.

    """

    kinds: frozenset[str] = _ANY
    rules: frozenset[str] = _ANY
    actions: frozenset[str] = _ANY
    events: frozenset[str] = _ANY
    doors: frozenset[str] = _ANY
    stages: frozenset[str] = _ANY
    origins: frozenset[str] = _ANY
    conversations: frozenset[str] = _ANY
    users: frozenset[str] = _ANY
    references: frozenset[str] = _ANY
    since: float | None = None
    until: float | None = None
    enforced: bool | None = None

    @property
    def is_timed(self) -> bool:
        """Whether it asks for a time."""
        return self.since is not None or self.until is not None

    @property
    def asks_for_time_alone(self) -> bool:
        """Whether an event's time, if anything, decides whether it matches."""
        return replace(self, since=None, until=None) == _ALL

    def matches(self, fields: Mapping[str, Any]) -> bool:
        """Tell whether an event is like that, by its fields as plain values."""
        return (
            (not self.is_timed or self.is_in_time(fields.get("time")))
            and (self.enforced is None or fields.get("enforced") is self.enforced)
            and all(_is_one_of(fields.get(name), wanted) for name, wanted in self._words())
            and (not self.actions or did_of(fields) in self.actions)
            and (not self.kinds or not self.kinds.isdisjoint(kinds_of(fields)))
            and (not self.references or not self.references.isdisjoint(references_of(fields)))
        )

    def is_in_time(self, time: object) -> bool:
        """Tell whether an event's time is among those asked about."""
        if not isinstance(time, int | float):
            return not self.is_timed
        early = self.since is not None and time < self.since
        late = self.until is not None and time >= self.until
        return not early and not late

    def literals(self) -> Iterator[list[bytes]]:
        """Return, for each demand, words of which one stands in every line that matches."""
        asked = [self.kinds, self.actions, self.references]
        for wanted in (*asked, *(each for _, each in self._words())):
            if wanted and all(map(_PLAIN.fullmatch, wanted)):
                yield [f'"{word}"'.encode() for word in sorted(wanted)]
        if self.enforced is not None:
            yield [b"true" if self.enforced else b"false"]

    def where(self) -> tuple[str, list[object]]:
        """Return SQL that is true of every row that may match, and its values."""
        terms: list[str] = []
        values: list[object] = []

        def demand(term: str, *its: object) -> None:
            terms.append(term)
            values.extend(map(_bindable, its))

        for column, wanted in (*self._words(), ("action", self.actions)):
            if wanted:
                demand(f"{column} IN ({_marks(wanted)})", *sorted(wanted))
        if self.references:
            either = f"(reference IN ({_marks(self.references)}) OR event IN ({_REFER}))"
            demand(either, *sorted(self.references))
        if self.kinds:
            either = " OR ".join(["instr(kinds, ?) > 0"] * len(self.kinds))
            demand(f"({either})", *(f" {kind} " for kind in sorted(self.kinds)))
        if self.since is not None:
            demand("time >= ?", self.since)
        if self.until is not None:
            demand("time < ?", self.until)
        return " AND ".join(terms) or "1", values

    def _words(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return which field of an event must be one of what."""
        return (
            ("event", self.events),
            ("rule", self.rules),
            ("door", self.doors),
            ("stage", self.stages),
            ("origin", self.origins),
            ("conversation", self.conversations),
            ("user", self.users),
        )


_ALL = Query()


def prefilter(query: Query) -> Callable[[bytes], bool]:
    """Return what tells cheaply whether a line may match, before it is decoded."""
    needed = list(query.literals())
    alone = [words[0] for words in needed if len(words) == 1]
    others = [words for words in needed if len(words) > 1]
    if len(alone) == 1 and not others:
        word = alone[0]
        return lambda line: word in line

    def may_match(line: bytes) -> bool:
        for word in alone:
            if word not in line:
                return False
        return all(any(word in line for word in words) for words in others)

    return may_match


def moment_of(written: str, now: float) -> float:
    """Return the clock time that somebody wrote down.

    Args:
        written: ISO 8601, in UTC where it does not say otherwise, or how long ago: ``2h``, ``7d``.
        now: Seconds since the epoch.

    Raises:
        AuditError: It is neither.

    """
    text = written.strip()
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return now - float(ago[1]) * _SECONDS[ago[2]]
    zulu = text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text  # Python 3.10 knows no Z
    try:
        moment = datetime.fromisoformat(zulu)
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, OverflowError):
        msg = "no time: write 2026-11-29, 2026-11-29T12:00, or how long ago: 30m, 2h, 7d"
        raise AuditError(msg) from None


def _is_one_of(value: object, wanted: frozenset[str]) -> bool:
    return not wanted or (isinstance(value, str) and value in wanted)


def _bindable(value: object) -> object:
    """Return a value that SQLite takes: it knows no halves of surrogate pairs."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _marks(words: frozenset[str]) -> str:
    return ",".join("?" * len(words))
