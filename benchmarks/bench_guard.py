"""What one look costs, by length and kind of text, and where the time of a decision goes.

"Look" is normalise, detect and resolve: everything but redaction, vault and audit.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from results import save
from rich.console import Console
from rich.table import Table
from texts import ADVERSARIAL, CHAT, CLEAN, LENGTHS, MIXED, text_of
from timing import median_micros

from chatward import Guard, Origin, Passage
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.detect import detect
from chatward.detectors.registry import Detectors
from chatward.pipeline import Pipeline
from chatward.redactors.clusters import clusters

GROUPS = {"clean": CLEAN, "mixed": MIXED, "adversarial": ADVERSARIAL}
# Half a megabyte of the worst text says nothing that 50,000 characters of it do not.
_LONGEST = {"clean": 500_000, "mixed": 500_000, "adversarial": 50_000}

Figures = dict[str, dict[str, dict[int, float]]]


def main() -> None:
    """Print the tables and save their figures."""
    logging.getLogger("chatward.audit").propagate = False
    guard = Guard()
    guard.warm()
    figures = {
        group: {name: _by_length(guard, unit, _LONGEST[group]) for name, unit in texts.items()}
        for group, texts in GROUPS.items()
    }
    stages = _by_stage(guard)
    save("guard", {"look_micros": figures, "stage_micros": stages})
    console = Console()
    for group, rows in figures.items():
        console.print(_table(group, rows))
    table = Table("up to and with", "us", title="500 characters, one e-mail address")
    for name, micros in stages.items():
        table.add_row(name, f"{micros:,.1f}")
    console.print(table)


def _by_length(guard: Guard, unit: str, longest: int) -> dict[int, float]:
    texts = {chars: text_of(unit, chars) for chars in LENGTHS if chars <= longest}
    return {chars: median_micros(lambda t=text: look(guard, t)) for chars, text in texts.items()}


def look(guard: Guard, text: str) -> None:
    """Normalise, detect, resolve."""
    pipeline: Pipeline = guard._pipeline  # noqa: SLF001 (a stage, not the whole)
    seen = pipeline.look(Passage(text, Origin.USER), text, None)
    clusters(seen.acted)


def _by_stage(guard: Guard) -> dict[str, float]:
    """Say what each stage adds for a message of 500 characters with one e-mail address in it."""
    text = text_of(CHAT, 470) + " Write to anna@example.org."
    detectors = Detectors(BUILTIN, FAMILIES)
    stages = {
        "make a passage": lambda: Passage(text, Origin.USER),
        "detect": lambda: detect(detectors, text),
        "resolve": lambda: look(guard, text),
        "decide and redact": lambda: guard.preview(text, origin="user"),
        "pseudonymise": lambda: guard.preview(text, origin="user", conversation="bench"),
        "remember and audit": lambda: guard.inspect(text, origin="user", conversation="bench"),
    }
    return {name: median_micros(work) for name, work in stages.items()}


def _table(group: str, rows: Mapping[str, Mapping[int, float]]) -> Table:
    lengths = max(rows.values(), key=len)
    table = Table(title=f"normalise, detect, resolve: {group} texts, CPU us")
    table.add_column("text")
    for chars in lengths:
        table.add_column(f"{chars:,}", justify="right")
    table.add_column("us/KB", justify="right")
    table.add_column("MB/s", justify="right")
    for name, micros in rows.items():
        chars, most = max(micros.items())
        size = len(text_of(GROUPS[group][name], chars).encode())
        speeds = (f"{most / size * 1000:,.1f}", f"{size / most:,.1f}")
        table.add_row(name, *(f"{each:,.0f}" for each in micros.values()), *speeds)
    return table


if __name__ == "__main__":
    main()
