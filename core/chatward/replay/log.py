"""Go through a log and count what another policy would have decided otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from chatward.action import Action
from chatward.replay.record import Recorded
from chatward.replay.replaying import Replayed, Replayer

DECISION = "decision"


class _Line(msgspec.Struct, gc=False):
    event: str


@dataclass(frozen=True, slots=True)
class Example:
    """A decision that would have been another.

    Attributes:
        reference: Of its event.
        origin: Who wrote the text.
        was: Action and rule on record.
        would_be: Action and rule of the other policy.
        why: What makes it uncertain; empty where it is certain.

    """

    reference: str
    origin: str
    was: tuple[str, str]
    would_be: tuple[str, str]
    why: str


@dataclass
class Comparison:
    """What was counted.

    Attributes:
        decisions: Decisions in the log.
        others: Events about something else.
        broken: Lines that are no events.
        stricter: Decisions that would have been stricter.
        laxer: Decisions that would have been laxer.
        other_rule: Decisions of the same action by another rule.
        actions: How many changed, by action on record and action instead.
        rules: The same by rule on record and rule instead.
        origins: The same by origin.
        kinds: The same by kind of the findings that are treated otherwise.
        uncertain: How many answers are not certain, changed or not, by why.
        uncertain_changes: How many of those that changed are not certain.
        examples: The first that changed.
        limit: So many examples are kept.

    """

    decisions: int = 0
    others: int = 0
    broken: int = 0
    stricter: int = 0
    laxer: int = 0
    other_rule: int = 0
    actions: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    uncertain: Counter[str] = field(default_factory=Counter)
    uncertain_changes: int = 0
    examples: list[Example] = field(default_factory=list)
    limit: int = 20

    @property
    def changed(self) -> int:
        """How many decisions would have another action."""
        return self.stricter + self.laxer


def compare(lines: Iterable[bytes], replayer: Replayer, limit: int = 20) -> Comparison:
    """Decide again about every decision among the lines of a log.

    Args:
        lines: Events as JSON, one each.
        replayer: What decides.
        limit: So many examples are kept.

    """
    found = Comparison(limit=limit)
    decode = msgspec.json.Decoder(Recorded).decode
    replay = replayer.replay
    uncertain = found.uncertain
    for line in lines:
        try:
            event = decode(line)
            if event.event != DECISION:
                found.others += 1
                continue
            said = replay(event)
        except (ValueError, RecursionError):  # msgspec's errors and bad UTF-8 are ValueErrors
            if _is_other(line):
                found.others += 1
            else:
                found.broken += 1
            continue
        found.decisions += 1
        if said.why:
            uncertain[said.why] += 1
        if said.action.value != event.action:
            _note(found, event, said, replayer)
        elif said.rule != event.rule:
            found.other_rule += 1
    return found


def _is_other(line: bytes) -> bool:
    """Tell whether a line is an event about something else than a decision."""
    try:
        return msgspec.json.decode(line, type=_Line).event != DECISION
    except (ValueError, RecursionError):
        return False


def _note(found: Comparison, event: Recorded, said: Replayed, replayer: Replayer) -> None:
    """Count a decision that would have been another."""
    if said.action.strictness > Action(event.action).strictness:
        found.stricter += 1
    else:
        found.laxer += 1
    found.uncertain_changes += bool(said.why)
    found.actions[event.action, said.action.value] += 1
    found.rules[event.rule, said.rule] += 1
    found.origins[event.origin] += 1
    treated = zip(event.findings, replayer.actions(event), strict=True)
    found.kinds.update({kind for was, (kind, now) in treated if was[4] != now.value})
    if len(found.examples) < found.limit:
        was, would_be = (event.action, event.rule), (said.action.value, said.rule)
        found.examples.append(Example(event.reference, event.origin, was, would_be, said.why))
