"""Overlapping findings become one place to edit.

Findings that overlap form a cluster; the strictest action in it edits the whole of it, so
nothing any of them covers can stay. Hidden characters in a row also become one. A cluster that
would grow beyond `LONGEST` is closed there, at a place that depends on its own beginning alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chatward.action import Action
from chatward.finding import Finding

LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Cluster:
    """One place to edit or block.

    Attributes:
        finding: The finding that decides: its kind and action, stretched over the cluster.
        rule: Name of the policy rule behind it.
        next_start: Findings that begin before this belong to this or an earlier cluster.

    """

    finding: Finding
    rule: str
    next_start: int


def clusters(acted: Iterable[tuple[Finding, str]], after: int = 0) -> list[Cluster]:
    """Return disjoint clusters from left to right.

    Args:
        acted: Findings with an action other than allow, and the rules behind them.
        after: No cluster begins before this place; what stands there is edited already.

    """
    made: list[Cluster] = []
    members: list[tuple[Finding, str]] = []
    first, last = after, after
    for finding, rule in sorted(acted, key=_place):
        cut = bool(members) and finding.start >= first + LONGEST
        if members and (cut or not _belongs(finding, members[0][0], last)):
            made.append(_close(members, first, last, first + LONGEST if cut else last))
            members = []
        if not members:
            first = max(finding.start, last)
        if finding.end > first:
            members.append((finding, rule))
            last = max(last, finding.end)
    if members:
        made.append(_close(members, first, last, last))
    return made


def _place(each: tuple[Finding, str]) -> tuple[int, int, str]:
    return each[0].start, each[0].end, each[0].kind


def _belongs(finding: Finding, head: Finding, last: int) -> bool:
    if finding.start < last:
        return True
    alike = finding.kind == head.kind and finding.action is head.action
    return alike and finding.action is Action.SANITISE and finding.start == last


def _close(members: list[tuple[Finding, str]], first: int, last: int, next_start: int) -> Cluster:
    winner, rule = max(members, key=_weight)
    stretched = Finding(first, last, winner.kind, winner.score, winner.action, winner.view)
    return Cluster(stretched, rule, next_start)


def _weight(each: tuple[Finding, str]) -> tuple[int, float, int, str]:
    finding = each[0]
    length = finding.end - finding.start
    return finding.action.strictness, finding.score, length, finding.kind
