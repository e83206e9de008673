"""How the benchmarks take time: CPU time of this process, medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

ROUNDS = 15
ROUND_SECONDS = 0.02


def median_micros(work: Callable[[], object]) -> float:
    """Return CPU microseconds per call: the median of rounds of many calls each."""
    work()
    calls = _calls_per_round(work)
    rounds: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(calls):
            work()
        rounds.append((time.process_time() - began) / calls)
    return statistics.median(rounds) * 1e6


def _calls_per_round(work: Callable[[], object]) -> int:
    began = time.perf_counter()
    work()
    return max(1, int(ROUND_SECONDS / max(time.perf_counter() - began, 1e-7)))
