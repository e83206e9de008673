"""Which tool may be called, by whom, with what, how often, and after what was read.

Pure, and without a model: what is decided here holds when nothing was detected. A call is the
worst where three things meet: what was read cannot be trusted (*tainted*), private data is at
hand (*private*), and the tool sends something out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase

from chatward.action import Action
from chatward.errors import PassageError, PolicyError, nearest
from chatward.policy.arguments import ArgumentPattern

TAINTED = "tainted"
"""The rule that speaks where all three meet; also its key in a policy."""

TOOL_NAME = re.compile(r"[\w.:/*-]{1,128}")
"""What the name of a rule for tools looks like; that of a tool has no ``*``."""

ALWAYS, NEVER = "always", "never"
OTHER_ARGUMENTS = "*"


class Capability(str, Enum):
    """What a tool can do that matters here."""

    READS_UNTRUSTED = "reads-untrusted"
    READS_PRIVATE = "reads-private"
    SENDS_OUT = "sends-out"
    CHANGES_STATE = "changes-state"

    def __str__(self) -> str:
        """Return the word used in policies and logs."""
        return self.value


UNDECLARED = frozenset({Capability.READS_UNTRUSTED, Capability.SENDS_OUT})
"""What a tool is taken for that nobody has said anything about."""

_ACTIONS = {"allow": Action.ALLOW, "ask": Action.ASK, "deny": Action.BLOCK}


@dataclass(frozen=True, slots=True)
class ToolRule:
    """What is said about a tool, or about all whose name fits.

    Attributes:
        name: Of the tool; ``*`` in it stands for any letters.
        capabilities: What it can do; None = what the tool declares itself.
        roles: Who may call it; empty = everybody.
        arguments: What the whole value of an argument must match; ``*`` = of all others.
        calls: How many calls a conversation has of all tools that it speaks about; None = any.
        approve: ``"always"``, ``"tainted"`` or ``"never"``; None = by capabilities.

    """

    name: str
    capabilities: frozenset[Capability] | None = None
    roles: frozenset[str] = frozenset()
    arguments: Mapping[str, ArgumentPattern] = field(default_factory=dict)
    calls: int | None = None
    approve: str | None = None

    def speaks_about(self, tool: str) -> bool:
        """Tell whether it speaks about a tool of this name."""
        return fnmatchcase(tool, self.name)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that somebody wants to make.

    Attributes:
        tool: Its name.
        arguments: Values by name; not in the repr.
        role: Role of the person the bot talks to.
        declared: What the tool says about itself; None = nothing.

    """

    tool: str
    arguments: Mapping[str, object] = field(repr=False)
    role: str | None = None
    declared: frozenset[Capability] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the conversation that a call belongs to.

    Attributes:
        tainted: Something was read that cannot be trusted.
        private: Private data is in it.
        made: Calls made so far, by tool.
        others: Calls made so far that were not counted by name.

    """

    tainted: bool = False
    private: bool = False
    made: Mapping[str, int] = field(default_factory=dict)
    others: int = 0


UNKNOWN = Standing(tainted=True, private=True)
"""Of no conversation, or of one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say to a call.

    Attributes:
        action: Allow, ask or block.
        rule: Behind it, such as ``"tool:send_mail.roles"``; empty = none.
        why: In a few words, without any value.

    """

    action: Action = Action.ALLOW
    rule: str = ""
    why: str = ""


def parse_capabilities(words: Collection[str]) -> frozenset[Capability]:
    """Read capabilities.

    Raises:
        PolicyError: A word is none.

    """
    known = [each.value for each in Capability]
    wrong = next((each for each in words if each not in known), None)
    if isinstance(words, str) or wrong is not None:
        guess = "" if isinstance(words, str) else nearest(str(wrong), known)
        msg = f"unknown capability; use a list of {', '.join(known)}.{guess}"
        raise PolicyError(msg)
    return frozenset(map(Capability, words))


def call_of(
    tool: str,
    arguments: Mapping[str, object],
    role: str | None,
    capabilities: Collection[str] | None,
) -> Call:
    """Make a call.

    Raises:
        PassageError: The tool's name is no string, or the arguments are no mapping.
        PolicyError: A capability is none.

    """
    if not isinstance(tool, str):
        msg = f"the name of a tool is a str, not {type(tool).__name__}"
        raise PassageError(msg)
    if not isinstance(arguments, Mapping):
        msg = f"the arguments of a call are a mapping, not {type(arguments).__name__}"
        raise PassageError(msg)
    declared = None if capabilities is None else parse_capabilities(capabilities)
    return Call(tool, arguments, role, declared)


def rules_about(rules: Iterable[ToolRule], tool: str) -> tuple[ToolRule, ...]:
    """Return the rules that name a tool most closely: its own, else those with most letters."""
    speaking = [each for each in rules if each.speaks_about(tool)]
    own = tuple(each for each in speaking if each.name == tool)
    if own or not speaking:
        return own
    letters = max(map(_letters, speaking))
    return tuple(each for each in speaking if _letters(each) == letters)


def capabilities_of(
    rules: Iterable[ToolRule], tool: str, declared: frozenset[Capability] | None = None
) -> frozenset[Capability]:
    """Return what a tool can do: by its rules, else by what it declares, else by `UNDECLARED`."""
    said = [each.capabilities for each in rules_about(rules, tool)]
    by_rule = [each for each in said if each is not None]
    if by_rule:
        return frozenset[Capability]().union(*by_rule)
    return UNDECLARED if declared is None else declared


def judge_call(
    rules: Sequence[ToolRule], when_tainted: str, call: Call, standing: Standing
) -> Judgement:
    """Return what the rules say to a call; the strictest of all that speak, the first of equals.

    Args:
        rules: Of the policy.
        when_tainted: ``"ask"``, ``"deny"`` or ``"allow"``: where untrusted texts, private data
            and a tool that sends out meet.
        call: What somebody wants to call.
        standing: What is known of the conversation.

    """
    abilities = capabilities_of(rules, call.tool, call.declared)
    speaking = rules_about(rules, call.tool) or (ToolRule(call.tool),)
    said = [each for rule in speaking for each in _limits(rule, call, standing)]
    if standing.tainted and standing.private and Capability.SENDS_OUT in abilities:
        said.append(Judgement(_ACTIONS[when_tainted], TAINTED, _LETHAL))
    said += [each for rule in speaking for each in _approval(rule, abilities, standing)]
    chosen = max(said, key=lambda each: each.action.strictness, default=Judgement())
    return Judgement() if chosen.action is Action.ALLOW else chosen


_LETHAL = "untrusted text was read, private data is at hand, and the tool sends out"


def _limits(rule: ToolRule, call: Call, standing: Standing) -> Iterator[Judgement]:
    """Return what forbids the call, whoever might agree to it."""
    if rule.roles and call.role not in rule.roles:
        yield _blocked(rule, "roles", "this role may not call it")
    for name, value in call.arguments.items():
        key = name if name in rule.arguments else OTHER_ARGUMENTS
        if key in rule.arguments and not rule.arguments[key].fits(value):
            yield _blocked(rule, f"arguments.{key}", "an argument is not as it has to be")
    if rule.calls is not None and _made(rule, standing) >= rule.calls:
        yield _blocked(rule, "calls", "no call of it is left in this conversation")


def _approval(
    rule: ToolRule, abilities: frozenset[Capability], standing: Standing
) -> Iterator[Judgement]:
    matters = abilities & {Capability.SENDS_OUT, Capability.CHANGES_STATE}
    wanted = rule.approve or (TAINTED if matters else NEVER)
    if wanted == ALWAYS:
        yield Judgement(Action.ASK, f"tool:{rule.name}.approve", "somebody has to approve it")
    elif wanted == TAINTED and standing.tainted:
        why = "untrusted text was read, so somebody has to approve it"
        yield Judgement(Action.ASK, f"tool:{rule.name}.approve", why)


def _made(rule: ToolRule, standing: Standing) -> int:
    """Return how many calls a rule has seen; those without a name may all have been its own."""
    counted = (count for tool, count in standing.made.items() if rule.speaks_about(tool))
    return sum(counted) + standing.others


def _blocked(rule: ToolRule, key: str, why: str) -> Judgement:
    return Judgement(Action.BLOCK, f"tool:{rule.name}.{key}", why)


def _letters(rule: ToolRule) -> int:
    return len(rule.name.replace("*", ""))
