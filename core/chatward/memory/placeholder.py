"""What a placeholder looks like: ``EMAIL_ADDRESS_1_k7f3q2mz``.

Kind, number within kind and conversation, and a tag: a MAC over both under the conversation's
key. ASCII word characters only, so that tokenizers, JSON, URLs and Markdown leave it whole.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

TAG_CHARS = 8
LONGEST = 64
"""Length of the longest placeholder, in characters."""

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9_])([A-Z][A-Z0-9_]{1,46})_([1-9][0-9]{0,6})_([a-z2-7]{8})(?![A-Za-z0-9_])"
)


def write(kind: str, number: int, key: bytes) -> str:
    """Return the placeholder for the n-th value of a kind."""
    word = kind.upper().replace("-", "_")
    return f"{word}_{number}_{_tag(word, number, key)}"


def is_genuine(match: re.Match[str], key: bytes) -> bool:
    """Tell whether a match of `PLACEHOLDER` carries the tag only this conversation can make."""
    word, number, tag = match.groups()
    return hmac.compare_digest(tag, _tag(word, int(number), key))


def _tag(word: str, number: int, key: bytes) -> str:
    digest = hmac.new(key, f"{word}\0{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:TAG_CHARS]
