"""What goes into an app at its edge: every text decided, no forged placeholder left in it.

Forged placeholders are looked for after the decision, so that it counts them. The ones that no
rule of the policy speaks about are taken apart: ``EMAIL_ADDRESS_1_k7f3q2mz`` becomes
``[EMAIL_ADDRESS 1]``. Without its tag it is no placeholder in any conversation, however a model
spells it, and a guard inside the app does not find and count it a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import BaseMessage, convert_to_messages

from chatward import Decision, Guard, Origin
from chatward.action import Action
from chatward.finding import Finding
from chatward.kinds import CONDUCT
from chatward.memory.conversation import FORGED
from chatward.memory.placeholder import PLACEHOLDER
from chatward.policy.decide import verdict
from chatward_langchain.asking import Ask, Steps, T, Turn, refuses
from chatward_langchain.edge_graph import is_record, record_steps
from chatward_langchain.leaves import is_items, is_mapping
from chatward_langchain.values import Incoming

_MESSAGES = "messages"
_AUTHORS = frozenset({"ai", "assistant", "developer", "human", "system", "tool", "user"})
_UNNAMED = "[placeholder]"


def admitted(value: Any, turn: Turn, origins: Mapping[str, str]) -> Steps[tuple[Any, Decision]]:
    """Guard what goes into an app; return it with the decision that refuses it.

    The decision is one that allows where nothing is refused.
    """
    incoming = Incoming(origins)
    guarded = yield from _watched(_guard(value, incoming), turn)
    return guarded, incoming.refused or Decision(Action.ALLOW, "", "")


def _guard(value: Any, incoming: Incoming) -> Steps[Any]:
    if is_record(value):
        return (yield from record_steps(value, lambda part: _guard(part, incoming)))
    if is_mapping(value):
        new: dict[Any, Any] = {}
        for key, member in value.items():
            new[key] = yield from _member(key, member, incoming)
        return new
    return (yield from incoming.guard(_as_messages(value)))


def _member(key: Any, member: Any, incoming: Incoming) -> Steps[Any]:
    if key in incoming.origins:
        return (yield from incoming.guard(member, incoming.origins[key]))
    if key == _MESSAGES or is_mapping(member) or is_record(member):
        return (yield from _guard(member, incoming))
    return (yield from incoming.guard(member))


def _as_messages(value: Any) -> Any:
    """Return a list of roles with texts as messages, which tell who wrote what."""
    if is_items(value) and value and all(_is_message(item) for item in value):
        return list(convert_to_messages(value))
    return value


def _is_message(item: Any) -> bool:
    if is_mapping(item):
        return "content" in item and item.get("role") in _AUTHORS
    if is_items(item):
        return len(item) == 2 and item[0] in _AUTHORS
    return isinstance(item, BaseMessage)


def _watched(steps: Steps[T], turn: Turn) -> Steps[T]:
    """Take apart the forged placeholders in what each decision lets pass."""
    return (yield from answered(steps, lambda ask, decided: _disarmed(ask, decided, turn)))


def answered(steps: Steps[T], change: Callable[[Ask, Decision], Decision]) -> Steps[T]:
    """Walk to the end, changing the decisions on the way."""
    try:
        ask = next(steps)
        while True:
            decision = yield ask
            ask = steps.send(change(ask, decision))
    except StopIteration as end:
        result: T = end.value
        return result


def _disarmed(ask: Ask, decision: Decision, turn: Turn) -> Decision:
    if refuses(decision) or turn.guard.policy.mode == "monitor":
        return decision
    if not any(each.kind == FORGED for each in decision.findings):
        return decision
    origin = Origin(ask.origin)
    if _is_spoken_of(turn.guard, origin, turn.role):
        return decision
    # Where they stand now: the decision may have moved them, or brought one to light.
    seen = turn.guard.preview(
        decision.text, origin=origin, conversation=turn.conversation, role=turn.role
    )
    forged = [each for each in seen.findings if each.kind == FORGED]
    text = _taken_apart(decision.text, forged)
    turn.hand_on(text, ask)
    return replace(decision, text=text)


def _is_spoken_of(guard: Guard, origin: Origin, role: str | None) -> bool:
    """Tell whether the policy itself says what becomes of forged placeholders."""
    return bool(verdict(guard.policy, Finding(0, 1, FORGED, 1.0), CONDUCT, origin, role)[1])


def _taken_apart(text: str, forged: Sequence[Finding]) -> str:
    """Return the text with these places, which may overlap, without their tags."""
    parts: list[str] = []
    done = 0
    for each in sorted(forged, key=lambda found: (found.start, -found.end)):
        if each.start >= done:
            parts += text[done : each.start], _named(text[each.start : each.end])
            done = each.end
    return "".join(parts) + text[done:]


def _named(forged: str) -> str:
    match = PLACEHOLDER.fullmatch(forged)
    return f"[{match[1]} {match[2]}]" if match else _UNNAMED
