"""What the injection model costs, by length and script, beside everything that a look costs."""

from __future__ import annotations

import logging

from bench_guard import look
from results import save
from rich.console import Console
from rich.table import Table
from texts import LENGTHS, text_of
from timing import median_micros

from chatward import Guard
from chatward.classifier.store import load_model
from chatward.text.views import as_meant, views_of

TEXTS = {
    "English": "Hello, could you please tell me when the shop in Leeds opens on Sunday? Thanks. ",
    "German": "Guten Tag, können Sie mir bitte sagen, wann die Filiale in Köln am Sonntag öffnet? ",
    "Russian": "Здравствуйте, подскажите, пожалуйста, когда открывается магазин? ",
    "Chinese": "您好，请问商店星期天几点开门？我想退换外套。",
    "code": "def total(rows):\n    return sum(row.price for row in rows if row.kind)  # all\n",
}


def main() -> None:
    """Print the table and save its figures."""
    logging.getLogger("chatward.audit").propagate = False
    guard, model = Guard(), load_model()
    guard.warm()
    figures: dict[str, dict[str, dict[int, float]]] = {}
    for name, unit in TEXTS.items():
        texts = {chars: text_of(unit, chars) for chars in LENGTHS}
        read = {chars: as_meant(views_of(text)).text for chars, text in texts.items()}
        figures[name] = {
            "model": {n: median_micros(lambda t=t: model.judge(t)) for n, t in read.items()},
            "look": {n: median_micros(lambda t=t: look(guard, t)) for n, t in texts.items()},
        }
    save("injection", figures)
    table = Table(title="CPU us: the model, and normalise, detect and resolve before it")
    table.add_column("text")
    table.add_column("part")
    for chars in LENGTHS:
        table.add_column(f"{chars:,}", justify="right")
    for name, parts in figures.items():
        for part, micros in parts.items():
            table.add_row(name, part, *(f"{each:,.0f}" for each in micros.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
