"""What can be said about a pattern by reading it: how wide it is, what it may touch, how it begins.

Three things are derived from the parsed pattern, so that nobody writes them by hand:

- `hyperscan_form`: the same pattern without look-around, for the multi-pattern database. It
  matches at least wherever the pattern does; the exact span is found by `re` afterwards.
- `prefix_form`: matches, at the end of a text, every beginning of a possible match. A stream
  holds text back exactly while this matches.
- `max_width`, `accepts`: how long a match can get, and whether it can contain a character.

Only bounded patterns are accepted: a rule without a longest match could hold a stream forever.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from chatward.errors import DetectorError

if sys.version_info >= (3, 11):
    import re._constants as sc  # type: ignore[import-not-found,unused-ignore]
    import re._parser as sp  # type: ignore[import-not-found,unused-ignore]
else:
    import sre_constants as sc
    import sre_parse as sp

Item: TypeAlias = Any
"""An operation or its argument: the parser of `re` has no public types."""

Items = Sequence[tuple[Item, Item]]

MAX_WIDTH = 20_000
LOOK_AHEAD = 2
"""How many characters after a match may decide whether it is one (negative look-ahead)."""

_ASCII_CHARS = 0x80

_CATEGORIES = {
    sc.CATEGORY_DIGIT: r"\d",
    sc.CATEGORY_NOT_DIGIT: r"\D",
    sc.CATEGORY_SPACE: r"\s",
    sc.CATEGORY_NOT_SPACE: r"\S",
    sc.CATEGORY_WORD: r"\w",
    sc.CATEGORY_NOT_WORD: r"\W",
}

# What `re` calls a space and PCRE does not; the database may match more, never less.
_SPACES_OF_PYTHON = r"\x0b\x1c-\x1f\x85"


def parse(pattern: str, flags: int, *, name: str) -> Items:
    """Parse a pattern and refuse what cannot be matched in linear time or held in a stream.

    Raises:
        DetectorError: It has no longest match, looks ahead further than it may, or refers back
            to a group.

    """
    tree: Any = sp.parse(pattern, flags)
    widest = int(tree.getwidth()[1])
    if widest > MAX_WIDTH:
        msg = f"pattern {name!r}: no longest match within {MAX_WIDTH} characters; bound its repeats"
        raise DetectorError(msg)
    items: Items = list(tree)
    _check(items, name)
    return items


def max_width(pattern: str, flags: int) -> int:
    """Return the length of the longest match, in code points."""
    return widths(pattern, flags)[1]


def widths(pattern: str, flags: int) -> tuple[int, int]:
    """Return the lengths of the shortest and the longest match, in code points."""
    low, high = sp.parse(pattern, flags).getwidth()
    return int(low), int(high)


def hyperscan_form(items: Items) -> str:
    """Return the pattern without assertions and captures, in PCRE syntax.

    Only a first look-behind for one ASCII character is kept, as any other character or the
    start of the text: a token is then reported where it begins and not at each of its characters.
    """
    return _not_after(items) + _whole(items, _pcre_char)


def _not_after(items: Items) -> str:
    if not items or items[0][0] is not sc.ASSERT_NOT:
        return ""
    direction, inner = items[0][1]
    parts = list(inner)
    if direction > 0 or len(parts) != 1:
        return ""
    op, argument = parts[0]
    members = argument if op is sc.IN else [(op, argument)]
    if not all(_is_ascii(*member) for member in members):
        return ""
    return f"(?:^|[^{_charset(members, _pcre_char)[1:]})"


def prefix_form(items: Items) -> str:
    """Return an `re` pattern for every non-empty beginning of a match at the end of a text."""
    return f"(?:{_beginnings(items, _re_char)})\\Z"


def first_form(items: Items, *, assertions: bool = True) -> str:
    """Return an `re` pattern for the first character of a match, with what must stand before."""
    before = ""
    for number, (op, argument) in enumerate(items):
        if op in {sc.AT, sc.ASSERT, sc.ASSERT_NOT}:
            before += _look_behind(op, argument, _re_char) if assertions else ""
            continue
        first = _first(op, argument, assertions=assertions)
        if _can_be_empty(op, argument):
            rest = first_form(items[number + 1 :], assertions=assertions)
            return f"{before}(?:{first}|{rest})"
        return before + first
    return before


def _first(op: Item, argument: Item, *, assertions: bool) -> str:
    def of(inner: Item) -> str:
        return first_form(list(inner), assertions=assertions)

    if op is sc.SUBPATTERN:
        return f"{_group(argument)}{of(argument[3])})"
    if op is sc.BRANCH:
        return f"(?:{'|'.join(map(of, argument[1]))})"
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        return f"(?:{of(argument[2])})"
    return _single(op, argument, _re_char)


def _can_be_empty(op: Item, argument: Item) -> bool:
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        return argument[0] == 0 or bool(argument[2].getwidth()[0] == 0)
    if op is sc.SUBPATTERN:
        return bool(argument[3].getwidth()[0] == 0)
    return op is sc.BRANCH and any(branch.getwidth()[0] == 0 for branch in argument[1])


def accepts(items: Items, char: str) -> bool:
    """Tell whether a match may contain the character."""
    return any(_accepts(op, argument, char) for op, argument in items)


def _accepts(op: Item, argument: Item, char: str) -> bool:
    if op in {sc.AT, sc.ASSERT, sc.ASSERT_NOT}:
        return False
    if op is sc.SUBPATTERN:
        return accepts(argument[3], char)
    if op is sc.BRANCH:
        return any(accepts(branch, char) for branch in argument[1])
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        return accepts(argument[2], char)
    return re.fullmatch(_one(op, argument, _re_char), char, re.ASCII | re.DOTALL) is not None


def _is_ascii(op: Item, argument: Item) -> bool:
    """Tell whether a member of a set is small; the others make large automata in UTF-8."""
    if op is sc.CATEGORY:
        return bool(argument in {sc.CATEGORY_WORD, sc.CATEGORY_DIGIT})
    if op is sc.RANGE:
        return bool(argument[1] < _ASCII_CHARS)
    return bool(op is sc.LITERAL and argument < _ASCII_CHARS)


def _check(items: Iterable[tuple[Any, Any]], name: str) -> None:
    for op, argument in items:
        if op in {sc.ASSERT, sc.ASSERT_NOT}:
            direction, inner = argument
            # With more text a negative look-ahead can only turn a match down, a positive one
            # could make one appear behind what a stream has let go.
            allowed = LOOK_AHEAD if op is sc.ASSERT_NOT else 1
            if direction > 0 and inner.getwidth()[1] > allowed:
                msg = f"pattern {name!r}: looks ahead more than {allowed} characters"
                raise DetectorError(msg)
        elif op is sc.SUBPATTERN:
            _check(argument[3], name)
        elif op is sc.BRANCH:
            for branch in argument[1]:
                _check(branch, name)
        elif op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
            _check(argument[2], name)
        elif op in {sc.GROUPREF, sc.GROUPREF_EXISTS}:
            msg = f"pattern {name!r}: refers back to a group"
            raise DetectorError(msg)


def _whole(items: Items, char: Callable[[int], str]) -> str:
    return "".join(_one(op, argument, char) for op, argument in items)


def _one(op: Item, argument: Item, char: Callable[[int], str]) -> str:
    """Write one parsed item again; assertions vanish, which only widens what matches."""
    if op in {sc.AT, sc.ASSERT, sc.ASSERT_NOT}:
        return ""
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        low, high, inner = argument
        return f"(?:{_whole(inner, char)}){{{low},{high}}}"
    if op is sc.SUBPATTERN:
        return f"{_group(argument)}{_whole(argument[3], char)})"
    if op is sc.BRANCH:
        return f"(?:{'|'.join(_whole(branch, char) for branch in argument[1])})"
    return _single(op, argument, char)


def _group(argument: Item) -> str:
    """Return how a group begins; one may ignore case by itself, as in ``(?i:...)``."""
    return "(?i:" if argument[1] & re.IGNORECASE else "(?:"


def _single(op: Item, argument: Item, char: Callable[[int], str]) -> str:
    """Write an item that matches one character."""
    if op is sc.LITERAL:
        return char(argument)
    if op is sc.NOT_LITERAL:
        return f"[^{char(argument)}]"
    return "." if op is sc.ANY else _charset(argument, char)


def _charset(members: Items, char: Callable[[int], str]) -> str:
    written = ""
    for op, argument in members:
        if op is sc.NEGATE:
            written += "^"
        elif op is sc.LITERAL:
            written += char(argument)
        elif op is sc.RANGE:
            written += f"{char(argument[0])}-{char(argument[1])}"
        else:
            written += _CATEGORIES[argument]
            if argument is sc.CATEGORY_SPACE and char is _pcre_char and not written.startswith("^"):
                written += _SPACES_OF_PYTHON
    return f"[{written}]"


def _beginnings(items: Items, char: Callable[[int], str]) -> str:
    """Alternatives for "a beginning of the first item" and "all of it, a beginning of the rest".

    Written from the last item to the first, so that the groups nest to the right.
    """
    rest = ""
    for op, argument in reversed(items):
        if op in {sc.AT, sc.ASSERT, sc.ASSERT_NOT}:
            rest = _look_behind(op, argument, char) + rest if rest else ""
            continue
        begun = _begun(op, argument, char)
        rest = f"(?:{_one(op, argument, char)}{rest}|{begun})" if rest else f"(?:{begun})"
    return rest


def _look_behind(op: Item, argument: Item, char: Callable[[int], str]) -> str:
    """Write a look-behind again; what a stream let go of is still there to be looked at."""
    if op is sc.AT or argument[0] > 0:
        return ""
    sign = "!" if op is sc.ASSERT_NOT else "="
    return f"(?<{sign}{_whole(argument[1], char)})"


def _begun(op: Item, argument: Item, char: Callable[[int], str]) -> str:
    if op is sc.SUBPATTERN:
        return f"{_group(argument)}{_beginnings(argument[3], char)})"
    if op is sc.BRANCH:
        begun = [_beginnings(list(branch), char) for branch in argument[1]]
        return f"(?:{'|'.join(each for each in begun if each)})"
    if op in {sc.MAX_REPEAT, sc.MIN_REPEAT}:
        _, high, inner = argument
        last = _beginnings(list(inner), char)
        return f"(?:{_whole(inner, char)}){{0,{high - 1}}}{last}" if high > 1 else last
    return _one(op, argument, char)


def _pcre_char(code: int) -> str:
    return f"\\x{{{code:x}}}"


def _re_char(code: int) -> str:
    return f"\\U{code:08x}"
