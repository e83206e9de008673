"""Tokens in the query, the fragment or the path of a link: whoever has the link is let in.

Signed downloads, password resets, magic links, session ids (W3C, "Good practices for capability
URLs", https://www.w3.org/TR/capability-urls/). The value alone is the finding, so that a redacted
link still says where it leads.
"""

from __future__ import annotations

from itertools import pairwise

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "url-token"
FAMILY = SECRET

CAUGHT = (
    "https://example.org/reset?token=3f9a1c77e0b24d18",
    "https://example.org/cb#access_token=ya0AbC9dEf2GhI&state=1",
    "http://example.org/app;jsessionid=1A2B3C4D5E6F7081",
    "https://files.example.org/a.pdf?X-Amz-Signature=8c1f0e2d3b4a59687766554433221100",
    "https://example.org/password/reset/q8Zt3mXw6LpRk9VbN2sYc5Hd",
    "see https://example.org/download?id=7&sig=Zm9vYmFyYmF6MTIz%3D",
    "https://maps.example.org/api?q=Berlin&key=AbCd3fGh1jKlMn0pQrStUv",
)
CLEAN = (
    "https://example.org/reset?token=YOUR_TOKEN_1",
    "https://example.org/list?page=2&sort=asc&key=name",
    "https://example.org/?session=spring2026",
    "https://example.org/docs/reset/how-to-reset-your-password",
    "https://example.org/callback?code=de",
    "https://example.org/?token={token}",
)

_NAMES = (
    "(?:[a-z]{1,16}[_-])?(?:access|id|refresh|auth|session|reset|login|magic|invite|invitation|"
    "confirmation|verification|activation|unsubscribe|csrf|security|share|sso)?[_-]?token|jwt|"
    "x-amz-signature|x-amz-security-token|x-goog-signature|signature|sig|hmac|"
    "api[_-]?key|app[_-]?key|access[_-]?key|auth[_-]?key|client[_-]?secret|secret|"
    "session[_-]?id|sessid|phpsessid|jsessionid|asp\\.net_sessionid|sid|"
    "reset[_-]?(?:code|key)|invite[_-]?code|activation[_-]?(?:code|key)|"
    "verification[_-]?code|confirmation[_-]?code|otp|ticket"
)
# These name harmless things too; a long value tells.
_VAGUE_NAMES = "key|code|auth|hash|session|credential|confirm|verify|invite|pwd|h|s|k|t"
_STEPS = (
    "reset|reset-password|password-reset|password/reset|forgot|verify|verification|verify-email|"
    "confirm|confirmation|activate|activation|invite|invites|invitation|join|magic|magic-link|"
    "login|signin|sso|unsubscribe|token|auth"
)
_VALUE = "[A-Za-z0-9._~%+=/-]"
_FEWEST_TURNS = 4


def _is_token(value: str) -> bool:
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed and not is_fill_in(value)


def _is_long_token(value: str) -> bool:
    """Tell a token from words with hyphens and from names such as ``spring2026``."""
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(value))
    return turns >= _FEWEST_TURNS and _is_token(value)


PATTERNS = (
    Pattern(
        KIND,
        rf"[?&;#](?:{_NAMES})=(?P<value>{_VALUE}{{8,400}})",
        ignore_case=True,
        score=0.9,
        validate=_is_token,
        lead=rf"[?&;#](?:{_NAMES})=",
    ),
    Pattern(
        KIND,
        rf"[?&;#](?:{_VAGUE_NAMES})=(?P<value>{_VALUE}{{16,400}})",
        ignore_case=True,
        score=0.8,
        validate=_is_long_token,
        lead=rf"[?&;#](?:{_VAGUE_NAMES})=",
    ),
    Pattern(
        KIND,
        rf"/(?:{_STEPS})/(?P<value>[A-Za-z0-9._~-]{{20,400}})",
        ignore_case=True,
        score=0.8,
        validate=_is_long_token,
        lead=rf"/(?:{_STEPS})/",
    ),
)
