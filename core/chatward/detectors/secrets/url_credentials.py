"""Credentials in URLs: ``scheme://user:password@host`` (RFC 3986 §3.2.1) and JDBC's own ways.

The whole address is the finding: an internal host with its user name is as telling as the password.
"""

from __future__ import annotations

import re

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "url-credentials"
FAMILY = SECRET

CAUGHT = (
    "postgresql://app:Tr0ub4dor3@db.example.org:5432/shop",
    "see https://anna:korrekt-pferd@intranet.example.org/wiki",
    "redis://:9fQw7ZxT@cache.example.org:6379/0",
    "mongodb+srv://app:Tr0ub@4dor/3@cluster0.example.org/?retryWrites=true",
    "postgresql+psycopg2://app:Tr0ub4dor3%21@db.example.org/shop",
    "jdbc:postgresql://db.example.org:5432/shop?user=app&password=Tr0ub4dor3",
    "jdbc:sqlserver://db.example.org:1433;databaseName=shop;user=app;password=Tr0ub4dor3;",
    "jdbc:oracle:thin:app/Tr0ub4dor3@db.example.org:1521:shop",
)
CLEAN = (
    "https://example.org/@anna",
    "postgresql://user:password@localhost/db",
    "mongodb://<user>:<password>@host",
    "https://example.org:8080/a@b",
    "jdbc:postgresql://db.example.org:5432/shop",
    "https://example.org/reset?password=&user=anna",
    "jdbc:oracle:thin:@db.example.org:1521:shop",
)

# In Hebrew a preposition is one letter before a hyphen.
_BEGIN = r"(?<![A-Za-z0-9+.-])(?:[\u0590-\u05ff]-)?"
# Neither blanks nor the punctuation of scripts without blanks.
_NOT = r"\s<>\"'`。、，！？：；「」（）"
_PORT = re.compile(r"^\d{1,5}(?:[/?#]|$)")
_PARAMETER = re.compile(r"(?i)[?&;](?:password|passwd|pwd|pass)=([^&;\s]+)")
_TRAILING = ".,:;?!)]}"


def _is_real(address: str) -> bool:
    """Judge ``scheme://user:password@host``."""
    credentials = address.split("://", 1)[1].rpartition("@")[0]
    password = credentials.partition(":")[2]
    first = password.split("@", 1)[0]
    return not (_PORT.match(password) or is_fill_in(first) or password.startswith("//"))


def _parameter_chars(address: str) -> int:
    """Judge an address with the password among its parameters."""
    found = _PARAMETER.search(address)
    if found is None or is_fill_in(found.group(1)):
        return 0
    return len(address.rstrip(_TRAILING))


def _is_oracle(address: str) -> bool:
    """Judge ``jdbc:oracle:thin:user/password@host``."""
    return not is_fill_in(address.partition("/")[2].rpartition("@")[0])


PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEGIN}(?P<value>[A-Za-z][A-Za-z0-9+.-]{{1,30}}://"
        rf"[^:/?#{_NOT}]{{0,100}}:[^{_NOT}]{{1,200}}@[A-Za-z0-9_.\[\]:,-]{{0,253}}"
        rf"(?:[/?][A-Za-z0-9_.~%/?&=+-]{{0,200}})?)",
        validate=_is_real,
        lead="[A-Za-z0-9+.-]://",
        lead_chars=40,
    ),
    Pattern(
        KIND,
        rf"{_BEGIN}(?P<value>(?:jdbc:)?[A-Za-z][A-Za-z0-9+:.-]{{1,40}}://[^{_NOT}]{{1,260}}?"
        rf"[?&;](?i:password|passwd|pwd|pass)=[^{_NOT}]{{1,200}})",
        validate=_parameter_chars,
        lead=r"[?&;](?i:password|passwd|pwd|pass)=",
        lead_chars=330,
    ),
    Pattern(
        KIND,
        rf"jdbc:oracle:[a-z]{{2,8}}:[^/@{_NOT}]{{1,64}}/[^@{_NOT}]{{1,64}}@[^{_NOT}]{{1,200}}",
        validate=_is_oracle,
        lead=r"jdbc:oracle:",
    ),
)
