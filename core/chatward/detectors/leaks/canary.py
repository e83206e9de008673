"""Canaries: tokens that stand in a prompt or a document for no other reason than to be noticed.

A canary carries its own check digits, so every guard knows one without having kept it: issue a
new one for every release of a prompt, and the old ones are still recognised where they come
out. Its letters survive case, Base64, hexadecimal and links; an answer that holds one is blocked.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from chatward.kinds import LEAK
from chatward.matching.pattern import Pattern

KIND = "canary"
FAMILY = LEAK

_RANDOM_BYTES = 10
_CHECK_BYTES = 5
_PREFIX = "cnry"
_CHARS = (_RANDOM_BYTES + _CHECK_BYTES) * 8 // 5


def issue_canary() -> str:
    """Return a new canary of 28 letters and digits, such as ``cnry`` and 24 more.

    Put it into a system prompt or a document that must not come out.
    """
    return _written(secrets.token_bytes(_RANDOM_BYTES))


def _written(random_part: bytes) -> str:
    return _PREFIX + base64.b32encode(random_part + _check(random_part)).decode().lower()


def _check(random_part: bytes) -> bytes:
    return hashlib.blake2b(
        random_part, digest_size=_CHECK_BYTES, person=b"chatward-canary"
    ).digest()


def _is_canary(token: str) -> bool:
    """Tell whether the check digits are right; by chance they are once in a billion times."""
    data = base64.b32decode(token[len(_PREFIX) :].upper())
    return _check(data[:_RANDOM_BYTES]) == data[_RANDOM_BYTES:]


CAUGHT = (_written(bytes(_RANDOM_BYTES)), f"it says {_written(b'0123456789').upper()} on top")
CLEAN = ("cnry" + "a" * 24, _written(bytes(_RANDOM_BYTES))[:-1] + "7", "a canary in a coal mine")

PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9]){_PREFIX}[a-z2-7]{{{_CHARS}}}(?![A-Za-z0-9])",
        ignore_case=True,
        validate=_is_canary,
    ),
)
