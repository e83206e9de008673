"""Run the detectors: every view of a text once through the database, then exact spans.

What is found at a place depends on a bounded neighbourhood of that place alone: on the match,
two characters to the right, `CONTEXT_REACH` to the left. That is what lets a stream that sees
pieces agree with a guard that sees the whole; keep it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType

from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.finding import Finding
from chatward.kinds import INJECTION, LEAK, PERSONAL, SECRET
from chatward.matching.cache import DatabaseCache
from chatward.matching.database import Database
from chatward.matching.pattern import BOUNDARIES, CONTEXT_CHARS, Pattern
from chatward.matching.spans import spans
from chatward.matching.syntax import LOOK_AHEAD
from chatward.text.decode import DEPTH, TRIGGERS, decode
from chatward.text.fold import fold
from chatward.text.views import View, chars_of_bytes, views_of, views_within

CONTEXT_REACH = 256
"""How far to the left of a match, in characters of the original, context is looked for."""

_LAST_BOUNDARY = re.compile(f"[{BOUNDARIES}](?=[^{BOUNDARIES}]*\\Z)")

# A marker, a hidden character or a link acts only where it stands open, not inside an encoding.
_SEEN_THROUGH_ENCODING = frozenset({PERSONAL, SECRET, INJECTION, LEAK})


@dataclass(slots=True)
class Detected:
    """What was seen in a text.

    Attributes:
        findings: All findings, unresolved, in no order; offsets in the text.
        failed: Kinds of detectors that raised.
        open_from: Where a finding begins that more text could still change; else the length.

    """

    open_from: int
    findings: dict[tuple[int, int, str], Finding] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def add(self, finding: Finding) -> None:
        """Add a finding; of the same one seen in several views the surest stays."""
        key = (finding.start, finding.end, finding.kind)
        known = self.findings.get(key)
        if known is None or known.score < finding.score:
            self.findings[key] = finding


@dataclass(frozen=True)
class Detectors:
    """A set of detectors with their one database.

    Attributes:
        modules: The detectors.
        families: Which family a kind belongs to.
        cache: Where the compiled database is kept.

    """

    modules: Sequence[ModuleType]
    families: Mapping[str, str]
    cache: DatabaseCache | None = None

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of all detectors, then the triggers for decoding."""
        own = [p for module in self.modules for p in getattr(module, "PATTERNS", ())]
        return (*own, *TRIGGERS)

    @cached_property
    def database(self) -> Database:
        """The one database."""
        return Database(self.patterns, self.cache)

    def detect(self, text: str, protected: ProtectedTexts | None = None) -> Detected:
        """Look at every view of the text."""
        seen = Detected(open_from=len(text))
        views = views_of(text)
        for view in views:
            self._scan(view, text, protected, seen)
        self._scan_own(views[0], seen)
        return seen

    def hold_from(
        self, text: str, kinds: frozenset[str], protected: ProtectedTexts | None = None
    ) -> int:
        """Return where a match of one of these kinds may have begun that the end cuts off."""
        hold = len(text)
        views = views_of(text)
        for view in views:
            place = self._open_in(view, kinds)
            if protected is not None:
                place = min(place, protected.open_from(view, 0))
            if place < len(view.text):
                hold = min(hold, view.offsets.start(place))
        for module in self._own():
            hold = min(hold, module.open_from(views[0], 0))
        return hold

    def past(self, text: str, done: int) -> int:
        """Return from where on a stream must keep its text to look left from `done`."""
        folded, offsets = fold(text[:done])
        return min(max(0, done - 2 * CONTEXT_REACH), offsets.start(max(0, len(folded) - 64)))

    def _scan(
        self, view: View, text: str, protected: ProtectedTexts | None, seen: Detected
    ) -> None:
        data = view.text.encode("utf-8", "replace")
        hits = self.database.scan(data)
        ascii_only = len(data) == len(view.text)
        chars = {} if ascii_only else chars_of_bytes(data, [e for hit in hits for e in hit.ends])
        for hit in hits:
            pattern = self.patterns[hit.pattern]
            ends = hit.ends if ascii_only else [chars[end] for end in hit.ends]
            if hit.pattern >= len(self.patterns) - len(TRIGGERS):
                self._look_inside(pattern, view, ends, text, protected, seen)
            else:
                self._match(pattern, view, ends, text, seen)
        if protected is not None:
            for finding in protected.scan(view):
                self._note(finding.start, finding.end, finding.kind, finding.score, view, seen)

    def _scan_own(self, view: View, seen: Detected) -> None:
        for module in self._own():
            try:
                for finding in module.scan(view):
                    self._note(finding.start, finding.end, finding.kind, finding.score, view, seen)
            except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
                seen.failed.add(module.KIND)

    def _match(
        self, pattern: Pattern, view: View, ends: list[int], text: str, seen: Detected
    ) -> None:
        """Turn the ends of one pattern into findings; a detector that raises is noted."""
        if view.depth and self.families.get(pattern.kind) not in _SEEN_THROUGH_ENCODING:
            return
        try:
            for start, end, score in _findings(pattern, view, ends, text):
                self._note(start, end, pattern.kind, score, view, seen)
        except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
            seen.failed.add(pattern.kind)

    def _note(
        self, start: int, end: int, kind: str, score: float, view: View, seen: Detected
    ) -> None:
        first, last = view.span(start, end)
        if not view.depth and end + LOOK_AHEAD > len(view.text):
            seen.open_from = min(seen.open_from, first)
        seen.add(Finding(first, last, kind, score, view=view.name))

    def _look_inside(
        self,
        trigger: Pattern,
        view: View,
        ends: list[int],
        text: str,
        protected: ProtectedTexts | None,
        seen: Detected,
    ) -> None:
        """Scan what encoded segments say."""
        if view.depth >= DEPTH:
            return
        for start, end, match in spans(trigger, view.text, ends):
            decoded = decode(trigger.kind, match.group(1))
            if decoded is not None:
                for inner in views_within(decoded, trigger.kind, view, start, end):
                    self._scan(inner, text, protected, seen)

    def _own(self) -> Iterator[ModuleType]:
        return (module for module in self.modules if hasattr(module, "scan"))

    def _open_in(self, view: View, kinds: frozenset[str]) -> int:
        """Return where an open match may begin in this view."""
        text = view.text
        solid_reach = max((p.width for p in self.patterns if p.solid), default=0)
        boundary = _LAST_BOUNDARY.search(text)
        hold = max(boundary.end() if boundary else 0, len(text) - solid_reach)
        for pattern in self._loose(kinds):
            begun = pattern.begun.search(text, max(0, len(text) - pattern.width))
            if begun is not None:
                hold = min(hold, begun.start())
        return hold

    def _loose(self, kinds: frozenset[str]) -> Iterator[Pattern]:
        return (p for p in self.patterns if p.kind in kinds and not p.solid)


def _findings(
    pattern: Pattern, view: View, ends: list[int], text: str
) -> Iterator[tuple[int, int, float]]:
    for _, _, match in spans(pattern, view.text, ends):
        group = "value" if "value" in match.re.groupindex else 1
        value = match.group(group)
        if not value or (pattern.validate is not None and not pattern.validate(value)):
            continue
        score = _score(pattern, view, match.start(), text)
        if score > 0:
            yield match.start(group), match.end(group), score


def _score(pattern: Pattern, view: View, start: int, text: str) -> float:
    words = pattern.context_words
    if words is None:
        return pattern.score
    if view.depth:
        left = view.text[max(0, start - CONTEXT_CHARS) : start]
    else:
        place = view.offsets.start(start)
        left = fold(text[max(0, place - CONTEXT_REACH) : place])[0][-CONTEXT_CHARS:]
    return pattern.score if words.search(left) else pattern.score_without_context
