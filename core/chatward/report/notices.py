"""What to look at this week: sentences, each worked out from the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chatward.report import words
from chatward.report.days import DAY
from chatward.report.notices_running import about_running
from chatward.report.period import Subject
from chatward.report.sentence import Sentence

MOST = 10
_STOPS = frozenset({"block", "ask"})
_ENOUGH = 10
_ROSE = 2.0
_WHOLE = 0.98
_QUIET_SECONDS = 2 * DAY
"""A bot that said nothing for so long may have been switched off."""


def notices(told: Subject) -> list[Sentence]:
    """Return what stands out, the most pressing first."""
    parts: tuple[Callable[[Subject], Iterator[Sentence]], ...] = (
        about_running,
        _risen,
        _new_attacks,
        _unguarded,
        _past_the_guard,
        _let_through,
        _tools,
        _false_alarms,
        _shadow,
    )
    found = [sentence for part in parts for sentence in part(told)]
    return sorted(found, key=lambda each: -each.weight)[:MOST]


def _risen(told: Subject) -> Iterator[Sentence]:
    """Rules that stop much more than they did."""
    if told.before is None:
        return
    for (rule, action), count in told.total.rules.ranked():
        if action not in _STOPS or count < _ENOUGH:
            continue
        now = told.now.a_day(count)
        was = told.before.a_day(told.before.total.rules.of.get((rule, action), 0))
        if now >= _ROSE * was:
            rose = f"rose from {words.number(was)} to {words.number(now)} a day"
            yield Sentence(70, f"Refusals by rule {words.quoted(rule)} {rose}.", "rules")


def _new_attacks(told: Subject) -> Iterator[Sentence]:
    """Families of attacks that were not there before."""
    if told.before is None:
        return
    for family, count in told.total.families.ranked():
        first = told.found.firsts.get(("family", family))
        if first is not None and told.holds(first):
            seen = f"{words.times(count, 'text')}, first on {words.day(first)}"
            text = f"Attacks of family {words.quoted(family)} are new: {seen}."
            yield Sentence(65, text, "attacks")


def _unguarded(told: Subject) -> Iterator[Sentence]:
    """Bots whose input is guarded and whose output is not."""
    stages: dict[str, dict[str, float]] = {}
    for (bot, _, stage), count in told.total.places.of.items():
        of = stages.setdefault(bot, {})
        of[stage] = of.get(stage, 0) + count
    for bot, of in sorted(stages.items()):
        for here, there in (("input", "output"), ("output", "input")):
            if of.get(here, 0) >= _ENOUGH and not of.get(there):
                text = (
                    f"No {there} was guarded by bot {words.quoted(bot)}, "
                    f"although {words.times(of[here], 'text')} of {here} were."
                )
                yield Sentence(80, text, "coverage")


def _past_the_guard(told: Subject) -> Iterator[Sentence]:
    """Stages at which texts went past every guard."""
    missed = [
        (1 - each.share, each)
        for each in told.covered()
        if each.traffic and each.share is not None and each.share < _WHOLE
    ]
    if missed:
        missed.sort(key=lambda each: -each[0])
        parts = [f"{words.share(part)} of {words.quoted(each.stage)}" for part, each in missed[:4]]
        weight = 60 + 25 * missed[0][0]
        yield Sentence(weight, f"{words.listed(parts)} went past the guard.", "coverage")


def _let_through(told: Subject) -> Iterator[Sentence]:
    """Texts that rules wanted stopped and that passed."""
    if told.total.let_through:
        text = (
            f"{words.times(told.total.let_through, 'text')} that a rule wanted stopped went "
            "through, because the policy only monitors or the door could not stop them."
        )
        yield Sentence(62, text, "decisions")


def _tools(told: Subject) -> Iterator[Sentence]:
    """Tools that were refused more than any other."""
    refused: dict[str, float] = {}
    for (tool, _, action, carried_out), count in told.total.calls.of.items():
        if action in _STOPS and carried_out:
            refused[tool] = refused.get(tool, 0) + count
    if not refused:
        return
    tool, most = max(refused.items(), key=lambda each: (each[1], each[0]))
    if most >= _ENOUGH:
        text = f"Tool {words.quoted(tool)} was refused {words.times(most, 'time')}."
        yield Sentence(40, text, "tools")


def _false_alarms(told: Subject) -> Iterator[Sentence]:
    """Rules that people say are wrong."""
    for (rule, verdict), count in told.total.appeals.ranked():
        if verdict == "false-alarm" and count >= 3:
            all_of_it = sum(n for (each, _), n in told.total.appeals.of.items() if each == rule)
            text = (
                f"{words.number(count)} of {words.times(all_of_it, 'appeal')} against rule "
                f"{words.quoted(rule)} were false alarms: look at its score or its kinds."
            )
            yield Sentence(55, text, "appeals")


def _shadow(told: Subject) -> Iterator[Sentence]:
    """What the policy on trial would do."""
    of = told.total.shadows.of.items()
    more = sum(n for (was, new), n in of if was[0] not in _STOPS and new[0] in _STOPS)
    less = sum(n for (was, new), n in of if was[0] in _STOPS and new[0] not in _STOPS)
    if more or less:
        parts: list[str] = []
        if more:
            parts.append(f"stopped {words.times(more, 'text')} that pass now")
        if less:
            parts.append(f"let {words.times(less, 'text')} pass that are stopped now")
        text = f"The policy on trial would have {words.listed(parts)}."
        yield Sentence(45, text, "shadow")
