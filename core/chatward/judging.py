"""Judges: slow detectors of the application's own, asked about every whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from chatward.finding import Finding

Judge: TypeAlias = Callable[[str], Iterable[Finding]]
"""Looks at a whole text with a model of its own; see docs/judges.md."""

# Lies in no text, which is how the pipeline knows a judge that failed.
_FAILED = Finding(0, 0, "judge", 0.0)


def judged(judges: Sequence[Judge], text: str, also: Sequence[Finding]) -> list[Finding]:
    """Return what the caller found already and what the judges find; one may fail."""
    found = list(also)
    for judge in judges:
        try:
            found += judge(text)
        except Exception:  # noqa: BLE001 (any judge may fail; the policy decides)
            found.append(_FAILED)
    return found
