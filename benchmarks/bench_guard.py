"""What one decision costs, by length and kind of text, and where the time goes."""

from __future__ import annotations

import logging

from rich.console import Console
from rich.table import Table
from timing import median_micros

from chatward import Guard, Origin, Passage
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.detect import detect
from chatward.detectors.registry import Detectors

CHAT = "Hello, I would like to know when my order will arrive, thanks a lot for your help. "
RUSSIAN = "Здравствуйте, подскажите, пожалуйста, когда придёт мой заказ. "
TEXTS = {
    "clean chat": CHAT,
    "clean Russian": RUSSIAN,
    "an e-mail a line": f"{CHAT}Write to anna@example.org.\n",
    "base64": "SGVsbG8sIEkgd291bGQgbGlrZSB0byBrbm93IHdoZW4gbXkgb3JkZXIgd2lsbCBhcnJpdmU" * 2 + " ",
    "hostile: digits": "4111 1111-1111 1112 ",
    "hostile: comments": "<!-- ",
    "hostile: links": "[a](http://a?",
}
LENGTHS = (50, 500, 5_000, 50_000)


def main() -> None:
    """Print two tables."""
    logging.getLogger("chatward.audit").propagate = False
    guard = Guard()
    guard.warm()
    console = Console()
    console.print(_by_length(guard))
    console.print(_by_stage(guard))


def _by_length(guard: Guard) -> Table:
    table = Table(
        "text", *(f"{n:,} chars" for n in LENGTHS), "us per KB at 50k", title="inspect, us"
    )
    for name, unit in TEXTS.items():
        micros = [_micros(guard, _text(unit, chars)) for chars in LENGTHS]
        table.add_row(name, *(f"{m:,.0f}" for m in micros), f"{micros[-1] / 50:,.1f}")
    return table


def _by_stage(guard: Guard) -> Table:
    """Say what each stage adds for a message of 500 characters with one e-mail address in it."""
    text = _text(CHAT, 470) + " Write to anna@example.org."
    detectors = Detectors(BUILTIN, FAMILIES)
    stages = {
        "make a passage": lambda: Passage(text, Origin.USER),
        "detect": lambda: detect(detectors, text),
        "decide and redact": lambda: guard.preview(text, origin="user"),
        "pseudonymise": lambda: guard.preview(text, origin="user", conversation="bench"),
        "remember and audit": lambda: guard.inspect(text, origin="user", conversation="bench"),
    }
    table = Table("up to and with", "us", title="500 characters, one e-mail address")
    for name, work in stages.items():
        table.add_row(name, f"{median_micros(work):,.1f}")
    return table


def _micros(guard: Guard, text: str) -> float:
    return median_micros(lambda: guard.preview(text, origin="user"))


def _text(unit: str, chars: int) -> str:
    return (unit * (chars // len(unit) + 1))[:chars]


if __name__ == "__main__":
    main()
