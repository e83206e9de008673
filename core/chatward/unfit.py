"""What in a text must not rest anywhere as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chatward import kinds
from chatward.action import Action
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.pipeline import Pipeline
from chatward.policy.decide import verdict
from chatward.redactors.clusters import clusters

Span = tuple[int, int]


def unfit_places(
    text: str,
    found: Sequence[Finding],
    also: Sequence[Finding],
    taken: Sequence[Span],
    pipeline: Pipeline,
) -> list[Finding]:
    """Return what is to be hidden or redacted, from left to right; none touches another.

    Args:
        text: What was looked at.
        found: What detectors have seen.
        also: Personal data that the application knows of, whatever the policy says about it.
        taken: Where placeholders of the conversation stand: nothing of them is returned.
        pipeline: What to go by.

    """
    acted = [each.with_action(Action.PSEUDONYMISE) for each in also]
    acted += [each.with_action(action_at_rest(each, pipeline)) for each in found]
    wanted = [(each, "") for each in acted if each.action is not Action.ALLOW]
    places: list[Finding] = []
    for place in clusters(wanted):
        for finding in _outside(place.finding, taken, text):
            _add(finding, places, text)
    return places


def action_at_rest(finding: Finding, pipeline: Pipeline) -> Action:
    """Return what is done with a finding: allow, pseudonymise or redact.

    It is the policy's word on what users write. What the bot may read as it is must still not
    rest where that is not fit for a log.
    """
    family = pipeline.families.get(finding.kind, finding.kind)
    if family not in {kinds.PERSONAL, kinds.SECRET}:
        return Action.ALLOW  # a text that rests persuades nobody
    action, _ = verdict(pipeline.policy, finding, family, Origin.USER, None)
    if action is not Action.ALLOW:
        return action if action is Action.PSEUDONYMISE else Action.REDACT
    action, _ = verdict(pipeline.policy, finding, family, Origin.TRAINING, None)
    if action is Action.ALLOW:
        return action
    return Action.PSEUDONYMISE if family == kinds.PERSONAL else Action.REDACT


def _outside(finding: Finding, taken: Sequence[Span], text: str) -> Iterator[Finding]:
    """Yield the parts of a finding between the placeholders that stand in it or touch it.

    A placeholder within a value would have to be looked up twice to have the text back.
    """
    start = finding.start
    cut = False
    for begin, end in taken:
        if end >= start and begin <= finding.end:
            yield from _part(finding, start, begin, text, cut_left=cut, cut_right=True)
            start, cut = max(start, end), True
    yield from _part(finding, start, finding.end, text, cut_left=cut, cut_right=False)


def _part(
    finding: Finding, start: int, end: int, text: str, *, cut_left: bool, cut_right: bool
) -> Iterator[Finding]:
    """Yield what is left of a finding; where it was cut, a character stays to keep them apart."""
    if cut_left:
        start += 1
        while start < end and not text[start].isalnum():
            start += 1
    if cut_right:
        end -= 1
        while start < end and not text[end - 1].isalnum():
            end -= 1
    if start < end:
        yield replace(finding, start=start, end=end)


def _add(finding: Finding, places: list[Finding], text: str) -> None:
    """Add a place; one that gets a placeholder takes the word along that it is a part of.

    In the middle of a word, and next to another, a placeholder could not be told any more.
    """
    if finding.action is Action.PSEUDONYMISE:
        finding = _whole_word(finding, text)
    last = places[-1] if places else None
    if last is None or finding.start > last.end or finding.action is not last.action:
        places.append(finding)
    elif finding.end > last.end or finding.start < last.start:
        start, end = min(last.start, finding.start), max(last.end, finding.end)
        places[-1] = replace(last, start=start, end=end)


def _whole_word(finding: Finding, text: str) -> Finding:
    start, end = finding.start, finding.end
    while start > 0 and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return replace(finding, start=start, end=end)


def _in_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
