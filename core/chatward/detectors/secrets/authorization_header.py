"""Credentials in HTTP headers: ``Authorization: Basic ...``, bearer tokens, session cookies.

RFC 7617 (Basic), RFC 6750 (Bearer), RFC 6265 (Cookie).
"""

from __future__ import annotations

import base64
import binascii

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.detectors.secrets.shape import is_opaque
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "authorization-header"
FAMILY = SECRET

CAUGHT = (
    "Authorization: Basic YW5uYTpBcGZlbDlCYXVt",
    'curl -H "Authorization: Bearer q8Zt3mXw6LpRk9VbN2sYc5Hd" https://api.example.org',
    '{"Authorization": "Token q8Zt3mXw6LpRk9VbN2sY"}',
    "the header is Bearer q8Zt3mXw6LpRk9VbN2sYc5Hd",
    "Cookie: theme=dark; sessionid=q8Zt3mXw6LpRk9VbN2sYc5Hd",
    "Set-Cookie: JSESSIONID=9F3A7C1E5B8D2F4A6C0E1B3D5F7A9C2E; Path=/",
)
CLEAN = (
    "Authorization: Bearer <token>",
    "Authorization: Bearer $API_KEY",
    "Authorization: Basic ...",
    "Bearer authentication is described in RFC 6750",
    "Basic configuration options",
    "the Authorization: Bearer xxxxxxxxxxxxxxxxxxxx header",
    "my session id is c638ed62-f5e9-41c8-a43d-0bf736596efd",
)

_CHARS = r"[A-Za-z0-9._~+/=%:|-]"
_SCHEME = (
    r"(?:basic|bearer|token|digest|ntlm|negotiate|api-?key|api-?token|apikey|bot|oauth|ssws|splunk|"
    r"geniekey|key|hawk|jwt)"
)
_COOKIE = (
    r"(?:[A-Za-z0-9]{0,20}[_.-]?(?:sess|session|sessid|sessionid|session_id|jsessionid|phpsessid|sid|"
    r"auth|auth_?token|remember_(?:me|token|user_token)|access_?token|refresh_?token|jwt|"
    r"aspxauth|sessionToken)|\.AspNetCore\.[A-Za-z.]{1,30})"
)
_MIN_LOOSE_CHARS = 16


def _credential_chars(candidate: str) -> int:
    """Judge what a header holds; return how much of it is the credential."""
    value = candidate.rstrip(".:")
    valid = (is_opaque(value) or _is_pair(value)) and not is_fill_in(value)
    return len(value) if valid else 0


def _is_pair(candidate: str) -> bool:
    """Tell whether it is ``user:password`` in base64."""
    try:
        plain = base64.b64decode(candidate + "=" * (-len(candidate) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return False
    return ":" in plain and plain.isprintable()


def _loose_credential_chars(candidate: str) -> int:
    """Judge what follows "Bearer" or "Basic" wherever it stands."""
    if len(candidate) < _MIN_LOOSE_CHARS and not _is_pair(candidate):
        return 0
    return _credential_chars(candidate)


PATTERNS = (
    Pattern(
        KIND,
        rf"authorization\\{{0,3}}[\"'`]?\s{{0,2}}[:=,]\s{{0,3}}\\{{0,3}}[\"'`]?(?:{_SCHEME}\s{{1,3}})?"
        rf"(?P<value>{_CHARS}{{6,460}})",
        ignore_case=True,
        lead="auth",
        validate=_credential_chars,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9_])(?-i:Bearer|bearer|BEARER|Basic|basic)\s{{1,3}}(?P<value>{_CHARS}{{8,460}})",
        ignore_case=True,
        lead="(?:bear|basi)",
        validate=_loose_credential_chars,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9_.?&/-]){_COOKIE}=(?P<value>[A-Za-z0-9._~+/=%:|-]{{12,460}})",
        ignore_case=True,
        lead=rf"{_COOKIE}=",
        validate=_credential_chars,
    ),
)
