"""What the tests of the restorer share: placeholders, their spellings, a source."""

from __future__ import annotations

from chatward.detectors import FAMILIES
from chatward.kinds import to_presidio
from chatward.memory import placeholder
from chatward.memory.surrogates import Surrogate
from chatward.policy.links import is_allowed_link
from chatward.restorer import Restorer, Source, restore

KEY = b"key of this conversation"
KINDS = frozenset(map(to_presidio, FAMILIES))
MAIL = placeholder.write("email-address", 1, KEY)
CARD = placeholder.write("credit-card", 12, KEY)
NAME = placeholder.write("person", 3, KEY)
OWN_KIND = placeholder.write("loyalty-number-of-the-shop-we-run", 1, KEY)
FORGED = placeholder.write("email-address", 1, b"another key")
VALUES = {
    MAIL: "anna@example.org",
    CARD: "4111 1111 1111 1111",
    NAME: 'Anna "Ann" O\'Hara\\\n\ud800',
    OWN_KIND: "L-1",
}
TAG = MAIL[-8:]
SURROGATES = {"Clara": Surrogate("person", 7), "Clara Weber": Surrogate("person", 8)}
SPELLINGS = (
    MAIL,
    MAIL.lower(),
    MAIL.upper(),
    MAIL.replace("_", "\\_"),
    MAIL.replace("_", "\\\\_"),
    MAIL.replace("_", "-"),
    MAIL.replace("_", " "),
    MAIL.replace("_", "__"),
    MAIL.replace("_", "_ "),
    MAIL.replace("_", "\n"),
    MAIL.replace("_", " * "),
    f"Email address 1 {TAG.upper()}",
    f"EMAIL_ADDRESS_ 1_ {TAG}",
    f"EMAIL_ADDRESS**_1_{TAG}",
)


def check(word, number, tag):
    return placeholder.has_tag(word, number, tag, KEY)


def source(**changed):
    parts = {
        "genuine": check,
        "value_of": VALUES.get,
        "kinds": KINDS,
        "allowed_link": lambda link: is_allowed_link(link, ["shop.example"]),
    }
    return Source(**{**parts, **changed})


def restored(text, **options):
    return restore(text, source(), **options).text


def streamed(text, sizes, asked, **options):
    restorer = Restorer(asked, **options)
    shown, place, turn = [], 0, 0
    while place < len(text):
        size = sizes[turn % len(sizes)]
        shown.append(restorer.feed(text[place : place + size]))
        place, turn = place + size, turn + 1
    return "".join([*shown, restorer.finish()]), dict(restorer.released), restorer.withheld


def whole(text, asked, **options):
    result = restore(text, asked, **options)
    return result.text, dict(result.released), result.withheld


# --- finding ---------------------------------------------------------------------------------
