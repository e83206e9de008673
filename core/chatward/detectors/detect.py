"""One look at one text: every view once through the database, then exact spans.

What is found at a place depends on a bounded neighbourhood of that place alone: on the match,
two characters to the right, `CONTEXT_CHARS` of its view to the left. That is what lets a stream
that sees pieces agree with a guard that sees the whole; keep it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chatward.detectors.detected import Detected
from chatward.detectors.detector import Detector
from chatward.detectors.hearing import Ear, is_alone
from chatward.detectors.held import Held
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.detectors.registry import Detectors
from chatward.finding import Finding
from chatward.kinds import INJECTION, LEAK, PERSONAL, SECRET
from chatward.matching.pattern import BOUNDARIES, Pattern
from chatward.matching.spans import spans
from chatward.matching.syntax import LOOK_AHEAD
from chatward.matching.words import listen
from chatward.text.offsets import Same
from chatward.text.respell import SPELLINGS, open_places
from chatward.text.triggers import TRIGGERS
from chatward.text.views import (
    GAMES,
    View,
    as_meant,
    chars_of_bytes,
    may_hold,
    views_of,
    views_respelled,
    views_within,
)

_LAST_BOUNDARY = re.compile(f"[{BOUNDARIES}](?=[^{BOUNDARIES}]*\\Z)")

# A marker, a hidden character or a link acts only where it stands open, not inside an encoding.
_SEEN_THROUGH_ENCODING = frozenset({PERSONAL, SECRET, INJECTION, LEAK})

# What is written backwards or letter by letter is read for its words alone.
_ONLY_WORDS = frozenset({INJECTION})


def detect(
    detectors: Detectors,
    text: str,
    protected: ProtectedTexts | None = None,
    *,
    begin: int = 0,
    holding: Held | None = None,
) -> Detected:
    """Look at every view of a text.

    Args:
        detectors: What looks.
        text: The text, or the part of one that a stream holds.
        protected: What must not come out, hashed.
        begin: Findings that begin before this place are past and not looked for.
        holding: What a stream knows of matches that the end of the text may cut off; None = the
            text is whole.

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
        holding: Held | None,
    ) -> None:
        self._detectors = detectors
        self._text = text
        self._protected = protected
        self._begin = begin
        self._holding = holding
        self._seen = Detected(open_from=len(text))
        # Where each pattern last hit, in the view that is looked at.
        self._last: dict[int, int] = {}
        # What the confusable view was made from, while that one is looked at; as long as it.
        self._masked: str | None = None

    def run(self) -> Detected:
        """Return what is seen in all views."""
        views = views_of(self._text)
        own = len(views)
        for number, view in enumerate(views):
            self._masked = views[number - 1].text if view.name == "confusable" else None
            views += self._scan(view)  # what is respelled is looked at in its turn
            if self._holding is not None:
                self._hold(view, self._open_in(view))
        self._seen.views += [as_meant(views[:own]), *views[own:]]
        for detector in self._detectors.procedures:
            self._proceed(detector, views[0])
        return self._seen

    def _proceed(self, detector: Detector, view: View) -> None:
        """Run a detector that looks by a procedure of its own."""
        if detector.scan is None or detector.open_from is None:
            return
        try:
            for finding in detector.scan(view, self._begin):
                self._note(view, finding)
            if self._holding is not None:
                self._hold(view, detector.open_from(view, self._begin))
        except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
            self._seen.failed.add(detector.kind)

    def _scan(self, view: View) -> list[View]:
        """Run one view through the database, follow up every hit, return it respelled."""
        data = view.text.encode("utf-8", "replace")
        hits = self._detectors.database.scan(data)
        ascii_only = len(data) == len(view.text)
        chars = {} if ascii_only else chars_of_bytes(data, [e for hit in hits for e in hit.ends])
        patterns = self._detectors.patterns
        first_trigger = len(patterns) - len(TRIGGERS)
        families, of_patterns = _families_in(view), self._detectors.families_of_patterns
        last: dict[int, int] = {}
        spellings: set[str] = set()
        for hit in hits:
            pattern = patterns[hit.pattern]
            ends = hit.ends if ascii_only else [chars[end] for end in hit.ends]
            last[hit.pattern] = ends[-1]
            if hit.pattern >= first_trigger:
                if not may_hold(view, pattern.kind):
                    continue
                if pattern.kind in SPELLINGS:
                    spellings.add(pattern.kind)
                else:
                    self._look_inside(pattern, view, ends)
            elif families is None or not families.isdisjoint(of_patterns[hit.pattern]):
                self._match(pattern, view, ends)
        if self._protected is not None:
            for finding in self._protected.scan(view):
                self._note(view, finding)
        self._last = last
        return [each for name in sorted(spellings) for each in views_respelled(name, view)]

    def _match(self, pattern: Pattern, view: View, ends: list[int]) -> None:
        """Turn the hits of one pattern into findings; a detector that raises is noted."""
        try:
            for match in self._matches(pattern, view, ends):
                for finding in self._judge(pattern, view, match):
                    self._note(view, finding)
        except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
            self._seen.failed.add(pattern.kind)

    def _matches(self, pattern: Pattern, view: View, ends: list[int]) -> Iterator[re.Match[str]]:
        """Yield the matches that are not past; note those that more text could change."""
        if self._begin and isinstance(view.offsets, Same):
            past = self._begin - (pattern.width if pattern.lead else 0)
            ends = [end for end in ends if end > past]
        for start, end, match in spans(pattern, view.text, ends):
            # By where the finding begins: the words that lead to it may be past already.
            if view.offsets.start(match.start(_group(match))) < self._begin:
                continue
            if not view.closed and end + LOOK_AHEAD > len(view.text):
                self._hold(view, start)
            yield match

    def _judge(self, pattern: Pattern, view: View, match: re.Match[str]) -> Iterator[Finding]:
        """Ask context, readings and validator; offsets in the view."""
        start, end = match.span(_group(match))
        hear = Ear(view.text, match.start())
        if pattern.readings is not None:
            alone = not view.depth and is_alone(view.text, start, end)
            for sense in pattern.readings.read(match.group(1), hear, alone=alone):
                yield Finding(start, start + sense.chars, sense.kind, sense.score)
            return
        if start == end:
            return
        score = pattern.score
        if pattern.context_words and not pattern.context_words.near(hear()):
            score = pattern.score_without_context
        valid = score > 0 and (pattern.validate is None or pattern.validate(view.text[start:end]))
        if valid and not self._is_turned_down(pattern, hear):
            yield Finding(start, end if valid is True else start + valid, pattern.kind, score)

    def _is_turned_down(self, pattern: Pattern, hear: Ear) -> bool:
        """Ask the words right before a match; those that were unmasked, as they were written."""
        words = pattern.unless_words
        if words is None:
            return False
        if words.last(hear()):
            return True
        return self._masked is not None and words.last(listen(self._masked, hear.place))

    def _note(self, view: View, finding: Finding) -> None:
        """Add a finding made in a view, at its place in the original."""
        start, end = view.span(finding.start, finding.end)
        if start < self._begin or start == end:
            return
        if not view.closed and finding.end + LOOK_AHEAD > len(view.text):
            self._hold(view, finding.start)
        self._seen.add(Finding(start, end, finding.kind, finding.score, view=view.name))

    def _look_inside(self, trigger: Pattern, view: View, ends: list[int]) -> None:
        """Scan what encoded segments say."""
        segments = [match.span(1) for match in self._matches(trigger, view, ends)]
        for inner in views_within(trigger.kind, view, segments):
            views = [inner]
            for each in views:
                views += self._scan(each)
            self._seen.views += views

    def _hold(self, view: View, place: int) -> None:
        """Remember that from this place of a view on more text could change what is seen."""
        if place < len(view.text):
            self._seen.open_from = min(self._seen.open_from, view.offsets.start(place))

    def _open_in(self, view: View) -> int:
        """Return where a match may begin that the end of this view cuts off.

        Where a spelling is cut off too, anything may follow what stands before it.
        """
        ends = {len(view.text), *open_places(view.text)}
        return min(self._open_before(view, end) for end in ends)

    def _open_before(self, view: View, stop: int) -> int:
        """Return where a match may begin that goes on beyond this place of a view."""
        text = view.text[:stop]
        boundary = _LAST_BOUNDARY.search(text)
        solid = len(text) - self._detectors.solid_reach
        hold = max(boundary.end() if boundary else 0, solid)
        # Only where places stand still from look to look can they be remembered.
        still = isinstance(view.offsets, Same)
        begin = self._begin if still else 0
        if self._holding is not None:
            remembered = self._holding if still and stop == len(view.text) else None
            hold = min([hold, *self._begun(self._holding.kinds, remembered, view, text, begin)])
        if self._protected is not None:
            hold = min(hold, self._protected.open_from(replace(view, text=text), begin))
        return hold

    def _begun(
        self, kinds: frozenset[str], held: Held | None, view: View, text: str, begin: int
    ) -> Iterator[int]:
        """Yield where matches begin that the end of the text cuts off."""
        waiting = self._detectors.waiting(kinds)
        for number in self._last.keys() & waiting.led.keys():
            yield self._cut_off(number, waiting.led[number], text, begin)
        until = held.until(view.name) if held else 0
        since = dict.fromkeys(waiting.beginning_in(text[until:]), until)
        since |= held.begun(view.name) if held else {}
        begun: dict[int, int] = {}
        for number, place in since.items():
            found = self._cut_off(number, waiting.others[number], text, max(begin, place))
            if found < len(text):
                begun[number] = found
        if held is not None:
            held.remember(view.name, len(text), begun)
        yield from begun.values()

    def _cut_off(self, number: int, pattern: Pattern, text: str, since: int) -> int:
        """Return where a match begins that the end of the text cuts off; else its length."""
        recent = self._last.get(number, -1) >= len(text) - pattern.width
        if recent or not pattern.lead or pattern.lead_chars:
            begun = pattern.begun.search(text, max(since, len(text) - pattern.width))
        elif pattern.led:
            # A match that begins with its lead has got no further where there is none. The
            # beginning of a lead without blanks is part of the last token: it is held anyway.
            return len(text)
        else:
            begun = pattern.lead_begun.search(text, max(since, len(text) - pattern.reach))
        return begun.start() if begun else len(text)


def _families_in(view: View) -> frozenset[str] | None:
    """Return the families that are looked for in a view, None for all."""
    if view.name in GAMES:
        return _ONLY_WORDS
    return _SEEN_THROUGH_ENCODING if view.depth else None


def _group(match: re.Match[str]) -> str | int:
    """Return the group that is the finding."""
    return "value" if "value" in match.re.groupindex else 1
