"""What stands out about the running of a guard: its log, its purges, its incidents."""

from __future__ import annotations

from collections.abc import Iterator, Sized

from chatward.report import words
from chatward.report.days import DAY
from chatward.report.period import Subject
from chatward.report.sentence import Sentence

_OVERDUE = 7 * DAY
_STALE = 2 * DAY
_SLOW_SECONDS = 3_600


def about_running(told: Subject) -> Iterator[Sentence]:
    """Return what stands out about how the guard is run."""
    yield from _log(told)
    yield from _retention(told)
    yield from _incidents(told)
    yield from _failures(told)


def _log(told: Subject) -> Iterator[Sentence]:
    for log in told.found.logs:
        called = words.quoted(log.path.name)
        if log.verdict and not log.verdict.startswith("whole"):
            yield Sentence(100, f"The log {called} is not whole: {words.name(log.verdict)}.", "log")
        if not log.signed:
            text = f"The log {called} is not signed: nobody can tell whether it was changed."
            yield Sentence(50, text, "log")
        if log.broken:
            lines = words.times(log.broken, "line")
            text = f"{lines} of the log {called} cannot be read, and nothing here counts them."
            yield Sentence(75, text, "log")
        if log.future:
            events = words.times(log.future, "event")
            text = f"The log {called} has {events} of a time to come: a clock is wrong."
            yield Sentence(72, text, "log")
    if told.found.ephemeral:
        text = (
            f"{words.times(told.found.ephemeral, 'decision')} were recorded without a master key: "
            "their pseudonyms mean nothing any more."
        )
        yield Sentence(48, text, "log")
    last = told.found.last or told.made
    if told.made - last > _STALE:
        text = f"The log ends {words.span(told.made - last)} before this report was made."
        yield Sentence(52, text, "log")


def _retention(told: Subject) -> Iterator[Sentence]:
    purges = told.found.purges
    if not purges:
        first, last = told.found.first or 0.0, told.found.last or 0.0
        if last - first > _OVERDUE:
            text = f"Retention has not run once in the {words.span(last - first)} of this log."
            yield Sentence(78, text, "retention")
        return
    newest = max(purges, key=lambda each: each.time)
    since = (told.found.last or newest.time) - newest.time
    if since > _OVERDUE:
        yield Sentence(78, f"Retention has not run for {words.span(since)}.", "retention")
    if newest.left:
        text = (
            f"{words.times(newest.left, 'drawer')} over their time were still there after the "
            f"purge of {words.day(newest.time)}."
        )
        yield Sentence(82, text, "retention")


def _incidents(told: Subject) -> Iterator[Sentence]:
    opened = told.incidents(told.now)
    still = [each for each in told.found.incidents.values() if each.closed is None]
    grave = [each for each in still if each.severity in ("high", "critical")]
    if grave:
        text = (
            f"{words.times(len(grave), 'incident')} of high or critical severity {_is(grave)} open."
        )
        yield Sentence(90, text, "incidents")
    elif still:
        yield Sentence(46, f"{words.times(len(still), 'incident')} {_is(still)} open.", "incidents")
    untold = [each for each in opened if each.not_told and not each.told]
    if untold:
        text = f"Nobody was told of {words.times(len(untold), 'incident')}: no channel took it."
        yield Sentence(88, text, "incidents")
    slow = [each for each in opened if (each.contained or 0) > _SLOW_SECONDS]
    if slow:
        longest = max(each.contained or 0 for each in slow)
        text = (
            f"{words.times(len(slow), 'incident')} took more than an hour to contain, "
            f"the slowest {words.span(longest)}."
        )
        yield Sentence(58, text, "incidents")
    failed = [each for each in told.found.drills if each.failed and told.holds(each.time)]
    if failed:
        text = f"{words.times(len(failed), 'exercise')} of the playbook did not reach all channels."
        yield Sentence(57, text, "incidents")


def _is(several: Sized) -> str:
    return "is still" if len(several) == 1 else "are still"


def _failures(told: Subject) -> Iterator[Sentence]:
    total = told.total
    if total.lost.total:
        text = f"{words.times(total.lost.total, 'audit event')} were lost, and nobody has them."
        yield Sentence(95, text, "degraded")
    elif total.degraded.total:
        text = f"The guard was degraded for {words.span(total.degraded.total)}; no event was lost."
        yield Sentence(54, text, "degraded")
    for what, count in total.failed.ranked()[:2]:
        text = f"{words.quoted(what)} failed in {words.times(count, 'decision')}."
        yield Sentence(56, text, "degraded")
