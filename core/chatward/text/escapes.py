r"""Escaped characters: ``%69``, ``&#105;``, ``&lt;`` and ``\u0069`` become what they stand for.

In place, one character at a time, twice over (``%2569``, ``&amp;#105;``), so that a word with
one escaped letter in it is seen as well as one with nothing else.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import unquote

from chatward.matching.pattern import Pattern
from chatward.text.offsets import Offsets, Same, Through, respelled

_HEX = "[0-9A-Fa-f]"
_NEXT = f"%[89ABab]{_HEX}"
_PERCENT = (
    f"%[0-7]{_HEX}|%[CDcd]{_HEX}{_NEXT}|%[Ee]{_HEX}{_NEXT}{_NEXT}|%[Ff][0-4]{_NEXT}{_NEXT}{_NEXT}"
)
_ENTITY = f"&(?:#[0-9]{{1,7}}|#[xX]{_HEX}{{1,6}}|[A-Za-z]{{2,24}}[0-9]{{0,2}});"
_PAIR = rf"\\u[Dd][89ABab]{_HEX}{{2}}\\u[Dd][C-Fc-f]{_HEX}{{2}}"
_CODE = rf"{_PAIR}|\\u{_HEX}{{4}}|\\x{_HEX}{{2}}|\\u\{{{_HEX}{{1,6}}\}}"
_ESCAPE = f"{_PERCENT}|{_ENTITY}|{_CODE}"

TRIGGER = Pattern("escapes", _ESCAPE, once=True)
_SPLIT = re.compile(f"({_ESCAPE})")
_BEGUN = re.compile(r"(?:%[0-9A-Fa-f%]{0,11}|&#?[0-9A-Za-z]{0,26}|\\[\\uxA-Fa-f0-9{]{0,11})\Z")
_LONGEST = 32
_TIMES = 2
_KEPT = 2048


def unescape(text: str) -> tuple[str, Offsets]:
    """Return the text with escaped characters written plainly, and its map."""
    offsets: Offsets = Same()
    for _ in range(_TIMES):
        parts = _SPLIT.split(text)
        if len(parts) == 1:
            break
        text, inner = respelled(parts, list(map(_unescape, parts[1::2])))
        offsets = Through(inner, offsets)
    return text, offsets


def open_from(text: str) -> int:
    """Return where an escape begins that the end of the text cuts off, or the text's length."""
    tail = max(0, len(text) - _LONGEST)
    begun = _BEGUN.search(text, tail)
    return begun.start() if begun else len(text)


@lru_cache(maxsize=_KEPT)
def _unescape(escape: str) -> str:
    if escape[0] == "%":
        return unquote(escape)
    if escape[0] == "&":
        return html.unescape(escape)
    codes = [int(code.strip("{}"), 16) for code in re.split(r"\\[ux]", escape)[1:]]
    if len(codes) == 2:
        return chr(0x10000 + ((codes[0] - 0xD800) << 10) + codes[1] - 0xDC00)
    return chr(codes[0]) if codes[0] <= 0x10FFFF else escape
