"""Write labelled rows anew in disguise, for `chatward evaluate` to tell figures by disguise.

.venv/bin/python benchmarks/disguises.py rows.jsonl.gz --most 300 > disguised.jsonl
chatward evaluate disguised.jsonl
"""

from __future__ import annotations

import argparse
import base64
import codecs
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LEET = str.maketrans("aeiostAEIOST", "431057431057")
CYRILLIC = str.maketrans("aceopxyACEOPX", "асеорхуАСЕОРХ")
LONGEST_CHARS = 600
"""Longer texts are left out: nobody spells out a page letter by letter."""


def leet(text: str, _chance: random.Random) -> str:
    """Write digits for letters."""
    return text.translate(LEET)


def homoglyph(text: str, _chance: random.Random) -> str:
    """Write Cyrillic letters for those that look like them."""
    return text.translate(CYRILLIC)


def zero_width(text: str, _chance: random.Random) -> str:
    """Put a character without a glyph between all others."""
    return "\u200b".join(text)


def full_width(text: str, _chance: random.Random) -> str:
    """Write full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def tags(text: str, _chance: random.Random) -> str:
    """Write the tag characters that spell it, behind a harmless word."""
    return "Hello" + "".join(chr(0xE0000 + ord(c)) for c in text if c.isascii() and c >= " ")


def spaced(text: str, _chance: random.Random) -> str:
    """Put blanks between letters, three between words."""
    return "   ".join(" ".join(word) for word in text.split())


def dashed(text: str, _chance: random.Random) -> str:
    """Put dashes between letters."""
    return " ".join("-".join(word) for word in text.split())


def typos(text: str, chance: random.Random) -> str:
    """Swap two letters in one word of four."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and chance.random() < 0.25:
            at = chance.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def encoded(text: str, _chance: random.Random) -> str:
    """Write Base64."""
    return base64.b64encode(text.encode()).decode()


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, _: text,
    "leet": leet,
    "homoglyph": homoglyph,
    "zero width": zero_width,
    "full width": full_width,
    "tags": tags,
    "spaced": spaced,
    "dashed": dashed,
    "base64": encoded,
    "hex": lambda text, _: text.encode().hex(),
    "rot13": lambda text, _: codecs.encode(text, "rot13"),
    "reversed": lambda text, _: text[::-1],
    "typos": typos,
}


def main() -> None:
    """Read rows, write each once in every disguise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=300, help="rows of each label")
    chosen = parser.parse_args()
    rows = [row for file in chosen.files for row in _rows(file)]
    chance = random.Random(0)
    for label in ("attack", "benign"):
        own = [row for row in rows if row.get("label") == label]
        for row in chance.sample(own, min(chosen.most, len(own))):
            for name, disguise in DISGUISES.items():
                text = disguise(row["text"], chance)
                told = {**row, "id": f"{row['id']} {name}", "text": text, "disguise": name}
                sys.stdout.write(json.dumps(told) + "\n")


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows with short English texts."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("lang") == "en" and 20 <= len(row.get("text") or "") <= LONGEST_CHARS:
                yield row


if __name__ == "__main__":
    main()
