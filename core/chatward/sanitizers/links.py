"""Defang links and images: readable, but nothing fetches them."""

from __future__ import annotations

import re

HOW = "defang-link"

_SCHEME = re.compile(r"(?i)\bhttp(s?)(?=:)")
_IMAGE = re.compile(r"!(?=\[)")
_TAG = re.compile(r"<(?=\s{0,3}/?[A-Za-z])")


def sanitise(segment: str) -> str:
    """Return the link with a scheme no client knows, as text instead of image or tag."""
    defanged = _SCHEME.sub(r"hxxp\1", segment)
    if defanged == segment:
        defanged = segment.replace("//", "[//]")
    return _TAG.sub("&lt;", _IMAGE.sub("", defanged))
