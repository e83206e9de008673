"""Sets of harmless texts, some of which look like attacks."""

from __future__ import annotations

from pathlib import Path

from rows import BENIGN, Rows, read_json, read_lines, row

_CLINC_SPLITS = ("test", "oos_test")


def notinject(path: Path) -> Rows:
    """Convert NotInject: prompt, word_list; a few prompts are empty upstream."""
    for number, each in enumerate(read_json(path), 1):
        if each["prompt"]:
            yield row(number, each["prompt"], BENIGN, "hard_negative")


def awesome_prompts(path: Path) -> Rows:
    """Convert awesome-chatgpt-prompts: act, prompt; "Act as ..." is no attack."""
    for number, each in enumerate(read_lines(path), 1):
        yield row(number, each["prompt"], BENIGN, "hard_negative")


def clinc150(path: Path) -> Rows:
    """Convert the test splits of CLINC150: lists of [text, intent]."""
    splits = read_json(path)
    texts = [text for split in _CLINC_SPLITS for text, _ in splits.get(split, ())]
    for number, text in enumerate(texts, 1):
        yield row(number, text, BENIGN, "chat")
