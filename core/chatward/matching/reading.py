"""A reading: one way to read a candidate that many kinds share.

Ninety patterns for ninety kinds of numbers would all fire on every run of digits. Instead a few
candidates are found once, and each reading is asked by length, form, checksum and the words
before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from chatward.matching import syntax
from chatward.matching.words import Words, words

NUMBER = "number"
CODE = "code"
TOKEN = "token"  # noqa: S105 (a word)


@dataclass(frozen=True)
class Reading:
    """One way to read a candidate.

    Attributes:
        kind: What it then is.
        candidate: ``"number"``, ``"code"`` or ``"token"``; see `CANDIDATES`.
        form: `re` for the whole candidate; numbers and codes come without gaps, in upper case.
        words: Context words, see `chatward.matching.words`.
        validate: Says whether the candidate, as `form` sees it, is one.
        score: Score with a context word, or where the candidate is the whole message.
        score_without_context: Score without; 0.0 = not reported.
        written: `re` for the candidate as it is written; without context nothing else counts.
        alone: `re` for a whole message, as written, that is context enough; empty = none is.

    """

    kind: str
    candidate: str
    form: str
    words: str = ""
    validate: Callable[[str], bool] | None = None
    score: float = 0.85
    score_without_context: float = 0.0
    written: str = ""
    alone: str = ".*"

    @cached_property
    def widths(self) -> tuple[int, int]:
        """Shortest and longest candidate of this form."""
        low, high = syntax.widths(self.form, re.ASCII)
        return low, high

    @cached_property
    def context(self) -> Words:
        """The context words."""
        return words(self.words)

    def score_of(self, compact: str, written: str, *, known: bool) -> float:
        """Return the score of a candidate, 0.0 where this is not what it is.

        Args:
            compact: The candidate as `form` sees it.
            written: The candidate as it is written.
            known: A context word or the message says what it is.

        """
        score = self.score if known else self.score_without_context
        if not score or self._form.fullmatch(compact) is None:
            return 0.0
        if not known and self._written and self._written.fullmatch(written) is None:
            return 0.0
        return score if self.validate is None or self.validate(compact) else 0.0

    def is_message(self, written: str) -> bool:
        """Tell whether a message that is nothing but this is context enough."""
        return re.fullmatch(self.alone, written, re.ASCII) is not None

    @cached_property
    def _form(self) -> re.Pattern[str]:
        return re.compile(self.form, re.ASCII)

    @cached_property
    def _written(self) -> re.Pattern[str] | None:
        return re.compile(self.written, re.ASCII) if self.written else None


@dataclass(frozen=True, slots=True)
class Sense:
    """What a candidate was read as.

    Attributes:
        chars: How many of its characters belong to it.
        kind: What it is.
        score: How sure that is.

    """

    chars: int
    kind: str
    score: float
