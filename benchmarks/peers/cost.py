"""What asking a peer costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cost:
    """CPU microseconds by length of a clean text and by row; memory; start.

    Attributes:
        micros_50: Median for 50 characters; the next two likewise.
        row_micros_median: Of the rows that were compared; the next one likewise.

    """

    micros_50: float
    micros_500: float
    micros_5000: float
    row_micros_median: float
    row_micros_99th: float
    resident_megabytes: float
    import_seconds: float


def cost_of(measured: dict[str, Any]) -> Cost:
    """Return what the worker measured."""
    micros = measured["micros"]
    return Cost(
        micros["50"],
        micros["500"],
        micros["5000"],
        measured["row_micros_median"],
        measured["row_micros_99th"],
        measured["resident_megabytes"],
        measured["import_seconds"],
    )
