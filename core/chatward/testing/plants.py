"""Values to plant in a test: they look real to a detector, and belong to nobody.

They follow from a seed, so a test plants the same ones every time and no two sources the same.
Mail goes to a reserved domain, cards are the numbers that payment services publish for tests,
telephone numbers are from the range that is kept for films, keys say that they are a leak.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_CARDS = (
    "4111 1111 1111 1111",
    "5555 5555 5555 4444",
    "4012 8888 8888 1881",
    "5105 1051 0510 5100",
    "4242 4242 4242 4242",
    "6011 1111 1111 1117",
    "4000 0566 5566 5556",
    "6011 0009 9013 9424",
)
_FIRST = ("Nora", "Emil", "Lena", "Hugo", "Clara", "Oscar", "Vera", "Anton")
_LAST = ("Plantwell", "Seedman", "Sinkmore", "Testfield", "Leakwood", "Samplestone")
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass(frozen=True, slots=True)
class Planted:
    """One synthetic person's values; no repr shows them."""

    name: str = field(repr=False)
    mail: str = field(repr=False)
    card: str = field(repr=False)
    phone: str = field(repr=False)
    key: str = field(repr=False)

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each value and the value."""
        for each in ("name", "mail", "card", "phone", "key"):
            yield each, getattr(self, each)

    @property
    def text(self) -> str:
        """A sentence that says all of them."""
        return (
            f"My name is {self.name}, mail {self.mail}, card {self.card}, "
            f"phone {self.phone}, key {self.key}."
        )


def planted(seed: int = 0) -> Planted:
    """Return the values of a seed.

    Args:
        seed: Any number; neighbouring ones have different cards and first names.

    """
    digest = hashlib.sha256(f"planted {seed}".encode()).digest()
    tail = "".join(_BASE32[byte % 32] for byte in digest[:12])
    return Planted(
        name=f"{_FIRST[seed % len(_FIRST)]} {_LAST[digest[12] % len(_LAST)]}",
        mail=f"leak-{digest[13:17].hex()}@example.org",
        card=_CARDS[seed % len(_CARDS)],
        phone=f"+44 20 7946 0{int.from_bytes(digest[17:19], 'big') % 1000:03d}",
        key=f"AKIALEAK{tail}",
    )
