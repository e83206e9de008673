"""Measure the shipped guard on public sets of attacks and of harmless texts.

    python benchmarks/public/run.py FOLDER [--most N]

FOLDER holds one folder for each set, as README.md here says; what is not there is named. With
--most no more than N rows of a set are taken, always the same ones.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from sets import SETS, PublicSet
from tables import missing_lines, sets_table, summary

from chatward.cli.batches import ROWS, Batch
from chatward.cli.labelled import Evaluated, Piece, evaluate_piece
from chatward.cli.workers import Setup, cores, spread
from chatward.evaluation.report import report
from chatward.evaluation.row import Subject

_SHIPPED = Setup(None, None, everything=False)


def main(folder: Path, most: int | None = None) -> int:
    """Convert what is there, ask the guard, show the table; 3 if a row was broken."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    missing = [each for each in SETS if not each.found(folder)]
    done = evaluated([each for each in SETS if each not in missing], folder, most)
    rows = [row for piece in done for row in piece.rows]
    if rows:
        told = report(rows)[Subject.INJECTION]
        console.print(sets_table(told))
        console.print(summary(told))
    if missing:
        console.print(missing_lines(missing), markup=False, highlight=False, soft_wrap=True)
    broken = [each for piece in done for each in piece.broken]
    for place, problem in broken:
        console.print(f"{place}: {problem}", markup=False)
    return 3 if broken else 0


def evaluated(sets: Sequence[PublicSet], folder: Path, most: int | None) -> list[Evaluated]:
    """Let the guard decide about the rows of the sets."""
    pieces = (piece for each in sets for piece in _pieces(each, folder, most))
    return list(spread(partial(evaluate_piece, _SHIPPED, Subject.INJECTION), pieces, cores()))


def _pieces(public: PublicSet, folder: Path, most: int | None) -> Iterator[Piece]:
    rows = list(public.rows(folder))
    if most is not None and len(rows) > most:
        rows = random.Random(0).sample(rows, most)
    lines = [json.dumps(row).encode() for row in rows]
    for first in range(0, len(lines), ROWS):
        yield Piece(Path(public.name), Batch(first, lines[first : first + ROWS], 0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, metavar="N", help="rows of each set, at most")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        parser.error(f"{asked.folder}: no such folder")
    sys.exit(main(asked.folder, asked.most))
