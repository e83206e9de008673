"""Surrogates: realistic stand-ins for values.

A surrogate is a pseudonym that looks like a real value, so that a model reads "Clara Weber" where
a placeholder would stand. It is written like the original, and drawn from ranges that nobody owns
where there are such: each maker names them. Faker (`pip install chatward[surrogates]`) is imported
on first use.
"""

from __future__ import annotations

from chatward.redactors.surrogates.draw import draw
from chatward.redactors.surrogates.fakes import check_locale
from chatward.redactors.surrogates.makers import maker_of
from chatward.redactors.surrogates.pattern import bare, digits_from, zero_of

__all__ = ["LONGEST", "check_locale", "make_surrogate"]

LONGEST = 256
"""Values of more characters have no surrogate."""

_TURNS = 6
_ZERO = ord("0")


def make_surrogate(
    kind: str, value: str, *, seed: bytes, attempt: int, locale: str = "en_US"
) -> str | None:
    """Return a stand-in for a value; None where there is none for its kind, or for what it says.

    The same arguments give the same one in every process and thread, and with every release of
    Faker that has the same lists of names.

    Args:
        kind: What the value is, such as ``person``.
        value: What it is to stand in for.
        seed: Any bytes, best secret and different for each value.
        attempt: From 0; one more where the surrogate is taken already.
        locale: A locale of Faker, such as ``de_DE``: whose names, and whose country a telephone
            number without a code belongs to.

    Raises:
        RedactorError: Faker is not installed, or it does not know the locale.

    """
    make = maker_of(kind)
    known = check_locale(locale)
    if make is None or not 0 < len(value) <= LONGEST:
        return None
    zero = zero_of(value)
    plain = digits_from(value, zero, _ZERO)
    if any(char.isdecimal() and not char.isascii() for char in plain):
        return None  # digits of several scripts: it would be guesswork which are to change
    for turn in range(_TURNS):
        made = make(plain, draw(seed, attempt, turn, known))
        if made is None:
            return None
        if bare(made) != bare(value) and bare(made):
            return digits_from(made, _ZERO, zero)
    return None
