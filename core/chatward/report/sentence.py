"""A sentence that a report says about its figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One thing to look at.

    Attributes:
        weight: How pressing it is, 0 to 100.
        text: The sentence.
        section: Where in the report there is more.

    """

    weight: float
    text: str
    section: str
