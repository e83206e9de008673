"""Near duplicates: texts that share most of their runs of five characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

RUN = 5
ALIKE = 0.8
"""From this Jaccard similarity on, two texts are near duplicates."""


@dataclass
class Seen:
    """Texts so far, by what stands in them. Exact, which MinHash only comes near to.

    Attributes:
        sizes: Number of runs of each text.
        holders: Which texts hold a run.

    """

    sizes: list[int] = field(default_factory=list)
    holders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def is_new(self, text: str) -> bool:
        """Add a text; False, and nothing is added, if one before it is alike."""
        runs = {text[at : at + RUN] for at in range(max(1, len(text) - RUN + 1))}
        shared = Counter(number for run in runs for number in self.holders.get(run, ()))
        for number, count in shared.items():
            if count >= ALIKE * (len(runs) + self.sizes[number] - count):
                return False
        for run in runs:
            self.holders[run].append(len(self.sizes))
        self.sizes.append(len(runs))
        return True
