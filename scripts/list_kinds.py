"""Write docs/kinds.md: every built-in kind, from the detectors themselves.

    .venv/bin/python scripts/list_kinds.py           writes the page
    .venv/bin/python scripts/list_kinds.py --check   says whether it is up to date

A test runs the second, so that the page cannot fall behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from chatward.detectors import BUILTIN
from chatward.detectors.conduct import behaviour
from chatward.detectors.detector import Detector
from chatward.detectors.leaks import protected_text
from chatward.kinds import FAMILIES
from chatward.matching.candidates import CANDIDATES
from chatward.matching.pattern import Pattern

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"

HEAD = """\
# Every built-in kind

Written by `scripts/list_kinds.py` from the detectors; what they find and leave alone is told in
[detectors.md](detectors.md).

- **score**: of a finding, before the policy looks at it; `balanced` acts from 0.5 on,
  `strict` from 0.4.
- **bare**: the score where no context word ("phone", "tax number") stands before it and the
  message holds more than the value; `-` = then it is no finding. Empty: no context is needed.
- **longest**: the longest match in code points, lead words included.

Presidio's entity name is the kind in capitals with underscores: `us-ssn` is `US_SSN`.
"""


def main() -> int:
    """Write the page, or tell whether it is up to date."""
    wanted = "\n".join([HEAD, *_sections()])
    if "--check" in sys.argv:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write("docs/kinds.md is out of date; run scripts/list_kinds.py\n")
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def _sections() -> Iterator[str]:
    for family in FAMILIES:
        members = _by_kind(family)
        shown = behaviour.KINDS if family == behaviour.FAMILY else ()  # by no pattern
        yield f"## `{family}`: {len(members) + len(shown) or 1}\n"
        yield "| kind | score | bare | longest | described at |"
        yield "| --- | --- | --- | --- | --- |"
        yield from map(_row, members)
        yield from (f"| `{kind}` | 0.5 to 1.0 |  | - |  |" for kind in shown)
        if family == protected_text.FAMILY:
            yield f"| `{protected_text.KIND}` | 1.0 |  | - |  |"
        yield ""


def _by_kind(family: str) -> list[Detector]:
    """Return the family's detectors by kind; where a kind has several, all they have as one."""
    merged: dict[str, Detector] = {}
    for each in BUILTIN:
        if each.family == family:
            known = merged.get(each.kind)
            patterns = (*known.patterns, *each.patterns) if known else each.patterns
            merged[each.kind] = replace(known or each, patterns=patterns)
    return [merged[kind] for kind in sorted(merged)]


def _row(detector: Detector) -> str:
    scores = sorted({*(p.score for p in detector.patterns), *(r.score for r in detector.readings)})
    score = " to ".join(
        str(each) for each in dict.fromkeys((scores or [1.0])[:: len(scores) - 1 or 1])
    )
    source = f"<{detector.source}>" if detector.source else ""
    return f"| `{detector.kind}` | {score} | {_bare(detector)} | {_longest(detector)} | {source} |"


def _bare(detector: Detector) -> str:
    """Return the best score without context, where any pattern or reading asks for one."""
    led = [p.score_without_context for p in detector.patterns if p.context]
    led += [r.score_without_context for r in detector.readings]
    if not led or any(not p.context for p in detector.patterns):
        return ""
    return str(max(led)) if max(led) else "-"


def _longest(detector: Detector) -> int:
    widths = [pattern.width for pattern in detector.patterns]
    widths += [Pattern(r.candidate, CANDIDATES[r.candidate]).width for r in detector.readings]
    return max(widths, default=1)


if __name__ == "__main__":
    sys.exit(main())
