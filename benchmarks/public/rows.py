"""What the converters share: reading a download, and writing a row of `chatward evaluate`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a prompt may be longer than the usual limit

LabelledRow = dict[str, str]
Rows = Iterator[LabelledRow]

ATTACK, BENIGN = "attack", "benign"


def row(number: int, text: str, label: str, kind: str, *, origin: str = "user") -> LabelledRow:
    """Return a row of a file; which set and file it is from, the set itself writes in.

    Args:
        number: Its place in the file, from 1.
        text: As it stands.
        label: `ATTACK` or `BENIGN`.
        kind: Such as ``jailbreak``; of harmless rows chat, hard_negative or document.
        origin: Who wrote it, as the guard is told.

    """
    return {
        "id": str(number),
        "text": text,
        "label": label,
        "kind": kind,
        "lang": "",
        "source": "",
        "origin": origin,
    }


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_yaml(path: Path) -> Any:
    """Return what a YAML or JSON file holds."""
    return read_json(path) if path.suffix == ".json" else yaml.safe_load(path.read_text("utf-8"))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Return the objects of a file of JSON lines, or the rows of a CSV with a header."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if path.suffix == ".csv":
            yield from csv.DictReader(lines)
        else:
            yield from (json.loads(line) for line in lines if line.strip())
