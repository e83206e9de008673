"""Write the corpus: ``PYTHONPATH=scripts python -m make_corpus``."""

from __future__ import annotations

import gzip
import json
import sys
from hashlib import sha256
from pathlib import Path

from make_corpus.rows import make_rows

CORPUS = Path(__file__).parents[2] / "tests/corpus"
FILES = {"personal.jsonl.gz": "pii", "secrets.jsonl.gz": "secret"}
"""By how the kinds of their rows begin. Packed so that nobody's secret scanner reads them."""


def contents() -> dict[str, bytes]:
    """Return what belongs into each file, before it is packed."""
    lines = [(str(row["kind"]), json.dumps(row, ensure_ascii=False)) for row in make_rows()]
    return {
        name: "".join(f"{line}\n" for kind, line in lines if kind.startswith(start)).encode()
        for name, start in FILES.items()
    }


if __name__ == "__main__":
    for name, content in contents().items():
        (CORPUS / name).write_bytes(gzip.compress(content, 9, mtime=0))
        rows = len(content.splitlines())
        sys.stdout.write(f"{name}: {rows} rows, {sha256(content).hexdigest()}\n")
