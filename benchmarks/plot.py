"""Draw what `make bench` measured: docs/images/bench.png."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from results import load

mpl.use("Agg")

FILE = Path(__file__).parent.parent / "docs" / "images" / "bench.png"
_COLORS = {"clean": "#2e7d32", "mixed": "#1565c0", "adversarial": "#b3261e"}


def main() -> None:
    """Draw time by length for every text, and what starting costs."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (after the backend is chosen)

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), width_ratios=(3, 2))
    _draw_lengths(left, load("guard")["look_micros"])
    _draw_start(right, load("start"))
    figure.tight_layout()
    FILE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(FILE, dpi=120)


def _draw_lengths(panel: Any, groups: Any) -> None:
    for group, rows in groups.items():
        for number, micros in enumerate(rows.values()):
            label = group if number == 0 else None
            chars = [int(each) for each in micros]
            panel.plot(chars, list(micros.values()), color=_COLORS[group], alpha=0.6, label=label)
    panel.set(xscale="log", yscale="log", xlabel="characters", ylabel="CPU microseconds")
    panel.set(title="normalise, detect, resolve: one line per kind of text")
    panel.grid(visible=True, alpha=0.3)
    panel.legend()


def _draw_start(panel: Any, rows: Any) -> None:
    names = list(rows)
    imported = [row["import_millis"] for row in rows.values()]
    decided = [row["first_decision_millis"] for row in rows.values()]
    panel.barh(names, imported, color="#90a4ae", label="import")
    panel.barh(names, decided, left=imported, color="#5c6bc0", label="first decision")
    panel.set(title="a fresh process, milliseconds")
    panel.legend()


if __name__ == "__main__":
    main()
