"""One pattern of a detector, and all that is derived from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from chatward.matching import syntax
from chatward.matching.readings import Readings
from chatward.matching.words import Words, words

BOUNDARIES = " \t\n\r。、，！？：；「」（）"  # noqa: RUF001 (CJK punctuation on purpose)
"""Characters no solid pattern can contain: a stream releases text up to the last of them."""


@dataclass(frozen=True)
class Pattern:
    r"""What one detector looks for.

    ASCII semantics (``\w``, ``\d``, ``\b``) unless `unicode`; bounded; looks ahead at most two
    characters; starts with a look-behind or a distinctive literal, so that a match has one start.

    Attributes:
        kind: Kind of the findings; for a shared candidate, its name.
        regex: The pattern, in `re` syntax. A group named ``value`` narrows the finding to it.
        score: Score of a match, 0.0 to 1.0.
        ignore_case: Match letters of either case.
        unicode: Use Unicode semantics.
        validate: Told the matched text, says whether it is one; a number says how many of its
            characters are (a card number that a date follows), 0 or False drops the match.
        context: Words that must stand to the left for a full score; see
            `chatward.matching.words`.
        score_without_context: Score of a match without them; 0.0 drops it.
        unless: Words that, right before a match, turn it down.
        lead: A shorter pattern that a match must contain; the database is told this one, because
            it could not hold the whole or would be woken too often.
        lead_chars: How far before the end of its lead a match can begin; 0 = it begins with it.
        once: Ask the database only whether there is a match, not for each.
        readings: What a match of a shared candidate can be; they have scores of their own.

    """

    kind: str
    regex: str
    score: float = 1.0
    ignore_case: bool = False
    unicode: bool = False
    validate: Callable[[str], int] | None = None
    context: str = ""
    score_without_context: float = 0.0
    lead: str = ""
    lead_chars: int = 0
    unless: str = ""
    once: bool = False
    readings: Readings | None = None

    @cached_property
    def flags(self) -> int:
        """Flags for `re`."""
        flags = re.IGNORECASE if self.ignore_case else re.RegexFlag(0)
        return int(flags if self.unicode else flags | re.ASCII)

    @cached_property
    def items(self) -> syntax.Items:
        """The parsed pattern; refuses an unbounded one."""
        return syntax.parse(self.regex, self.flags, name=self.kind)

    @cached_property
    def width(self) -> int:
        """Length of the longest match, in code points."""
        return syntax.max_width(self.regex, self.flags)

    @cached_property
    def reach(self) -> int:
        """How far before an end reported by the database a match can begin, in code points."""
        if self.lead:
            return self.lead_chars or syntax.max_width(self.lead, self.flags)
        return self.width

    @cached_property
    def expression(self) -> str:
        """What the database is told."""
        items = self.items
        if self.lead:
            items = syntax.parse(self.lead, self.flags, name=self.kind)
        return syntax.hyperscan_form(items)

    @cached_property
    def at_each_start(self) -> re.Pattern[str]:
        """Matches emptily wherever a match begins and captures it as group 1.

        Scanning on from the end of the last match would make a match depend on everything
        before it, and a stream could not agree with the whole text.
        """
        return re.compile(f"(?=({self.regex}))", self.flags)

    def has_lead(self, text: str, start: int, end: int) -> bool:
        """Tell whether a match contains its lead, or begins with it if `lead_chars` is 0."""
        if self._lead is None:
            return True
        find = self._lead.search if self.lead_chars else self._lead.match
        return find(text, start, end) is not None

    @cached_property
    def _lead(self) -> re.Pattern[str] | None:
        return re.compile(self.lead, self.flags) if self.lead else None

    @cached_property
    def starts(self) -> re.Pattern[str]:
        """Matches emptily wherever a match may begin, going by its first character."""
        return re.compile(f"(?={syntax.first_form(self.items)})", self.flags)

    @cached_property
    def begun(self) -> re.Pattern[str]:
        """Matches a beginning of a match that the end of the text cuts off."""
        return re.compile(syntax.prefix_form(self.items), self.flags)

    @cached_property
    def lead_begun(self) -> re.Pattern[str]:
        """Matches a beginning of the lead that the end of the text cuts off."""
        items = syntax.parse(self.lead, self.flags, name=self.kind)
        return re.compile(syntax.prefix_form(items), self.flags)

    @cached_property
    def solid(self) -> bool:
        """Tell whether a match can never contain one of `BOUNDARIES`."""
        return not any(syntax.accepts(self.items, char) for char in BOUNDARIES)

    @cached_property
    def led(self) -> bool:
        """Tell whether every match begins with the lead, which has no boundary in it."""
        if not self.lead or self.lead_chars:
            return False
        lead = syntax.parse(self.lead, self.flags, name=self.kind)
        return not any(syntax.accepts(lead, char) for char in BOUNDARIES)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds its matches can be."""
        return self.readings.kinds if self.readings else frozenset({self.kind})

    @cached_property
    def context_words(self) -> Words | None:
        """The words that must stand to the left, or None."""
        return words(self.context) if self.context else None

    @cached_property
    def unless_words(self) -> Words | None:
        """The words that turn a match down, or None."""
        return words(self.unless) if self.unless else None
