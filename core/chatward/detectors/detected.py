"""What one look at a text has seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatward.finding import Finding
from chatward.text.views import View


@dataclass(slots=True)
class Detected:
    """What was seen in a text.

    Attributes:
        open_from: Where a match begins that more text could still change; else the length.
        findings: All findings, unresolved, in no order; offsets in the text.
        failed: Kinds of detectors that raised.
        views: What the text reads as with its disguises off, and what is encoded in it.

    """

    open_from: int
    findings: dict[tuple[int, int, str], Finding] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    views: list[View] = field(default_factory=list, repr=False)

    def add(self, finding: Finding) -> None:
        """Add a finding; of the same one seen in several views the surest stays."""
        key = (finding.start, finding.end, finding.kind)
        known = self.findings.get(key)
        if known is None or known.score < finding.score:
            self.findings[key] = finding
