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

LINES = 120
"""Longest key that is found whole, in lines; of a longer one that much is redacted."""

# A line break, also one escaped in JSON. Between lines there must be one: a pattern in which a
# line could be split anywhere would backtrack without end.
_BREAK = r"(?:\s|\\[nr])"
_HEADER = rf"{_BREAK}{{1,6}}[A-Z][A-Za-z-]{{3,16}}: [A-Za-z0-9,.+/=-]{{1,100}}"
_BEGIN = r"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
_END = r"-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"

PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEGIN}(?:{_HEADER}){{0,4}}{_BREAK}{{0,6}}[A-Za-z0-9+/=]{{16,4000}}"
        rf"(?:{_BREAK}{{1,6}}[A-Za-z0-9+/=]{{16,100}}){{0,{LINES}}}"
        rf"(?:(?:{_BREAK}{{1,6}}[A-Za-z0-9+/=]{{1,15}})?{_BREAK}{{0,6}}{_END})?",
        lead=_BEGIN,
    ),
)
