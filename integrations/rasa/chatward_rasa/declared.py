"""Slots whose values are personal data because the bot's author says so."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rasa.shared.exceptions import InvalidConfigException

if TYPE_CHECKING:
    from chatward.finding import Finding

_SHORTEST = 2
"""Shorter values are hidden where they stand alone, not wherever a text has such a letter."""

PERSON = "person"

_MOST = 200
"""So many values of a conversation are looked for, the newest."""


def read_slots(slots: Any, where: str) -> dict[str, str]:
    """Return the kind of each declared slot.

    Raises:
        InvalidConfigException: It is no mapping of slots to kinds of personal data.

    """
    if slots is None:
        return {}
    if not isinstance(slots, dict):
        msg = f"{where}: 'slots' maps names of slots to kinds, such as {{name: person}}."
        raise InvalidConfigException(msg)
    known = _personal_kinds()
    for name, kind in slots.items():
        if not isinstance(kind, str) or kind not in known:
            from chatward.errors import nearest  # noqa: PLC0415 (see guards.py)

            msg = f"{where}: slots, {name!r}: {kind!r} is no kind of personal data."
            raise InvalidConfigException(msg + nearest(str(kind), known))
    return {str(name): kind for name, kind in slots.items()}


def _personal_kinds() -> frozenset[str]:
    from chatward.detectors import FAMILIES  # noqa: PLC0415 (see guards.py)
    from chatward.kinds import PERSONAL, PRESIDIO_KINDS  # noqa: PLC0415

    families = {**PRESIDIO_KINDS, **FAMILIES}
    return frozenset(kind for kind, family in families.items() if family == PERSONAL)


class Declared:
    """The values of one conversation's declared slots, and where they stand in texts."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._values: OrderedDict[str, str] = OrderedDict()
        self._folded: dict[str, str] = {}

    def learn(self, slot: str, value: Any) -> None:
        """Take note of a value that a slot has or had."""
        kind = self._kinds.get(slot)
        if kind is None:
            return
        for text in _texts_in(value):
            self._values[text] = kind
            self._values.move_to_end(text)
            self._folded[text.casefold()] = kind
        while len(self._values) > _MOST:
            self._values.popitem(last=False)
        self.__dict__.pop("_pattern", None)

    def values(self) -> Mapping[str, str]:
        """Return the kind of each value."""
        return self._values

    def places(self, text: str) -> list[Finding]:
        """Return where values stand in a text, in whatever case."""
        if not self._values:
            return []
        from chatward.finding import Finding  # noqa: PLC0415 (as above)

        whole = self._values.get(text)
        if whole is not None:
            return [Finding(0, len(text), whole, 1.0)]
        return [
            Finding(*each.span(), self._folded.get(each[0].casefold(), PERSON), 1.0)
            for each in (self._pattern.finditer(text) if self._pattern else ())
        ]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return pattern_of(self._values)


def pattern_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of some values as whole words; None where there are none."""
    long = sorted((each for each in values if len(each) >= _SHORTEST), key=len, reverse=True)
    if not long:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)", re.IGNORECASE)


class Recent:
    """Values of declared slots that this process has lately seen, for its own log lines.

    Attributes:
        expecting: A tracker store of this process has declared slots.
        kinds: These slots, and the kind of each.

    """

    def __init__(self, most: int = 1_000) -> None:
        self.expecting = False
        self.kinds: dict[str, str] = {}
        self._most = most
        self._kinds: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()
        self._pattern: re.Pattern[str] | None = None

    def add(self, values: Mapping[str, str]) -> None:
        """Take note of values and their kinds."""
        if all(value in self._kinds for value in values):
            return
        with self._lock:
            self._kinds.update(values)
            while len(self._kinds) > self._most:
                self._kinds.popitem(last=False)
            self._pattern = pattern_of(self._kinds)

    def forget(self) -> None:
        """Drop all values, and expect none."""
        with self._lock:
            self.expecting, self._pattern = False, None
            self._kinds.clear()

    def after(self, scrub: Callable[[str], str]) -> Callable[[str], str]:
        """Return what scrubs a log line and takes declared values out of it, too."""
        return lambda text: self._without(scrub(text))

    @staticmethod
    def withhold(_text: str) -> str:
        """Return what stands in a log line for what somebody has said.

        A value is not known for one before the turn that puts it into a slot is over.
        """
        return "<withheld: slots are declared>"

    def _without(self, text: str) -> str:
        pattern = self._pattern
        return text if pattern is None else pattern.sub("<DECLARED>", text)


recent = Recent()


def declared_in(body: Mapping[str, Any]) -> Declared:
    """Return the declared values that stand in the slots of a request's tracker."""
    declared = Declared(recent.kinds)
    for slot, value in ((body.get("tracker") or {}).get("slots") or {}).items():
        declared.learn(slot, value)
    return declared


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
