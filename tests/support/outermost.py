"""What a set of detectors sees in a text."""

from chatward.detectors.detect import detect
from chatward.detectors.detector import detector_of
from chatward.detectors.registry import Detectors

ACTED_ON = 0.5


class Finder:
    """Asks a few detectors, and no others."""

    def __init__(self, *parts):
        chosen = [detector_of(part) for part in parts]
        self._detectors = Detectors(chosen, {each.kind: each.family for each in chosen})

    def all_in(self, text):
        """Return all findings, whatever their score."""
        seen = detect(self._detectors, text)
        assert not seen.failed
        return list(seen.findings.values())

    def __call__(self, kind, text):
        """Return the values of a kind that are acted on, the outermost of what overlaps."""
        spans = sorted(
            {
                (finding.start, -finding.end)
                for finding in self.all_in(text)
                if finding.kind == kind and finding.score >= ACTED_ON
            }
        )
        outer = []
        for start, end in spans:
            if not outer or -end > outer[-1][1]:
                outer.append((start, -end))
        return [text[start:end] for start, end in outer]
