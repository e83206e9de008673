"""Decoded views: what an encoded segment of a text says.

Where a segment may stand is told by patterns in the one database (`SEGMENTS`); here it is
decoded. A segment that does not decode to readable text is nothing: an image, an id, a digest.
Bounds, so that the work stays linear: `SEGMENT_CHARS` per segment, one start per segment, `DEPTH`
encodings inside one another.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence

from chatward.matching.pattern import Pattern
from chatward.text.offsets import Offsets, Pieces

SEGMENT_CHARS = 8192
"""Longest segment that is decoded, in code points; what is longer is decoded up to here."""

DEPTH = 3
"""How many encodings inside one another are taken off."""

_READABLE_SHARE = 0.9
_PAIRS = 1024
APART = "\n\0" * 16 + "zqxj" + "\n\0" * 16
"""What no match goes through, no context reaches beyond, and no run of words includes."""

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"


def _decode_base64(segment: str) -> bytes:
    plain = segment.rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def _decode_base32(segment: str) -> bytes:
    plain = segment.rstrip("=")
    plain = plain[: len(plain) - {1: 1, 3: 1, 6: 1}.get(len(plain) % 8, 0)]
    return base64.b32decode(plain + "=" * (-len(plain) % 8))


def _decode_hex(segment: str) -> bytes:
    digits = re.sub(r"[ :,\-]", "", segment)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _decode_selectors(segment: str) -> bytes:
    """Read variation selectors as bytes: VS1 to VS16 are 0 to 15, VS17 on are 16 on."""
    codes = map(ord, segment)
    return bytes(code - 0xE0100 + 16 if code >= 0xE0100 else code - 0xFE00 for code in codes)


SEGMENTS: tuple[Pattern, ...] = (
    Pattern(
        "base64",
        rf"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{{16,{SEGMENT_CHARS}}}={{0,2}}",
        lead=r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{16}",
    ),
    Pattern(
        "base32",
        rf"(?<![A-Za-z0-9+/=_-])[A-Z2-7]{{16,{SEGMENT_CHARS}}}={{0,6}}(?![A-Za-z0-9+/_-])",
        lead=r"(?<![A-Za-z0-9+/=_-])[A-Z2-7]{16}",
    ),
    Pattern(
        "hex",
        rf"(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{{2}}){{8,{SEGMENT_CHARS // 2}}}(?![A-Za-z0-9])",
        lead=r"(?<![A-Za-z0-9])[0-9A-Fa-f]{16}",
    ),
    Pattern(
        "hex",
        r"(?<![A-Za-z0-9])(?<![0-9A-Fa-f]{2}[ :,-])[0-9A-Fa-f]{2}"
        rf"(?:[ :,-][0-9A-Fa-f]{{2}}){{7,{_PAIRS}}}(?![A-Za-z0-9])",
        lead=r"(?<![A-Za-z0-9])[0-9A-Fa-f]{2}(?:[ :,-][0-9A-Fa-f]{2}){7}",
    ),
    Pattern(
        "selectors",
        rf"(?<![{_SELECTORS}])[{_SELECTORS}]{{4,{SEGMENT_CHARS}}}",
        lead=f"[{_SELECTORS}]{{4}}",
    ),
)

_DECODERS: dict[str, Callable[[str], bytes]] = {
    "base64": _decode_base64,
    "base32": _decode_base32,
    "hex": _decode_hex,
    "selectors": _decode_selectors,
}


# Bytes that are in no UTF-8 text, or only as control characters: told before decoding.
_NOT_TEXT = bytes({*range(32), *range(0x7F, 0x80), 0xC0, 0xC1, *range(0xF5, 0x100)} - {9, 10, 13})
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def decoded(encoding: str, text: str, segments: Sequence[tuple[int, int]]) -> tuple[str, Offsets]:
    """Return what the segments of a text encode, one after the other, and the map.

    Between two of them stands what no match goes through and no context reaches beyond; many
    small segments cost one look.
    """
    original: list[int] = []
    said: list[str] = []
    done = 0
    for start, end in segments:
        plain = decode(encoding, text[start:end])
        if plain is not None and start >= done:
            original += [start - done, end - start]
            said += [APART if said else "", plain]
            done = end
    pieces = Pieces(original, map(len, said))
    pieces.keep_whole(range(len(said)))
    return "".join(said), pieces


def decode(encoding: str, segment: str) -> str | None:
    """Return the readable text a segment encodes, or None."""
    try:
        data = _DECODERS[encoding](segment)
    except (ValueError, binascii.Error):
        return None
    charset = "utf-16-le" if _is_utf16(data) else "utf-8"
    if charset == "utf-8" and not _is_readable(len(data), len(data.translate(None, _NOT_TEXT))):
        return None
    text = data.decode(charset, "replace")
    odd = len(_UNREADABLE.findall(text))
    if not text or text == segment or not _is_readable(len(text), len(text) - odd):
        return None
    return text


def _is_utf16(data: bytes) -> bool:
    """Tell UTF-16, as PowerShell encodes its commands, from UTF-8."""
    return data[1::2].count(0) * 2 > len(data[1::2])


def _is_readable(whole: int, readable: int) -> bool:
    return readable >= _READABLE_SHARE * whole
