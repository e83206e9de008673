"""Does more material still help? ``python -m training.growth`` draws recall as it grows.

The families of one fold are held out; the model learns from a quarter, a half, and all of the
other seeds. Where the curve still rises, more seeds are worth writing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from training.alphabet import make_alphabet, make_concepts
from training.build import FEES
from training.figures import ORDINARY
from training.folds import Material, fold_of, pooled, sums_of
from training.material import read_concepts, read_seeds
from training.variants import Row, rows_of

from chatward.classifier.windows import Reader
from chatward.learn.looks import looks_of

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "growth.png"
HELD_OUT = 0
PARTS = (0.25, 0.5, 1.0)
FALSE_ALARMS = 0.01


def main() -> None:
    """Fit to growing parts, measure each on what is held out, draw."""
    rows = rows_of(read_seeds())
    alphabet = make_alphabet()
    reader = Reader(alphabet, make_concepts(read_concepts(), alphabet))
    material = Material(rows, list(looks_of((row.labelled for row in rows), reader)))
    points = {part: _recall(material, part) for part in PARTS}
    sys.stdout.write(json.dumps(points) + "\n")
    figure = Figure(figsize=(4.5, 3.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([100 * part for part in points], list(points.values()), marker="o")
    axes.set(ylim=(0, 1), xlabel="% of the seeds", ylabel="recall at 1 % of ordinary texts")
    axes.set_title("families never seen")
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(PICTURE, dpi=100)


def _recall(material: Material, part: float) -> float:
    """Return the recall on held-out families at a rate of false alarms on ordinary texts."""
    weights = material.fitted(lambda row: fold_of(row) != HELD_OUT and _is_in(row, part))
    attacks: list[float] = []
    ordinary: list[float] = []
    for row, look in zip(material.rows, material.looks, strict=True):
        if fold_of(row) != HELD_OUT or not row.seeded:
            continue
        score = pooled(sums_of(look, weights), FEES)
        if row.attack:
            attacks.append(score)
        elif row.family in ORDINARY:
            ordinary.append(score)
    least = float(np.quantile(ordinary, 1.0 - FALSE_ALARMS))
    return round(sum(score > least for score in attacks) / len(attacks), 4)


def _is_in(row: Row, part: float) -> bool:
    """Tell whether a seed belongs to a part; a larger part holds all of a smaller one."""
    return row.seed * 2_654_435_761 % 1_000 < 1_000 * part


if __name__ == "__main__":
    main()
