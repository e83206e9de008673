"""JSON Web Tokens: three base64url parts, the first of them a JOSE header (RFC 7519)."""

from __future__ import annotations

import base64
import binascii

import msgspec

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "json-web-token"
FAMILY = SECRET

CAUGHT = (
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzeW50aGV0aWMifQ.q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz",
    "Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJzeW50aGV0aWMifQ.AAAAAAAAAAAA",
)
CLEAN = ("eyJ is how JSON begins in base64", "eyJhbGciOi.eyJzdWIi.c2ln", "a.b.c")


def _is_token(candidate: str) -> bool:
    header = candidate.split(".", 1)[0]
    try:
        decoded = msgspec.json.decode(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, msgspec.DecodeError, ValueError):
        return False
    return isinstance(decoded, dict) and "alg" in decoded


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{4,6000}\.[A-Za-z0-9_-]{0,1000}"
        r"(?![A-Za-z0-9_-])",
        validate=_is_token,
        lead=r"eyJ[A-Za-z0-9_-]{10}",
    ),
)
