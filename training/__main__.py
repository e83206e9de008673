"""Train the shipped model from the seeds: ``python -m training``, or ``make train``.

Writes the model into the package, and what is known of it to ``training/figures.json``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from training import datasheet
from training.alphabet import make_alphabet, make_concepts
from training.build import FEES, build, calibrated
from training.figures import figures_of, samples
from training.folds import Material, held_out, pooled
from training.material import read_concepts, read_seeds
from training.variants import rows_of

from chatward.classifier import store
from chatward.classifier.windows import Reader
from chatward.learn.looks import looks_of

VERSION = "1"
MODEL = Path(store.__file__).with_name(store.SHIPPED)
FIGURES = Path(__file__).with_name("figures.json")


def main() -> None:
    """Read, fit, calibrate on what was held out, write."""
    began = time.monotonic()
    seeds = read_seeds()
    rows = rows_of(seeds)
    alphabet = make_alphabet()
    reader = Reader(alphabet, make_concepts(read_concepts(), alphabet))
    material = Material(rows, list(looks_of((row.labelled for row in rows), reader)))
    _say(began, f"{len(seeds)} seeds, {len(rows)} rows")
    sums = [pooled(each, FEES) for each in held_out(material)]
    own = [n for n, row in enumerate(rows) if row.seeded]
    slope, shift = calibrated([sums[n] for n in own], [rows[n].attack for n in own])
    _say(began, "families held out")
    model = build(material, reader, slope, shift, VERSION)
    store.save_model(model, MODEL)
    chances = [model.probability(each) for each in sums]
    told = figures_of(seeds, rows, chances)
    told["model"] = {"version": model.version, "hash": model.hash, "bytes": MODEL.stat().st_size}
    told["samples"] = samples(model)
    told["near_duplicates"] = datasheet.duplicates(seeds)
    datasheet.write(seeds, told)
    FIGURES.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _say(began, f"{MODEL.name} {model.hash}, {MODEL.stat().st_size} bytes")


def _say(began: float, what: str) -> None:
    sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
