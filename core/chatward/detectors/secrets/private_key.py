"""Private keys in PEM and OpenSSH armour (RFC 7468); one cut off before its END line counts too."""

from __future__ import annotations

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "private-key"
FAMILY = SECRET

_BODY = "MC4CAQAwBQYDK2VwBCIEIHN5bnRoZXRpYyBrZXkgZm9yIGNoYXR3YXJkIHRlc3Rz"

CAUGHT = (
    f"-----BEGIN PRIVATE KEY-----\n{_BODY}\n-----END PRIVATE KEY-----",
    f'"key": "-----BEGIN RSA PRIVATE KEY-----\\n{_BODY}\\n-----END RSA PRIVATE KEY-----\\n"',
    f"-----BEGIN OPENSSH PRIVATE KEY-----\n{_BODY}\n{_BODY}\n",
)
CLEAN = (
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----",
    "a file that starts with -----BEGIN PRIVATE KEY----- is secret",
)

BODY_CHARS = 8000
"""Longest key that is found whole, in code points; of a longer one that much is redacted."""

_BREAK = r"(?:\s|\\[nr]){0,6}"

PATTERNS = (
    Pattern(
        KIND,
        r"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
        rf"(?:{_BREAK}[A-Za-z0-9+/=:,.-]{{12,100}}){{1,{BODY_CHARS // 64}}}"
        rf"(?:{_BREAK}[A-Za-z0-9+/=]{{1,11}})?"
        rf"(?:{_BREAK}-----END [A-Z0-9 ]{{0,24}}PRIVATE KEY(?: BLOCK)?-----)?",
        lead=r"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----",
    ),
)
