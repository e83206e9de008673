r"""JSON as a text of letters: each escape is one letter, and is written out as it stood.

Placeholders and web addresses are looked for among the letters, so that ``\n`` before a
placeholder is a line break and ``\u002f`` a slash.
"""

from __future__ import annotations

import re

STRING_EDGE = "\ufdd0"
"""The letter for a quotation mark that begins or ends a JSON string. A noncharacter: where a string
holds one itself, that is read as another.
"""

_NOT_THE_EDGE = "\ufdd1"
_LETTER = re.compile(
    r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt]|(?:u[0-9a-fA-F]{0,3})?\Z)|.', flags=re.DOTALL
)
_SHORT = {"\\b": "\b", "\\f": "\f", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
_ESCAPED = {"\\": "\\\\", '"': '\\"'}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')


def split(text: str) -> tuple[list[str], str]:
    """Return the letters as they are written, and the start of an escape that is not whole yet."""
    written = _LETTER.findall(text)
    if written and _is_cut(written[-1]):
        return written[:-1], written[-1]
    return written, ""


def meaning(written: str) -> str:
    """Return the one letter that is written so."""
    if written == '"':
        return STRING_EDGE
    if len(written) == 1:
        letter = written
    elif written[1] == "u":
        letter = chr(int(written[-4:], 16))
    else:
        letter = _SHORT.get(written, written[1])
    return plain(letter)


def plain(text: str) -> str:
    """Return a text that is inside of a string, with no `STRING_EDGE` in it."""
    return text.replace(STRING_EDGE, _NOT_THE_EDGE)


def escape(value: str) -> str:
    """Return a value as it is written inside a JSON string."""
    return _TO_ESCAPE.sub(_escaped, value)


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _is_cut(written: str) -> bool:
    return written == "\\" or (written.startswith("\\u") and len(written) < 6)
