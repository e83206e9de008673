"""Credentials in URLs and connection strings: ``scheme://user:password@host`` (RFC 3986 §3.2.1)."""

from __future__ import annotations

from chatward.detectors.secrets.entropy import is_fill_in
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "url-credentials"
FAMILY = SECRET

CAUGHT = (
    "postgresql://app:Tr0ub4dor3@db.example.org:5432/shop",
    "see https://anna:korrekt-pferd@intranet.example.org/wiki",
    "redis://:9fQw7ZxT@cache.example.org:6379/0",
)
CLEAN = (
    "https://example.org/@anna",
    "postgresql://user:password@localhost/db",
    "mongodb://<user>:<password>@host",
    "https://example.org:8080/a@b",
)


def _is_real(candidate: str) -> bool:
    credentials = candidate.split("://", 1)[1].rpartition("@")[0]
    return not is_fill_in(credentials.partition(":")[2])


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:@/<>\"'?#。、，！？：；「」（）]{0,100}:"
        r"[^\s@/<>\"'。、，！？：；「」（）]{1,200}@[A-Za-z0-9_.\[\]:-]{1,253}"
        r"(?:/[A-Za-z0-9_.~%/?&=+-]{0,200})?",
        validate=_is_real,
        lead=r"://[^\s:@/<>\"'?#]{0,100}:[^\s@/<>\"']{1,200}@",
        lead_chars=340,
    ),
)
