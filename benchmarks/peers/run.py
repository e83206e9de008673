"""Compare Chatward with its peers: same rows, same run, each in an environment of its own.

    make bench-peers FILES="rows.jsonl.gz ..."

Rows are labelled as `chatward evaluate` reads them, for personal data, secrets or injection;
without FILES the project's own corpus is used, which Chatward was written beside: it flatters
us, bring rows of your own. Environments are kept in .cache/peers. The result is a table for each
subject, .benchmarks/peers.json and, of personal data and secrets, docs/images/peers.png.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asking import HERE, LeftOut, asked
from peer import PEERS, SUBJECTS
from plot import draw
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from score import Score, has_positives, rows_for, score
from tables import table_of, verdict_table_of
from verdicts import Verdicts, verdicts

ROOT = HERE.parent.parent
OUT = ROOT / ".benchmarks"
OWN_ROWS = ROOT / "tests" / "corpus"

Told = Score | Verdicts


def main(files: list[Path]) -> int:
    """Run every peer over every subject's rows and show the tables."""
    console = Console(width=None if sys.stdout.isatty() else 130)
    told: list[Told] = []
    left_out: list[str] = []
    for subject in SUBJECTS:
        rows = rows_for(subject, files or sorted(OWN_ROWS.glob("*.jsonl*")))
        if has_positives(rows, subject):  # of clean rows alone there is nothing to find
            told += _compared(console, subject, rows, left_out)
    _save(told)
    for subject in SUBJECTS:
        console.print(*_tables(subject, told))
    for reason in left_out:
        console.print(f"left out: {escape(reason)}")
    places = [each for each in told if isinstance(each, Score)]
    if places:
        draw(places, ROOT / "docs" / "images" / "peers.png")
    return 0


def _compared(
    console: Console, subject: str, rows: list[dict[str, Any]], left_out: list[str]
) -> Iterator[Told]:
    """Ask one peer after the other; say of those that cannot answer why."""
    tell = verdicts if subject == "injection" else score
    for peer in PEERS:
        if subject not in peer.subjects:
            continue
        console.print(f"{subject}: {peer.name}, {len(rows)} rows", style="dim")
        try:
            yield tell(peer.name, subject, rows, asked(peer, subject, rows))
        except LeftOut as error:
            left_out.append(f"{peer.name}, {subject}: {error}")


def _tables(subject: str, told: list[Told]) -> list[Table]:
    own = [each for each in told if each.subject == subject]
    places = [each for each in own if isinstance(each, Score)]
    texts = [each for each in own if isinstance(each, Verdicts)]
    return [
        *([table_of(subject, places)] if places else []),
        *([verdict_table_of(texts)] if texts else []),
    ]


def _save(told: list[Told]) -> None:
    OUT.mkdir(exist_ok=True)
    fields = [each.as_fields() for each in told]
    (OUT / "peers.json").write_text(json.dumps(fields, indent=1), encoding="utf-8")


def _files(arguments: list[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        if not path.is_file():
            sys.exit(f"{path}: no such file")
        yield path


if __name__ == "__main__":
    sys.exit(main(list(_files(sys.argv[1:]))))
