r"""Private keys: PEM (RFC 7468), OpenSSH and PGP armour (RFC 9580), PuTTY files, JWK (RFC 7517).

Lines may be broken, escaped (``\n`` in JSON), quoted, commented or joined by blanks; PEM may be
wrapped in base64 once more, as in a Kubernetes secret. A key cut off before its end counts too.
PuTTY's format: the.earth.li/~sgtatham/putty/0.81/htmldoc/AppendixC.html.
"""

from __future__ import annotations

import base64
import binascii
import re

from chatward.detectors.secrets.entropy import looks_random
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "private-key"
FAMILY = SECRET

_BODY = "MC4CAQAwBQYDK2VwBCIEIHN5bnRoZXRpYyBrZXkgZm9yIGNoYXR3YXJkIHRlc3Rz"
_WRAPPED = base64.b64encode(f"-----BEGIN RSA PRIVATE KEY-----\n{_BODY}\n".encode()).decode()

CAUGHT = (
    f"-----BEGIN PRIVATE KEY-----\n{_BODY}\n-----END PRIVATE KEY-----",
    f'"key": "-----BEGIN RSA PRIVATE KEY-----\\n{_BODY}\\n-----END RSA PRIVATE KEY-----\\n"',
    f"-----BEGIN OPENSSH PRIVATE KEY-----\n{_BODY}\n{_BODY}\n",
    f"-----BEGIN EC PRIVATE KEY----- {_BODY} -----END EC PRIVATE KEY-----",
    f"> -----BEGIN ENCRYPTED PRIVATE KEY-----\n> {_BODY}\n> {_BODY}",
    f'"-----BEGIN PRIVATE KEY-----\\n" +\n  "{_BODY}\\n" +\n  "{_BODY}\\n"',
    f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{_BODY}\n=ab3D\n-----END PGP",
    f"tls.key: {_WRAPPED}",
    f"Private-Lines: 1\n{_BODY}\nPrivate-MAC: 9c1185a5c5e9fc54612808977ee8f548b2258d31",
    f'{{"kty": "OKP", "crv": "Ed25519", "d": "{_BODY[:43]}"}}',
)
CLEAN = (
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----",
    "a file that starts with -----BEGIN PRIVATE KEY----- is secret",
    "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUNvd0JRWURLMlZ3QXlFQQ==",
    '{"kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
    "Public-Lines: 1\nAAAAB3NzaC1yc2EAAAADAQABAAABAQ",
)

LINES = 100
"""Longest key that is found whole, in lines; of a longer one that much is redacted."""

# What stands between two lines: a break, also one escaped, and what quotes or comments a line.
# None of it occurs in base64, else a line could be split anywhere and matching go on without end.
_BREAK = r"(?:\\{1,4}[nrt]|[\s\"'`>|#*,;]|[\"']\s{0,2}\+\s)"
_HEADER = rf"{_BREAK}{{1,8}}[A-Z][A-Za-z-]{{3,16}}: [A-Za-z0-9,.+/=() -]{{1,80}}"
_BEGIN = r"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
_END = r"-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
_LINE = r"[A-Za-z0-9+/=]{16,76}"
_TITLE = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY")
_TITLE_CHARS = 64


def _wraps_private_key(candidate: str) -> bool:
    """Decode the first characters of base64 and look for the title of a private key."""
    try:
        return _TITLE.match(base64.b64decode(candidate[:_TITLE_CHARS])) is not None
    except (binascii.Error, ValueError):
        return False


def _is_number(candidate: str) -> bool:
    """Tell whether a private member of a JWK is a long number and no fill-in."""
    return looks_random(candidate.rpartition('"')[2], bits=4.0)


PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEGIN}(?:{_HEADER}){{0,3}}{_BREAK}{{0,12}}[A-Za-z0-9+/=]{{16,4000}}"
        rf"(?:{_BREAK}{{1,12}}{_LINE}){{0,{LINES}}}"
        rf"(?:(?:{_BREAK}{{1,12}}[A-Za-z0-9+/=]{{1,15}})?{_BREAK}{{0,12}}{_END})?",
        lead=_BEGIN,
    ),
    Pattern(
        KIND,
        rf"LS0tLS1CRUdJTi[A-Za-z0-9+/=]{{40,8000}}(?:\s{{1,12}}{_LINE}){{0,{LINES}}}"
        r"(?:\s{1,12}[A-Za-z0-9+/]{1,15}={1,2})?",
        validate=_wraps_private_key,
        lead="LS0tLS1CRUdJTi",
    ),
    Pattern(
        KIND,
        rf"Private-Lines: ?\d{{1,3}}(?:{_BREAK}{{1,12}}{_LINE}){{1,{LINES}}}"
        rf"(?:{_BREAK}{{1,12}}[A-Za-z0-9+/=]{{1,15}})?"
        rf"(?:{_BREAK}{{1,12}}Private-(?:MAC|Hash): ?[0-9a-f]{{40,64}})?",
        lead="Private-Lines: ?[0-9]",
    ),
    Pattern(
        KIND,
        r"\"(?:d|p|q|dp|dq|qi|k)\\{0,3}\"\s{0,3}:\s{0,3}\\{0,3}\"[A-Za-z0-9_-]{40,1400}",
        validate=_is_number,
        lead=r"\"(?:d|p|q|dp|dq|qi|k)\\{0,3}\"",
    ),
)
