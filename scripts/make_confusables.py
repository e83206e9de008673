"""Make core/chatward/text/confusables.txt: which characters pass for which ASCII letter or digit.

Run with the path of the Unicode Consortium's confusables.txt (UTS #39; any version, published
under https://www.unicode.org/Public/security/):

    python scripts/make_confusables.py confusables.txt

Three sources, the first that knows a character wins: the names of Latin letters with marks, of
small capitals and of letters in boxes (from Python's `unicodedata`); `PASS_FOR` below; UTS #39.
Characters that NFKC or folding makes plain anyway are left out.
"""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "core/chatward/text/confusables.txt"

# Cyrillic and Greek letters that pass for Latin ones in disguised words, though not in UTS #39.
PASS_FOR = dict(zip("кмтвнпьзЗαβεηκτχωγπΓ", "kmtbhnb33abenktxwynr", strict=True))

_NAMES = re.compile(
    r"LATIN (?P<case>SMALL|CAPITAL) LETTER (?P<plain>[A-Z])(?: WITH .+)?"
    r"|LATIN (?:LETTER|SMALL LETTER) SMALL CAPITAL (?P<small>[A-Z])"
    r"|(?:CROSSED )?NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER (?P<boxed>[A-Z])"
    r"|REGIONAL INDICATOR SYMBOL LETTER (?P<flag>[A-Z])"
)

HEADER = """\
# Characters that pass for an ASCII letter or digit: the letter, a blank, its look-alikes.
# Made by scripts/make_confusables.py from confusables.txt, version {version}
# (Unicode Security Mechanisms, UTS #39), and from the names in Python's unicodedata.
#
# The data of the Unicode Consortium come under this licence:
#
# COPYRIGHT AND PERMISSION NOTICE
#
# Copyright (c) 1991-2020 Unicode, Inc. All rights reserved.
# Distributed under the Terms of Use in https://www.unicode.org/copyright.html.
#
# Permission is hereby granted, free of charge, to any person obtaining
# a copy of the Unicode data files and any associated documentation
# (the "Data Files") or Unicode software and any associated documentation
# (the "Software") to deal in the Data Files or Software
# without restriction, including without limitation the rights to use,
# copy, modify, merge, publish, distribute, and/or sell copies of
# the Data Files or Software, and to permit persons to whom the Data Files
# or Software are furnished to do so, provided that either
# (a) this copyright and permission notice appear with all copies
# of the Data Files or Software, or
# (b) this copyright and permission notice appear in associated
# Documentation.
#
# THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF
# ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
# WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
# NONINFRINGEMENT OF THIRD PARTY RIGHTS.
# IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS
# NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL
# DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE,
# DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
# TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
# PERFORMANCE OF THE DATA FILES OR SOFTWARE.
#
# Except as contained in this notice, the name of a copyright holder
# shall not be used in advertising or otherwise to promote the sale,
# use or other dealings in these Data Files or Software without prior
# written authorization of the copyright holder.
"""


def main() -> None:
    """Read the Consortium's file and write ours."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8-sig").splitlines()
    version = next(line.split(":")[1].strip() for line in lines if line.startswith("# Version"))
    passes_for = {**dict(from_uts39(lines)), **PASS_FOR, **dict(from_names())}
    alike: dict[str, list[str]] = defaultdict(list)
    for char, plain in sorted(passes_for.items()):
        alike[plain].append(char)
    written = "".join(f"{plain} {''.join(chars)}\n" for plain, chars in sorted(alike.items()))
    TARGET.write_text(HEADER.format(version=version) + written, encoding="utf-8")


def from_uts39(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (character, ASCII letter or digit) of the single characters that look like one."""
    for line in lines:
        fields = line.partition("#")[0].split(";")
        if len(fields) < 3 or " " in fields[0].strip() or " " in fields[1].strip():
            continue
        char, plain = (chr(int(field, 16)) for field in fields[:2])
        if plain in string.ascii_letters + string.digits and is_open(char):
            # The prototype of both I and l is l; a capital passes for the capital.
            is_capital_i = plain == "l" and unicodedata.category(char) == "Lu"
            yield char, "I" if is_capital_i and "LETTER L" not in unicodedata.name(char) else plain


def from_names() -> Iterator[tuple[str, str]]:
    """Yield (character, letter) where the character's name says which letter it is."""
    for code in range(0x80, 0x20000):
        char = chr(code)
        match = _NAMES.fullmatch(unicodedata.name(char, ""))
        if match is not None and is_open(char):
            groups = match.groupdict()
            plain = next(filter(None, map(groups.get, ("plain", "small", "boxed", "flag"))))
            is_capital = bool(groups["case"] == "CAPITAL" or groups["boxed"] or groups["flag"])
            yield char, plain if is_capital else plain.lower()


def is_open(char: str) -> bool:
    """Tell whether folding leaves the character for the table to unmask."""
    return (
        not char.isascii()
        and unicodedata.normalize("NFKC", char) == char
        and not char.isdecimal()
        and unicodedata.category(char) not in {"Mn", "Mc", "Me", "Cn"}
    )


if __name__ == "__main__":
    main()
