"""An application that logs planted values in every way there is."""

from __future__ import annotations

import dataclasses
import sys

from chatward import Guard
from chatward.testing import planted

VALUES = planted(11)
MAIL, CARD = VALUES.mail, VALUES.card
GUARD = Guard()


@dataclasses.dataclass
class Order:
    who: str
    card: str = dataclasses.field(default=CARD, repr=False)


class Told:
    def __repr__(self):
        return f"Told({MAIL})"


class Hurt:
    def __repr__(self):
        raise RuntimeError(MAIL)


class Shown:
    def __structlog__(self):
        return {"who": MAIL}


def log_everything(log):
    """Say the planted values in every way in which structlog takes them."""
    order = f"order of {MAIL}"
    log.info(order, card=CARD)
    log.info("order of %s, %s", MAIL, CARD)
    log.info("parts %s%s", CARD[:9], CARD[9:])
    log.warning("deep", one={"two": [(MAIL, {CARD: {MAIL}})]}, **{MAIL: 1, "n": 7})
    log.info("objects", order=Order(MAIL), told=Told(), hurt=Hurt(), raw=MAIL.encode(), s=Shown())
    log.info("class", error=ValueError(MAIL), key={Told(): 1, (CARD, 2): 3})
    try:
        fail(CARD)
    except ValueError as error:
        log.exception("failed")
        log.error("failed again", exc_info=error)  # noqa: TRY400
        log.error("and again", exc_info=sys.exc_info())  # noqa: G201


def fail(secret):
    """Raise an exception of which everything is to be cleaned: what it says and what led to it."""
    msg = f"no account for {MAIL}"
    raise ValueError(msg) from KeyError(secret)


def assert_clean(written):
    assert MAIL not in written
    assert CARD not in written
    assert CARD[9:] not in written
    assert "order of <EMAIL_ADDRESS>" in written


def log_plainly(log):
    log.info("order of %s, %s", MAIL, CARD)
    log.info("parts %s%s", CARD[:9], CARD[9:], extra={"who": MAIL, "order": Order(MAIL), "n": 7})
    log.info({"who": MAIL})
    log.info(Told())
    log.info("too few %s %s", *[MAIL])
    log.info("%(who)s", {"who": MAIL})
    try:
        fail(CARD)
    except ValueError:
        log.exception("failed with %s", CARD, stack_info=True)
