"""Values that many tests plant, and the search for them in anything that was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from chatward.testing import disguised as in_guise
from chatward.testing.guises import Views, search
from chatward.testing.saying import texts_of

PLANTED = ("anna@example.org", "4111 1111 1111 1111", "AKIAQYLPMN5HHHFPZAM2")


def planted_in(seen: Iterable[object], values: Iterable[str] = PLANTED) -> list[str]:
    """Return the values found in anything that was recorded, in whatever guise."""
    views = Views("\n".join(text for thing in seen for text in texts_of(thing)))
    return [value for value in values if search(value, views)]


def disguised(value: str) -> tuple[str, ...]:
    """Return a value in Base64, hex and URL encoding."""
    return tuple(in_guise(value, guise) for guise in ("base64", "hex", "url"))
