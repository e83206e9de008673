"""Say what happened between two genuine records: what was changed, removed, inserted or moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chatward.audit.verdict import SHOWN, Problem, Report


@dataclass(frozen=True, slots=True)
class Odd:
    """A line that does not follow from the one before it.

    Attributes:
        file: Where it stands.
        line: Which line of that file.
        seq: Its number, as it says; 0 = it says none.
        mac: Its MAC, as it says; empty = it says none.
        bytes: Its length.

    """

    file: str
    line: int
    seq: int
    mac: str
    bytes: int


def tell_gap(
    report: Report,
    odd: Collection[Odd],
    last: int,
    following: int,
    elsewhere: Mapping[int, str],
    file: str,
    *,
    at_end: bool,
) -> None:
    """Put into a report what is wrong between two genuine records.

    Args:
        report: Where it is told.
        odd: The lines between them.
        last: Number of the one before.
        following: Number of the one after.
        elsewhere: Records that stand, or stood, in another place.
        file: Name of the file of the one after.
        at_end: There is none after: what is missing was cut off.

    """
    belong = {each.seq: each for each in odd if last < each.seq < following}
    unnamed = [each for each in odd if not each.seq]
    missing = _ranges(last, following, belong.keys() | elsewhere.keys())
    for each in odd:
        if each.seq and belong.get(each.seq) is not each:
            what = "moved" if each.seq >= following and not at_end else "inserted"
            said = f"record {each.seq} does not belong here"
            report.add(Problem(what, said, each.file, each.line, each.seq))
    for each in unnamed:
        what = "changed" if following > last + 1 else "inserted"
        report.add(Problem(what, "this line is no record", each.file, each.line))
    after_missing = {end + 1 for _, end in missing}
    for each in belong.values():
        if each.seq not in after_missing or unnamed:
            said = f"record {each.seq} is not as it was written"
            report.add(Problem("changed", said, each.file, each.line, each.seq))
    if not unnamed:
        _tell_missing(report, missing, file, cut_after=following - 1 if at_end else 0)


def _tell_missing(
    report: Report, missing: Iterable[tuple[int, int]], file: str, *, cut_after: int
) -> None:
    for begin, end in missing:
        said = f"record {begin} is" if begin == end else f"records {begin} to {end} are"
        at_end = end == cut_after
        what, where = ("cut-off", "missing at the end") if at_end else ("removed", "missing")
        report.add(Problem(what, f"{said} {where}", file, seq=begin))


def _ranges(last: int, following: int, there: Collection[int]) -> list[tuple[int, int]]:
    """Return the numbers between two that are nowhere, as ranges."""
    stops = sorted(each for each in there if last < each < following)
    return list(_between(last, [*stops[: SHOWN * 10], following]))


def _between(last: int, stops: Iterable[int]) -> Iterator[tuple[int, int]]:
    for stop in stops:
        if stop > last + 1:
            yield last + 1, stop - 1
        last = stop
