"""What two policies say about each tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from chatward.policy.diff_words import DIFFERENT, LAXER, STRICTER, Difference, listed, stepped
from chatward.policy.model import Policy
from chatward.policy.tools import (
    ALWAYS,
    NEVER,
    OTHER_ARGUMENTS,
    TAINTED,
    UNDECLARED,
    Capability,
    ToolRule,
    rules_about,
)

_ANY_OTHER = "other"
_MATTERS = frozenset({Capability.SENDS_OUT, Capability.CHANGES_STATE})
_APPROVALS: tuple[object, ...] = (NEVER, TAINTED, ALWAYS)
_APPROVED = {
    NEVER: "is called without approval",
    TAINTED: "needs approval once untrusted text was read",
    ALWAYS: "needs approval for every call",
}


@dataclass(frozen=True)
class Said:
    """What all entries that speak about one tool say together.

    Attributes:
        rules: The entries.

    """

    rules: Sequence[ToolRule]

    @property
    def capabilities(self) -> frozenset[Capability] | None:
        """What the tool can do; None = what it declares."""
        said = [each.capabilities for each in self.rules if each.capabilities is not None]
        return frozenset[Capability]().union(*said) if said else None

    @property
    def approval(self) -> str:
        """When somebody has to agree; of a tool that declares what it can do, as if it did not."""
        can = self.capabilities
        by_itself = TAINTED if (UNDECLARED if can is None else can) & _MATTERS else NEVER
        wanted = [each.approve or by_itself for each in self.rules] or [by_itself]
        return max(wanted, key=_APPROVALS.index)

    @property
    def calls(self) -> int | None:
        """How many calls a conversation has; None = any number."""
        return min((each.calls for each in self.rules if each.calls is not None), default=None)

    @property
    def arguments(self) -> Mapping[str, frozenset[str]]:
        """The patterns that each argument has to match."""
        found: dict[str, frozenset[str]] = {}
        for name, each in chain.from_iterable(rule.arguments.items() for rule in self.rules):
            found[name] = found.get(name, frozenset()) | {each.pattern.pattern}
        return found

    def may_call(self, role: str | None) -> bool:
        """Tell whether somebody of a role may call it."""
        return all(not each.roles or role in each.roles for each in self.rules)


def tool_differences(a: Policy, b: Policy, families: Mapping[str, str]) -> Iterator[Difference]:  # noqa: ARG001 (all parts are asked alike)
    """Yield what is said otherwise about each tool that either policy names."""
    tools = (*a.tools, *b.tools)
    roles = (None, *sorted({role for tool in tools for role in tool.roles}))
    for name in sorted({tool.name for tool in tools}):
        example = name.replace("*", _ANY_OTHER)
        was, now = (Said(rules_about(each.tools, example)) for each in (a, b))
        about, tool = f"tools: {name}", f"the tool {name}"
        yield from _capabilities(was, now, about, tool)
        yield from _roles(was, now, about, tool, roles)
        yield from _arguments(was, now, about, tool)
        yield from _calls(was, now, about, tool)
        sentence = f"{tool} {_APPROVED[now.approval]}."
        yield from stepped(f"{about} approve", _APPROVALS, was.approval, now.approval, sentence)


def _capabilities(was: Said, now: Said, about: str, tool: str) -> Iterator[Difference]:
    before, after = was.capabilities, now.capabilities
    if before == after:
        return
    if before is None or after is None:
        can = "what it declares itself" if after is None else _words(after)
        yield Difference(DIFFERENT, f"{tool} counts as: {can}.", f"{about} capabilities")
        return
    for each in sorted(before ^ after, key=str):
        added = each in after
        word = "counts as" if added else "does not count as"
        yield Difference(
            STRICTER if added else LAXER, f"{tool} {word} {each}.", f"{about} capabilities {each}"
        )


def _roles(
    was: Said, now: Said, about: str, tool: str, roles: Sequence[str | None]
) -> Iterator[Difference]:
    for role in roles:
        before, after = was.may_call(role), now.may_call(role)
        if before != after:
            whom = "who has no such role" if role is None else f"the role {role}"
            may = "may" if after else "may not"
            yield Difference(
                LAXER if after else STRICTER, f"{whom} {may} call {tool}.", f"{about} roles {role}"
            )


def _arguments(was: Said, now: Said, about: str, tool: str) -> Iterator[Difference]:
    before, after = was.arguments, now.arguments
    for name in sorted({*before, *after}):
        which = "any other argument" if name == OTHER_ARGUMENTS else f"the argument {name}"
        place = f"{about} arguments {name}"
        if name not in before:
            yield Difference(STRICTER, f"{which} of {tool} has to match a pattern.", place)
        elif name not in after:
            yield Difference(LAXER, f"{which} of {tool} may be anything.", place)
        elif before[name] != after[name]:
            yield Difference(DIFFERENT, f"{which} of {tool} has to match another pattern.", place)


def _calls(was: Said, now: Said, about: str, tool: str) -> Iterator[Difference]:
    before, after = was.calls, now.calls
    if before == after:
        return
    fewer = after is not None and (before is None or after < before)
    many = "any number of times" if after is None else f"{after} times in a conversation"
    yield Difference(
        STRICTER if fewer else LAXER, f"{tool} may be called {many}.", f"{about} calls"
    )


def _words(capabilities: frozenset[Capability]) -> str:
    return listed(sorted(map(str, capabilities))) if capabilities else "nothing that matters"
