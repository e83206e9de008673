"""Near duplicates among the seeds: MinHash over runs of five characters, then the exact figure.

Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

RUN = 5
ALIKE = 0.7
"""From this Jaccard similarity on, two texts are near duplicates."""

_HASHES, _BANDS = 96, 24
_PRIME = (1 << 61) - 1


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return (later, earlier) pairs, one for each text that is like an earlier one."""
    runs = [_runs(text) for text in texts]
    chance = np.random.default_rng(0)
    factors = chance.integers(1, 1 << 31, _HASHES, dtype=np.uint64)
    shifts = chance.integers(0, 1 << 31, _HASHES, dtype=np.uint64)
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, own in enumerate(runs):
        hashes = np.fromiter((zlib.crc32(run.encode("utf-8", "replace")) for run in own), np.uint64)
        least = ((hashes[:, None] * factors + shifts) % np.uint64(_PRIME)).min(axis=0)
        bands = [(band, part.tobytes()) for band, part in enumerate(np.split(least, _BANDS))]
        seen = {other for band in bands for other in buckets[band]}
        like = [other for other in sorted(seen) if _alike(own, runs[other]) >= ALIKE]
        if like:
            found.append((number, like[0]))
        for band in bands:
            buckets[band].append(number)
    return found


def _runs(text: str) -> frozenset[str]:
    plain = " ".join(text.lower().split())
    return frozenset(plain[at : at + RUN] for at in range(max(1, len(plain) - RUN + 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
