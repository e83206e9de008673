"""Scrub the values that tracers send: whatever JSON can say, and objects a tracer would write out.

Nothing is changed in place. The structure stays; what the walk cannot look into is withheld.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from uuid import UUID

from chatward_langchain.traces_texts import LONGEST_CHARS, WITHHELD, Texts

DEEPEST = 60
"""Values nested deeper than this are withheld."""

MOST_VALUES = 50_000
"""Of one payload; the rest is withheld."""

# No detector of personal data or secrets matches fewer digits.
_SHORTEST_NUMBER = 7
# A name this short is a field's. LangSmith sends the raw text when the key "error" is missing.
_LONGEST_FIELD = 7
_PLAIN = (bool, complex, date, time, timedelta, UUID, type(None))
_BYTES_KEYS = frozenset({"base64", "data", "encrypted_content", "signature", "thought_signature"})
_MEDIA_KEYS = ("mime_type", "media_type", "type")
_BASE64 = re.compile(r"[A-Za-z0-9+/_=\r\n-]{64,}")
_DATA_ADDRESS = re.compile(
    r"data:(?:image|audio|video|font)/[\w.+-]{1,60};base64,[A-Za-z0-9+/_=-]*"
)
_MEDIA = re.compile(r"(?:image|input_image|audio|input_audio|video|file|media)\b")


class Values:
    """Scrub values. Never raises; one serves many threads.

    Args:
        texts: Scrubs the texts in them.

    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def scrub(self, value: Any) -> Any:
        """Return a value with every text, long number and key in it scrubbed."""
        return _Walk(self._texts).visit(value, 0)


class _Walk:
    """One walk over one payload."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._left = MOST_VALUES

    def visit(self, value: Any, depth: int, key: str = "") -> Any:
        """Return what to send instead of a value."""
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            return WITHHELD
        try:
            return self._visit(value, depth, key)
        except Exception:  # noqa: BLE001 (any object may sit in a trace, a broken one too)
            return WITHHELD

    def _visit(self, value: Any, depth: int, key: str) -> Any:
        if isinstance(value, str):
            return self._text(value, depth, key)
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, (int, float, Decimal)):
            return self._number(value)
        if isinstance(value, (bytes, bytearray)):
            return self._bytes(bytes(value))
        return self._nested(value, depth, key)

    def _nested(self, value: Any, depth: int, key: str) -> Any:
        if isinstance(value, Mapping):
            return self._mapping(cast("dict[Any, Any]", value), depth)
        if isinstance(value, (Sequence, AbstractSet)):
            return self._items(cast("Sequence[Any]", value), depth)
        return self.visit(_written_out(value), depth + 1, key)

    def _text(self, text: str, depth: int, key: str) -> str:
        if _DATA_ADDRESS.fullmatch(text):
            return text
        parsed = _parsed(text)
        if parsed is not None:
            new = self.visit(parsed, depth + 1)
            text = text if new == parsed else json.dumps(new, ensure_ascii=False, default=str)
        return self._texts.scrub_member(key, text)

    def _number(self, number: float | Decimal) -> Any:
        digits = str(number)
        if sum(char.isdigit() for char in digits) < _SHORTEST_NUMBER:
            return number
        clean = self._texts.scrub(digits)
        return number if clean == digits else clean

    def _bytes(self, data: bytes) -> bytes:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data  # no text
        return self._texts.scrub(text).encode()

    def _mapping(self, value: Mapping[Any, Any], depth: int) -> dict[Any, Any]:
        new: dict[Any, Any] = {}
        for key, member in value.items():
            name = _free(self._key(key, depth), new)
            if _is_media(key, value):
                new[name] = member
            else:
                new[name] = self.visit(member, depth + 1, key if isinstance(key, str) else "")
        return new

    def _key(self, key: Any, depth: int) -> Any:
        if not isinstance(key, str):
            clean = self.visit(key, depth + 1)
            return clean if isinstance(clean, (str, int, float, UUID, date)) else str(clean)
        if len(key) <= _LONGEST_FIELD and key.isidentifier():
            return key
        return self._texts.scrub(key)

    def _items(self, items: Sequence[Any] | AbstractSet[Any], depth: int) -> Any:
        new = [self.visit(item, depth + 1) for item in items]
        if len(new) > 1 and all(isinstance(item, str) for item in items):
            new = self._pieces(new)
        return tuple(new) if isinstance(items, tuple) else new

    def _pieces(self, pieces: list[str]) -> list[str]:
        """Join texts that are the pieces of one, such as a stream's, if that shows more."""
        whole = "".join(pieces)
        if len(whole) > LONGEST_CHARS:
            return pieces
        clean = self._texts.scrub(whole)
        return pieces if clean == whole else [clean]


def _parsed(text: str) -> Any:
    """Return the list or object that a text says; None when it says none.

    A value in it may be hidden by an escape, and a number has to become a text of its own.
    """
    bare = text.strip()
    if len(text) > LONGEST_CHARS or bare[:1] + bare[-1:] not in ("{}", "[]"):
        return None
    try:
        return json.loads(bare, strict=False, object_pairs_hook=_members)
    except (ValueError, RecursionError):
        return None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a repeated key: the parsed value would hide the text of the first one."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("repeated key")
    return members


def _written_out(value: Any) -> Any:
    """Return what stands for an object in a trace."""
    dump: Callable[[], Any] | None = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return dump()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    return repr(cast("object", value))


def _is_media(key: Any, block: Mapping[Any, Any]) -> bool:
    """Tell whether a member holds the bytes of a picture or a sound."""
    member = block[key]
    if key not in _BYTES_KEYS or not isinstance(member, str):
        return False
    said = any(_MEDIA.match(str(block.get(name, ""))) for name in _MEDIA_KEYS)
    return said and _BASE64.fullmatch(member) is not None


def _free(name: Any, taken: Mapping[Any, Any]) -> Any:
    """Number a key that redaction made equal to another one, so that neither is lost."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    return free
