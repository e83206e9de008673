"""One pattern of a detector, and all that is derived from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from chatward.matching import syntax

CONTEXT_CHARS = 48
"""How far to the left of a match its context words are looked for, in folded characters."""

BOUNDARIES = " \t\n\r。、，！？：；「」（）"  # noqa: RUF001 (CJK punctuation on purpose)
"""Characters no solid pattern can contain: a stream releases text up to the last of them."""


@dataclass(frozen=True)
class Pattern:
    r"""What one detector looks for.

    ASCII semantics (``\w``, ``\d``, ``\b``) unless `unicode`; bounded; looks ahead at most two
    characters; starts with a look-behind or a distinctive literal, so that a match has one start.

    Attributes:
        kind: Kind of the findings.
        regex: The pattern, in `re` syntax. A group named ``value`` narrows the finding to it.
        score: Score of a match, 0.0 to 1.0.
        ignore_case: Match letters of either case.
        unicode: Use Unicode semantics.
        validate: Told the matched text, says whether it is one; a number says how many of its
            characters are (a card number that a date follows), 0 or False drops the match.
        context: Words (an `re` alternation) that must stand to the left for a full score.
        score_without_context: Score of a match without them; 0.0 drops it.
        lead: A shorter pattern that every match contains; set it where the database could not
            hold the whole one.
        lead_chars: How far before the end of its lead a match can begin; 0 = it begins with it.

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
        if self.lead:
            return syntax.hyperscan_form(syntax.parse(self.lead, self.flags, name=self.kind))
        return syntax.hyperscan_form(self.items)

    @cached_property
    def at_each_start(self) -> re.Pattern[str]:
        """Matches emptily wherever a match begins and captures it as group 1.

        Scanning on from the end of the last match would make a match depend on everything
        before it, and a stream could not agree with the whole text.
        """
        return re.compile(f"(?=({self.regex}))", self.flags)

    @cached_property
    def begun(self) -> re.Pattern[str]:
        """Matches a beginning of a match that the end of the text cuts off."""
        return re.compile(syntax.prefix_form(self.items), self.flags)

    @cached_property
    def solid(self) -> bool:
        """Tell whether a match can never contain one of `BOUNDARIES`."""
        return not any(syntax.accepts(self.items, char) for char in BOUNDARIES)

    @cached_property
    def context_words(self) -> re.Pattern[str] | None:
        """The compiled context, or None."""
        if not self.context:
            return None
        return re.compile(f"(?<!\\w)(?:{self.context})(?!\\w)", re.IGNORECASE)
