"""The lists beside this file: names, cues and words, in sections with a title in brackets."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def section(name: str, title: str = "") -> str:
    """Return a section of a list, its lines joined by ``|``; without a title the first one."""
    return _sections(name).get(title, "")


@cache
def _sections(name: str) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    title = ""
    text = files("chatward.detectors.personal.persons").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif line and not line.startswith("#"):
            lines.setdefault(title, []).append(line)
    return {each: "|".join(found) for each, found in lines.items()}
