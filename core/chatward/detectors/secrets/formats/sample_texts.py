"""Texts in which a token is found, and texts in which only its form is."""

from __future__ import annotations

import re
import zlib
from functools import partial

_SAYINGS = (
    "{name}={token}",
    '{{"auth": "{token}"}}',
    "I get a 401 with {token}, what is wrong?",
    "curl -H 'Authorization: Bearer {token}' https://api.example.org",
    "Hier ist der Zugang: {token}",
    "el token {token} no funciona",
    'export TOKEN="{token}" # staging',
    "この鍵{token}が動きません。",
    "use `{token}` and deploy",
    "config:\n  key: {token}\n",
)
_CLASS = re.compile(r"\[([^\]\\]+)\]\{(\d+)(?:,\d+)?\}")
_FIELD = re.compile(r"\{[^{}\"]*:(\d+)\}")


def template_of(regex: str) -> str:
    """Write a plain regular expression as a template of samples."""
    return _CLASS.sub(r"{\1:\2}", regex.replace(r"\d", "[0-9]")).replace("\\", "")


def sayings(kind: str, sample: str) -> tuple[str, ...]:
    """Put a sample into three ordinary surroundings; which ones, its kind decides."""
    first = zlib.crc32(kind.encode())
    said = partial(str.format, name=kind.upper().replace("-", "_"), token=sample)
    return tuple(map(said, (_SAYINGS[(first + 3 * i) % len(_SAYINGS)] for i in range(3))))


def fill_ins(sample: str) -> tuple[str, ...]:
    """Write what stands in documentation in a token's place: the same with ``xxxx`` in it."""
    blank = _FIELD.sub(lambda field: "x" * int(field[1]), sample)
    return (blank,) if blank != sample else ()
