"""What the value of a tool's argument must look like: one regular expression for all of it.

The pattern is the policy's, the value is anybody's; so a pattern whose matching could take
without end for some value is refused when the policy is loaded.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

if sys.version_info >= (3, 11):
    import re._constants as sc  # type: ignore[import-not-found,unused-ignore]
    import re._parser as sp  # type: ignore[import-not-found,unused-ignore]
else:
    import sre_constants as sc
    import sre_parse as sp

LONGEST_VALUE_CHARS = 2_000
MOST_ITEMS = 200
"""Longer values, and lists of more, fit no pattern."""

MOST_WAYS = (LONGEST_VALUE_CHARS + 1) ** 2
"""In so many ways a pattern may be laid over a value: two repeats without end, none in another."""

_SINGLE = {sc.LITERAL, sc.NOT_LITERAL, sc.ANY, sc.IN, sc.AT, sc.CATEGORY}

Item: TypeAlias = Any
"""An operation or its argument: the parser of `re` has no public types."""


@dataclass(frozen=True, slots=True)
class ArgumentPattern:
    """What the whole value must match.

    Attributes:
        pattern: A regular expression.

    """

    pattern: re.Pattern[str]

    def fits(self, value: object) -> bool:
        """Tell whether a value matches: of a list every item; numbers as JSON writes them.

        None is an argument left out, and fits; a mapping, or a list in a list, never does.
        """
        if value is None:
            return True
        if isinstance(value, (list, tuple)):
            items = cast("list[object]", value)
            return len(items) <= MOST_ITEMS and all(map(self._fits, items))
        return self._fits(value)

    def _fits(self, value: object) -> bool:
        if isinstance(value, (bool, int, float)):
            value = json.dumps(value)
        if not isinstance(value, str) or len(value) > LONGEST_VALUE_CHARS:
            return False
        return self.pattern.fullmatch(value) is not None


def argument_pattern(written: str) -> ArgumentPattern:
    """Return the pattern that is written in a policy.

    Raises:
        ValueError: It is no regular expression, or could take without end; says which.

    """
    try:
        pattern = re.compile(written)
        ways = _ways(list(cast("Any", sp.parse(written))))
    except (re.error, OverflowError, RecursionError):
        msg = "is no regular expression"
        raise ValueError(msg) from None
    if ways > MOST_WAYS:
        msg = "could take without end; bound its repeats, and put none into another"
        raise ValueError(msg)
    return ArgumentPattern(pattern)


def _ways(items: Iterable[tuple[Item, Item]]) -> int:
    """Return in how many ways items can be laid over the longest value, at most; or too many."""
    ways = 1
    for op, argument in items:
        ways = min(ways * _ways_of(op, argument), MOST_WAYS + 1)
    return ways


def _ways_of(op: Item, argument: Item) -> int:
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        return _ways_of_repeat(*argument)
    if op is sc.SUBPATTERN:
        return _ways(argument[3])
    if op is sc.BRANCH:
        return sum(map(_ways, argument[1]))
    if op in {sc.ASSERT, sc.ASSERT_NOT}:
        return _ways(argument[1])
    # What is left matches one character, or is of a kind that not every Python knows.
    return 1 if op in _SINGLE else MOST_WAYS + 1


def _ways_of_repeat(low: int, high: int, inner: Item) -> int:
    most = min(int(high), LONGEST_VALUE_CHARS)
    # Where one repetition can be laid in two ways, thirty can be in too many already.
    each = int(_ways(inner) ** min(most, 30))
    return (most - min(int(low), most) + 1) * min(each, MOST_WAYS + 1)
