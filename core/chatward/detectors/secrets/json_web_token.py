"""JSON Web Tokens: signed (RFC 7515), unsigned (RFC 7519 §6) and encrypted (RFC 7516).

Base64url parts joined by dots; the first decodes to a header that names its algorithm.
"""

from __future__ import annotations

import base64
import binascii

import msgspec

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "json-web-token"
FAMILY = SECRET

_HEADER = "eyJhbGciOiJIUzI1NiJ9"
_PAYLOAD = "eyJzdWIiOiJzeW50aGV0aWMifQ"

CAUGHT = (
    f"{_HEADER}.{_PAYLOAD}.q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz",
    "Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJzeW50aGV0aWMifQ.AAAAAAAAAAAA",
    f"without a signature: {_HEADER}.{_PAYLOAD}",
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..q8Zt3mXw6LpRk9Vb.N2sYc5HdJf8GuAe1oTi4.Kx7EwQz0PnMvBr5Cj2Lh4g",
)
CLEAN = (
    "eyJ is how JSON begins in base64",
    "eyJhbGciOi.eyJzdWIi.c2ln",
    "a.b.c",
    f"the header alone: {_HEADER}",
    f"{_HEADER}.Example",
)

_PARTS_ENCRYPTED = 5
_PARTS_UNSIGNED = 2


def _token_chars(candidate: str) -> int:
    """Read the header; return how much of the candidate is a token."""
    token = candidate.rstrip(".") if candidate.count(".") != _PARTS_UNSIGNED else candidate
    parts = token.split(".")
    header = _json_of(parts[0])
    if header is None or "alg" not in header:
        return 0
    if len(parts) == _PARTS_ENCRYPTED:
        return len(token) if "enc" in header else 0
    if len(parts) == _PARTS_UNSIGNED and _json_of(parts[1]) is None:
        return 0
    return len(token)


def _json_of(part: str) -> dict[str, object] | None:
    """Decode a part that should hold a JSON object; None where it does not."""
    try:
        decoded = msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, msgspec.DecodeError, ValueError):
        return None
    return decoded if isinstance(decoded, dict) else None


_CHAR = "[A-Za-z0-9_-]"
# A JSON object begins with {" or with white space between the two.
_OPEN = "(?:eyJ|eyAi|ewog|ewkg|ew0K|ewoJ)"

PATTERNS = (
    Pattern(
        KIND,
        rf"(?<!{_CHAR}){_OPEN}{_CHAR}{{10,1000}}\.(?:"
        rf"{_CHAR}{{0,1400}}\.{_CHAR}{{8,64}}\.{_CHAR}{{1,6000}}\.{_CHAR}{{10,64}}|"
        rf"{_CHAR}{{4,6000}}(?:\.{_CHAR}{{0,1400}})?)(?!{_CHAR})",
        validate=_token_chars,
        lead=rf"{_OPEN}{_CHAR}{{10}}",
    ),
)
