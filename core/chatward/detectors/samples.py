"""Sample secrets that stand in no file: templates, filled in when they are needed.

``ghp_{A-Za-z0-9:30}{crc32}`` stands for 30 characters of that class and GitHub's check digits of
them. So no source holds anything that looks like a live key, and one template gives many samples.
"""

from __future__ import annotations

import random
import re

from chatward.detectors.secrets.crc32 import check_digits

_FIELD = re.compile(r"\{(?:(?P<chars>[A-Za-z0-9+/=._~-]{1,40}):(?P<count>\d{1,4})|crc32)\}")
_RANGE = re.compile(r"([A-Za-z0-9])-([A-Za-z0-9])|(.)")


def fill(template: str, seed: int) -> str:
    """Fill in a template; the same seed gives the same text, everywhere.

    A field is ``{class:count}``, where the class is written as between the brackets of a regular
    expression, with ``-`` itself last. ``{crc32}`` gives the check digits of the field before it.
    """
    chance = random.Random(f"{seed} {template}")  # noqa: S311 (samples protect nothing)
    last = ""

    def written(field: re.Match[str]) -> str:
        nonlocal last
        if field["chars"] is None:
            return check_digits(last)
        last = "".join(chance.choices(_alphabet(field["chars"]), k=int(field["count"])))
        return last

    return _FIELD.sub(written, template)


def _alphabet(chars: str) -> str:
    """Spell out a character class."""
    spelled = ""
    for first, last, single in _RANGE.findall(chars):
        spelled += single or "".join(map(chr, range(ord(first), ord(last) + 1)))
    return spelled
