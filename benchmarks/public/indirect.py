"""Sets of attacks that stand in what a tool returns or in a document."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rows import ATTACK, BENIGN, Rows, read_json, read_lines, read_yaml, row

_CONTEXTS = ("email", "table")
"""Folders of BIPIA with contexts of attacks in prose that upstream may pass on."""


def injecagent(path: Path) -> Rows:
    """Convert InjecAgent's test cases: what the tool returns, with the instruction in it."""
    for number, case in enumerate(read_json(path), 1):
        text = case["Tool Response"]
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1]  # quoted once more, for a prompt
        yield row(number, text, ATTACK, "indirect", origin="tool")


def bipia(path: Path) -> Rows:
    """Convert a file of BIPIA: attacks by category (JSON) or contexts (JSON lines).

    An attack is put at the end of a context where there are any, which is one of the three
    places upstream uses; contexts by themselves are harmless documents.
    """
    if path.suffix == ".jsonl":
        for number, context in enumerate(_contexts(path), 1):
            yield row(number, context, BENIGN, "document", origin="document")
        return
    attacks = [attack for listed in read_json(path).values() for attack in listed]
    files = [each for name in _CONTEXTS for each in sorted(path.parent.glob(f"{name}/*.jsonl"))]
    contexts = itertools.cycle([text for each in files for text in _contexts(each)] or [""])
    for number, (attack, context) in enumerate(zip(attacks, contexts, strict=False), 1):
        text = f"{context}\n{attack}".lstrip("\n")
        yield row(number, text, ATTACK, "indirect", origin="document")


def _contexts(path: Path) -> Iterator[str]:
    return (each["context"] for each in read_lines(path))


def agentdojo(path: Path) -> Rows:
    """Convert AgentDojo: a recorded run, an export of injections, or injection_vectors.yaml.

    A run has its `injections` by the name of the vector; an export is a list or a mapping of
    texts. What stands at a vector by `default` is harmless.
    """
    content = read_yaml(path)
    if isinstance(content, dict) and "injections" in content:
        content = content["injections"]
    items = content.values() if isinstance(content, dict) else content
    for number, item in enumerate(items or (), 1):
        text, label = _injection(item)
        if text:
            kind = "indirect" if label == ATTACK else "document"
            yield row(number, text, label, kind, origin="tool")


def _injection(item: Any) -> tuple[str, str]:
    """Return a text and its label; no text where an item has none."""
    if isinstance(item, str):
        return item, ATTACK
    fields = item if isinstance(item, dict) else {}
    for name in ("injection", "text", "goal"):
        if fields.get(name):
            return str(fields[name]), ATTACK
    return str(fields.get("default") or ""), BENIGN
