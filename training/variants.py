"""From seeds to rows: slots filled, tone and typing varied, orders put into carriers.

What is done to attacks is done to harmless lines at the same rate, so that no slip, no case and
no carrier tells one from the other. Everything follows from fixed seeds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from training.material import TURNS, Seed

from chatward.learn.looks import Labelled

_SLOT = re.compile("⟨([a-z]+)⟩")
_VALUES = {
    "name": [
        "Amira",
        "Jonas",
        "Wei",
        "Priya",
        "Tomás",
        "Olga",
        "Kofi",
        "Hana",
        "Luca",
        "Yusuf",
        "Marta",
        "Noor",
        "Pavel",
    ],
    "company": [
        *("Nordlicht AG", "Blue Heron Ltd", "Casa Verde", "Kite & Sons", "Aurora Telecom"),
        *("Mango Bank", "Hafen Reisen", "Sakura Foods", "Pine Street Clinic", "Orbit Games"),
    ],
    "product": [
        *("Kettle K2", "SolarPad", "the Trail backpack", "PhotoBox", "RouterPlus", "AquaPump 300"),
        *("the Family plan", "CloudDesk", "Mini Oven", "the winter jacket"),
    ],
    "email": ["amira@example.org", "jonas.w@example.com", "info@shop.example", "t.k@mail.example"],
    "url": [
        *("https://example.org/help", "https://shop.example/a1", "www.example.com/login"),
        *("https://files.example.net/d/77", "http://news.example/today"),
    ],
    "city": [
        "Lisbon",
        "Nairobi",
        "Osaka",
        "Kraków",
        "Bogotá",
        "Leeds",
        "Izmir",
        "Pune",
        "Graz",
        "Hanoi",
        "Oslo",
    ],
    "amount": ["$49", "120 €", "£15.50", "3,000 yen", "250", "1 999 kr", "₹799", "0.2 BTC"],
    "date": ["12 May", "2026-03-04", "next Friday", "03/11/2025", "tomorrow", "1 August"],
    "order": ["A-20391", "#558812", "ORD-7741", "10023-B", "99182734", "XK42"],
}
_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "r": "et", "s": "ad",
    "t": "ry", "u": "yi", "v": "cb", "w": "qe",
}  # fmt: skip
_CARRIED = frozenset(
    {
        *("override", "goal-hijack", "role-switch", "fake-turn", "prompt-extraction", "agent"),
        *("tool-extraction", "completion", "link-exfiltration", "image-exfiltration", "rag"),
        *("tool-exfiltration", "memory-poisoning", "authority", "refusal-suppression"),
        *("html-hidden", "markdown-hidden", "summariser", "classifier", "translator"),
    }
)
"""Families whose short lines, harmless twins too, are put into carriers."""

CARRIERS = frozenset({"document", "mail", "tool-output", "how-to", "contract", "code", "review"})
SHORT_CHARS = 300
LEAST_CARRIER_CHARS = 150
VARIANT_WEIGHT = 0.3
CHAINED = 0.35
AMBIGUOUS = {"multi-turn": 0.25, "refund": 0.5, "other-customer": 0.5, "staff-only": 0.5}
"""Families whose attacks hold much that is harmless, or are attacks only at a service desk."""

_OPENINGS = ("", "", "", "", "Hi! ", "hello, ", "ok ", "Please: ", "so ", "Thanks. ")
_FRAMES = ("{}", "{}", "<!-- {} -->", "[{}]", "NOTE: {}", "({})", '"note": "{}"', "# {}", "*{}*")


@dataclass(frozen=True, slots=True)
class Row:
    """One text to learn from.

    Attributes:
        text: The text.
        attack: Whether there is one in it.
        family: Of the seed it comes from.
        language: Of that seed.
        seed: Number of that seed; rows of one seed are never parted between folds.
        origin: ``"user"`` or ``"document"``.
        weight: How much it counts; most seeds 1.
        span: Where the attack stands, in code points; None = anywhere.
        seeded: It is the seed itself, no variant.

    """

    text: str
    attack: bool
    family: str
    language: str
    seed: int
    origin: str
    weight: float = 1.0
    span: tuple[int, int] | None = None
    seeded: bool = True

    @property
    def labelled(self) -> Labelled:
        """What is learnt from it."""
        outside = self.origin == "document"
        return Labelled(self.text, self.attack, outside, self.weight, self.span)


def fill(text: str, chance: random.Random) -> str:
    """Fill the slots of a seed."""
    return _SLOT.sub(lambda slot: chance.choice(_VALUES[slot[1]]), text)


def rows_of(seeds: Sequence[Seed]) -> list[Row]:
    """Return the seeds and their variants."""
    carriers: dict[str, list[str]] = {}
    talk: dict[str, list[str]] = {}
    for seed in seeds:
        if seed.attack or TURNS in seed.text:
            continue
        if seed.family in CARRIERS and len(seed.text) > LEAST_CARRIER_CHARS:
            carriers.setdefault(seed.language, []).append(seed.text)
        if len(seed.text) <= SHORT_CHARS:
            talk.setdefault(seed.language, []).append(seed.text)
    rows: list[Row] = []
    for number, seed in enumerate(seeds):
        chance = random.Random(f"{seed.place} {seed.text}")
        own = Around(carriers.get(seed.language, []), talk.get(seed.language, []))
        rows += _variants(number, seed, own, chance)
    return rows


@dataclass(frozen=True, slots=True)
class Around:
    """Harmless texts of a language: what a seed may stand in, and what may be said before it."""

    carriers: Sequence[str]
    talk: Sequence[str]


def _variants(number: int, seed: Seed, around: Around, chance: random.Random) -> Iterator[Row]:
    text = fill(seed.text.replace(TURNS, "\n"), chance)
    outside = seed.family in INDIRECT
    row = Row(text, seed.attack, seed.family, seed.language, number, "user", _weight(seed))
    yield replace(row, origin="document") if outside else row
    light = replace(row, weight=VARIANT_WEIGHT * row.weight, seeded=False)
    if outside or seed.family in CARRIERS:
        yield replace(light, origin="user" if outside else "document")
    yield replace(light, text=_typed_otherwise(text, chance))
    if len(text) > SHORT_CHARS:
        return
    if around.talk and TURNS not in seed.text:
        yield _after_talk(light, fill(chance.choice(around.talk), chance), chance)
        if chance.random() < CHAINED:
            yield _after_turns(light, around.talk, chance)
    if seed.family in _CARRIED and around.carriers:
        yield _carried(light, chance.choice(around.carriers), chance)
        if chance.random() < 0.5:
            yield _carried(light, chance.choice(around.carriers), chance)


def _weight(seed: Seed) -> float:
    """Return how much a seed counts: an attack that is mostly ordinary talk counts less."""
    return AMBIGUOUS.get(seed.family, 1.0) if seed.attack else 1.0


def _after_talk(row: Row, talk: str, chance: random.Random) -> Row:
    """Put a text after, or sometimes before, something harmless that the same person says."""
    glue = chance.choice((" ", " ", "\n", "\n\n", ". "))
    if chance.random() < 0.8:
        return _behind(row, talk + glue)
    return replace(row, text=row.text + glue + talk, span=(0, len(row.text)))


def _after_turns(row: Row, talk: Sequence[str], chance: random.Random) -> Row:
    """Put a text after several harmless ones, as in a conversation."""
    said = [fill(chance.choice(talk), chance) for _ in range(chance.randint(2, 6))]
    return _behind(row, "\n".join([*said, ""]))


def _behind(row: Row, before: str) -> Row:
    text = before + row.text
    return replace(row, text=text, span=(len(before), len(text)))


INDIRECT = frozenset(
    {
        *("html-hidden", "markdown-hidden", "data-hidden", "code-comment", "email", "invite"),
        *("ticket", "review", "cv", "readme", "log", "ocr", "link-exfiltration"),
        *("image-exfiltration", "tool-exfiltration", "memory-poisoning", "summariser"),
        *("translator", "classifier", "rag", "agent", "tool-description", "tool-output"),
    }
)
"""Families whose texts come from outside: tools and documents."""


def _typed_otherwise(text: str, chance: random.Random) -> str:
    """Return the text as a hastier, louder or politer person would type it."""
    way = chance.random()
    if way < 0.25:
        text = text.lower()
    elif way < 0.33:
        text = text.upper()
    elif way < 0.5:
        text = chance.choice(_OPENINGS) + text
    elif way < 0.6:
        text = text.rstrip(".!?") + chance.choice(("", "!!", "...", " please", " thx", "\n\n"))
    if chance.random() < 0.6:
        text = _with_slips(text, chance)
    return text


def _with_slips(text: str, chance: random.Random) -> str:
    """Return the text with a slip of the finger in about one word of twelve."""
    letters = list(text)
    for place in range(1, len(letters) - 1):
        if chance.random() > 0.015 or not letters[place].isalpha():
            continue
        kind = chance.random()
        if kind < 0.3:
            letters[place] = ""
        elif kind < 0.6 and letters[place + 1].isalpha():
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif kind < 0.8:
            letters[place] *= 2
        else:
            near = _NEIGHBOURS.get(letters[place].lower())
            letters[place] = chance.choice(near) if near else letters[place]
    return "".join(letters)


def _carried(row: Row, carrier: str, chance: random.Random) -> Row:
    """Put an order into a harmless text, at its beginning, its end or between two sentences."""
    carrier = fill(carrier, chance)
    framed = chance.choice(_FRAMES).replace("{}", row.text)
    places = [0, len(carrier), *(found.end() for found in re.finditer(r"[.!?。]\s|\n", carrier))]
    place = chance.choice(places)
    before, after = carrier[:place], carrier[place:]
    glue = chance.choice((" ", "\n", "\n\n"))
    text = f"{before}{glue}{framed}{glue}{after}"
    start = len(before) + len(glue)
    span = start, start + len(framed)
    return replace(row, text=text, span=span, origin=chance.choice(("document", "user")))
