"""How much of what an application had in all was looked at by a guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatward.audit.stages import STAGES
from chatward.report.tally import Tally

_WAYS = ("input", "retrieval", "tool-call", "tool-result", "output")


@dataclass(frozen=True)
class Covered:
    """One stage on the way through a bot.

    Attributes:
        stage: Its name.
        guarded: Texts or calls that a guard decided about.
        traffic: All there were; None = nobody counted.
        share: The part that was guarded, 0.0 to 1.0; None where nobody counted.

    """

    stage: str
    guarded: int
    traffic: int | None
    share: float | None


def coverage(total: Tally) -> list[Covered]:
    """Return the stages that have seen anything, in the order of a text's way."""
    seen = {stage for stage, _ in total.stages.of} | set(total.traffic.of)
    known = [each for each in dict.fromkeys((*_WAYS, *STAGES)) if each in seen]
    return [_covered(stage, total) for stage in (*known, *sorted(seen - {*known}))]


def overall(stages: Sequence[Covered]) -> float | None:
    """Return the share over all stages at which there was a count; None where there was none."""
    counted = [each for each in stages if each.traffic is not None and each.share is not None]
    traffic = sum(each.traffic or 0 for each in counted)
    if not traffic:
        return None
    return sum((each.share or 0) * (each.traffic or 0) for each in counted) / traffic


def _covered(stage: str, total: Tally) -> Covered:
    """Return a stage; a text that two doors saw counts once, as far as that can be told."""
    constructed = int(total.stages.of.get((stage, True), 0))
    others = int(total.stages.of.get((stage, False), 0))
    counted = int(total.traffic.of.get(stage, 0))
    if not counted:
        known = constructed if constructed and not others else None
        return Covered(stage, constructed + others, known, None if known is None else 1.0)
    traffic = constructed + counted
    share = (constructed + min(others, counted)) / traffic
    return Covered(stage, constructed + others, traffic, share)
