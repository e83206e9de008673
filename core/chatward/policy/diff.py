"""What becomes stricter and what laxer from one policy to another, in sentences.

It is what the policies do that is compared, not how they are written: a rule that another makes
idle may come and go, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from chatward.policy import diff_settings as settings
from chatward.policy.diff_audit import audit
from chatward.policy.diff_releases import release_differences
from chatward.policy.diff_rules import rule_differences
from chatward.policy.diff_tools import tool_differences
from chatward.policy.diff_words import DIFFERENT, LAXER, STRICTER, Difference, Direction
from chatward.policy.model import Policy

__all__ = ["DIFFERENT", "LAXER", "PARTS", "STRICTER", "Difference", "Direction", "differences"]

Part: TypeAlias = Callable[[Policy, Policy, Mapping[str, str]], Iterator[Difference]]

_NOT_KNOWN: Mapping[str, str] = MappingProxyType({})
_ORDER = (STRICTER, LAXER, DIFFERENT)


def differences(a: Policy, b: Policy, families: Mapping[str, str] = _NOT_KNOWN) -> list[Difference]:
    """Return what is so in the second policy and was not in the first; the stricter first.

    Args:
        a: The policy before.
        b: The policy after.
        families: Which family each kind belongs to; without it a kind is taken for none of any.

    """
    found = [each for part in PARTS.values() for each in part(a, b, families)]
    return sorted(found, key=lambda each: _ORDER.index(each.direction))


def _plain(part: Callable[[Policy, Policy], Iterator[Difference]]) -> Part:
    """Return a part that need not know families."""
    return lambda a, b, _families: part(a, b)


def _other(field: str, about: str, sentence: str, *, shown: bool = False) -> Part:
    """Return a part for a field of which nobody can say what is stricter."""

    def part(a: Policy, b: Policy, _families: Mapping[str, str]) -> Iterator[Difference]:
        now = getattr(b, field)
        if getattr(a, field) != now:
            value = f": {now or 'none'}" if shown else ""
            yield Difference(DIFFERENT, f"{sentence}{value}.", about)

    return part


PARTS: Mapping[str, Part] = {
    "rules": rule_differences,
    "releases": release_differences,
    "tools": tool_differences,
    "tainted": _plain(settings.tainted),
    "attachments": _plain(settings.attachments),
    "spotlight": _plain(settings.spotlight),
    "allowed_domains": _plain(settings.allowed_domains),
    "protected": _plain(settings.protected),
    "mode": _plain(settings.mode),
    "unenforceable": _plain(settings.unenforceable),
    "fail": _plain(settings.fail),
    "redactions": settings.redactions,
    "surrogates": _plain(settings.surrogates),
    "retention": _plain(settings.retention),
    "quarantine": _plain(settings.quarantine),
    "audit": _plain(audit),
    "incidents": _plain(settings.incidents),
    "regulations": _plain(settings.regulations),
    "store": _plain(settings.store),
    "model": _other("model", "model", "the injection model is another", shown=True),
    "bot": _other("bot", "bot", "the bot is another", shown=True),
    "shadow": _other("shadow", "shadow", "another policy is tried on the side", shown=True),
    "refusal": _other("refusal", "refusal", "the refusal is another"),
    "refusals": _plain(settings.refusals),
    "withheld": _other("withheld", "withheld", "what stands for a withheld text is another"),
}
"""What compares each field of a policy but its stamp and its note, in the order of importance."""
