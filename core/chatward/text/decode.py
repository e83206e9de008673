"""Decoded views: what an encoded segment of a text says.

Where a segment may stand is told by patterns in the one database (`TRIGGERS`); here it is
decoded. A segment that does not decode to readable text is nothing. Bounds, so that the work
stays linear: `SEGMENT_CHARS` per segment, `DEPTH` encodings inside one another.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from chatward.matching.pattern import Pattern

SEGMENT_CHARS = 8192
"""Longest segment that is decoded, in code points; what is longer is decoded up to here."""

DEPTH = 2
"""How many encodings inside one another are taken off."""

_READABLE_SHARE = 0.9


def _decode_base64(segment: str) -> bytes:
    plain = segment.rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def _decode_hex(segment: str) -> bytes:
    return bytes.fromhex(segment[: len(segment) // 2 * 2])


def _decode_percent(segment: str) -> bytes:
    return unquote_to_bytes(segment)


def _decode_entities(segment: str) -> bytes:
    return html.unescape(segment).encode("utf-8", "replace")


TRIGGERS: tuple[Pattern, ...] = (
    Pattern(
        "base64",
        rf"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{{16,{SEGMENT_CHARS}}}={{0,2}}",
        lead=r"[A-Za-z0-9+/_-]{16}",
    ),
    Pattern(
        "hex",
        rf"(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{{2}}){{8,{SEGMENT_CHARS // 2}}}(?![A-Za-z0-9])",
        lead=r"[0-9A-Fa-f]{16}",
    ),
    Pattern(
        "percent",
        r"(?<![\w.+%@:/-])(?:[\w.+@:/-]{0,64}%[0-9A-Fa-f]{2}){1,64}[\w.+@:/-]{0,64}",
        lead=r"%[0-9A-Fa-f]{2}",
        lead_chars=64 * 67,
    ),
    Pattern(
        "entities",
        r"(?<![\w.+&#;@:/-])(?:[\w.+@:/-]{0,64}&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|"
        r"[A-Za-z]{2,8});){1,64}[\w.+@:/-]{0,64}",
        lead=r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});",
        lead_chars=64 * 75,
    ),
)

_DECODERS: dict[str, Callable[[str], bytes]] = {
    "base64": _decode_base64,
    "hex": _decode_hex,
    "percent": _decode_percent,
    "entities": _decode_entities,
}


def decode(encoding: str, segment: str) -> str | None:
    """Return the readable text a segment encodes, or None."""
    try:
        data = _DECODERS[encoding](segment)
    except (ValueError, binascii.Error):
        return None
    text = data.decode("utf-8", "replace")
    if not text or text == segment or not _is_readable(text):
        return None
    return text


_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def _is_readable(text: str) -> bool:
    return len(_UNREADABLE.findall(text)) <= (1 - _READABLE_SHARE) * len(text)
