"""What a restorer asks: which pseudonyms are the conversation's own, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from chatward.memory.surrogates import Surrogate


def _none(_token: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """What a restorer asks. None of the callables may raise.

    Attributes:
        genuine: Takes a kind's word such as EMAIL_ADDRESS, a number and a tag, and tells whether
            the conversation was given this placeholder.
        value_of: Takes a placeholder as it was written and returns its value; None = it stays.
            Asked once for each that would be replaced.
        kinds: Words of the kinds that are recognised mangled, too; all others only as written.
        allowed_link: Takes a web address up to where a pseudonym stands, host and all, and tells
            whether values may go there; None = nowhere.
        surrogates: Pseudonyms that look like real values, and which values they stand for.
        value_of_surrogate: Returns the value of one of these; None = it stays.

    """

    genuine: Callable[[str, int, str], bool] = field(repr=False)
    value_of: Callable[[str], str | None] = field(repr=False)
    kinds: Collection[str] = field(default=(), repr=False)
    allowed_link: Callable[[str], bool] | None = field(default=None, repr=False)
    surrogates: Mapping[str, Surrogate] = field(default_factory=dict[str, Surrogate], repr=False)
    value_of_surrogate: Callable[[str], str | None] = field(default=_none, repr=False)
