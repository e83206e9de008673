"""One look at one text: every view once through the database, then exact spans.

What is found at a place depends on a bounded neighbourhood of that place alone: on the match,
two characters to the right, `CONTEXT_REACH` to the left. That is what lets a stream that sees
pieces agree with a guard that sees the whole; keep it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.detectors.registry import CONTEXT_REACH, Detectors
from chatward.finding import Finding
from chatward.kinds import INJECTION, LEAK, PERSONAL, SECRET
from chatward.matching.pattern import BOUNDARIES, CONTEXT_CHARS, Pattern
from chatward.matching.spans import spans
from chatward.matching.syntax import LOOK_AHEAD
from chatward.text.decode import DEPTH, TRIGGERS, decode
from chatward.text.fold import fold
from chatward.text.offsets import Same
from chatward.text.views import View, chars_of_bytes, views_of, views_within

_LAST_BOUNDARY = re.compile(f"[{BOUNDARIES}](?=[^{BOUNDARIES}]*\\Z)")

# A marker, a hidden character or a link acts only where it stands open, not inside an encoding.
_SEEN_THROUGH_ENCODING = frozenset({PERSONAL, SECRET, INJECTION, LEAK})


@dataclass(slots=True)
class Detected:
    """What was seen in a text.

    Attributes:
        open_from: Where a match begins that more text could still change; else the length.
        findings: All findings, unresolved, in no order; offsets in the text.
        failed: Kinds of detectors that raised.

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


def detect(
    detectors: Detectors,
    text: str,
    protected: ProtectedTexts | None = None,
    *,
    begin: int = 0,
    holding: frozenset[str] | None = None,
) -> Detected:
    """Look at every view of a text.

    Args:
        detectors: What looks.
        text: The text, or the part of one that a stream holds.
        protected: What must not come out, hashed.
        begin: Findings that begin before this place are past and not looked for.
        holding: Kinds whose matches the end of the text may cut off; None = the text is whole.

    """
    return _Look(detectors, text, protected, begin, holding).run()


class _Look:
    """One look at one text; see `detect` for the arguments."""

    def __init__(
        self,
        detectors: Detectors,
        text: str,
        protected: ProtectedTexts | None,
        begin: int,
        holding: frozenset[str] | None,
    ) -> None:
        self._detectors = detectors
        self._text = text
        self._protected = protected
        self._begin = begin
        self._holding = holding
        self._seen = Detected(open_from=len(text))

    def run(self) -> Detected:
        """Return what is seen in all views."""
        views = views_of(self._text)
        for view in views:
            self._scan(view)
            if self._holding is not None:
                self._hold(view, self._open_in(view))
        for module in self._detectors.procedures:
            try:
                for finding in module.scan(views[0], self._begin):
                    self._note(views[0], finding)
                if self._holding is not None:
                    self._hold(views[0], module.open_from(views[0], self._begin))
            except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
                self._seen.failed.add(module.KIND)
        return self._seen

    def _scan(self, view: View) -> None:
        """Run one view through the database and follow up every hit."""
        data = view.text.encode("utf-8", "replace")
        hits = self._detectors.database.scan(data)
        ascii_only = len(data) == len(view.text)
        chars = {} if ascii_only else chars_of_bytes(data, [e for hit in hits for e in hit.ends])
        patterns = self._detectors.patterns
        first_trigger = len(patterns) - len(TRIGGERS)
        for hit in hits:
            pattern = patterns[hit.pattern]
            ends = hit.ends if ascii_only else [chars[end] for end in hit.ends]
            if hit.pattern >= first_trigger:
                self._look_inside(pattern, view, ends)
            else:
                self._match(pattern, view, ends)
        if self._protected is not None:
            for finding in self._protected.scan(view):
                self._note(view, finding)

    def _match(self, pattern: Pattern, view: View, ends: list[int]) -> None:
        """Turn the hits of one pattern into findings; a detector that raises is noted."""
        family = self._detectors.families.get(pattern.kind)
        if view.depth and family not in _SEEN_THROUGH_ENCODING:
            return
        try:
            for match in self._matches(pattern, view, ends):
                finding = self._judge(pattern, view, match)
                if finding is not None:
                    self._note(view, finding)
        except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
            self._seen.failed.add(pattern.kind)

    def _matches(self, pattern: Pattern, view: View, ends: list[int]) -> Iterator[re.Match[str]]:
        """Yield the matches that are not past; note those that more text could change."""
        for start, end, match in spans(pattern, view.text, ends):
            # By where the finding begins: the words that lead to it may be past already.
            if view.offsets.start(match.start(_group(match))) < self._begin:
                continue
            if not view.depth and end + LOOK_AHEAD > len(view.text):
                self._hold(view, start)
            yield match

    def _judge(self, pattern: Pattern, view: View, match: re.Match[str]) -> Finding | None:
        """Ask the pattern's context and validator; offsets in the view."""
        score = self._score(pattern, view, match.start())
        group = _group(match)
        start, end = match.span(group)
        if score <= 0 or start == end:
            return None
        if pattern.validate is not None:
            valid = pattern.validate(match.group(group))
            if not valid:
                return None
            end = end if valid is True else start + valid
        return Finding(start, end, pattern.kind, score)

    def _score(self, pattern: Pattern, view: View, start: int) -> float:
        words = pattern.context_words
        if words is None:
            return pattern.score
        if view.depth:
            left = view.text[max(0, start - CONTEXT_CHARS) : start]
        else:
            place = view.offsets.start(start)
            left = fold(self._text[max(0, place - CONTEXT_REACH) : place])[0][-CONTEXT_CHARS:]
        return pattern.score if words.search(left) else pattern.score_without_context

    def _note(self, view: View, finding: Finding) -> None:
        """Add a finding made in a view, at its place in the original."""
        start, end = view.span(finding.start, finding.end)
        if start < self._begin:
            return
        if not view.depth and finding.end + LOOK_AHEAD > len(view.text):
            self._hold(view, finding.start)
        self._seen.add(Finding(start, end, finding.kind, finding.score, view=view.name))

    def _look_inside(self, trigger: Pattern, view: View, ends: list[int]) -> None:
        """Scan what encoded segments say."""
        if view.depth >= DEPTH:
            return
        for match in self._matches(trigger, view, ends):
            decoded = decode(trigger.kind, match.group(1))
            if decoded is not None:
                for inner in views_within(decoded, trigger.kind, view, *match.span(1)):
                    self._scan(inner)

    def _hold(self, view: View, place: int) -> None:
        """Remember that from this place of a view on more text could change what is seen."""
        if place < len(view.text):
            self._seen.open_from = min(self._seen.open_from, view.offsets.start(place))

    def _open_in(self, view: View) -> int:
        """Return where a match may begin that the end of this view cuts off."""
        text = view.text
        boundary = _LAST_BOUNDARY.search(text)
        solid = len(text) - self._detectors.solid_reach
        hold = max(boundary.end() if boundary else 0, solid)
        begin = self._begin if isinstance(view.offsets, Same) else 0
        for pattern in self._detectors.patterns:
            if pattern.solid or pattern.kind not in (self._holding or ()):
                continue
            begun = pattern.begun.search(text, max(begin, len(text) - pattern.width))
            if begun is not None:
                hold = min(hold, begun.start())
        if self._protected is not None:
            hold = min(hold, self._protected.open_from(view, begin))
        return hold


def _group(match: re.Match[str]) -> str | int:
    """Return the group that is the finding."""
    return "value" if "value" in match.re.groupindex else 1
