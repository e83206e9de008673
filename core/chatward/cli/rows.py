"""One line of a scan: how it is read, decided and written. No files and no processes."""

from __future__ import annotations

import json
import math
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn, cast

from chatward.action import Action
from chatward.cli.options import DOOR
from chatward.decision import Decision
from chatward.errors import ChatwardError, PassageError
from chatward.guard import Guard
from chatward.passage import Origin, parse_origin

Id = str | int | float | None

ROLES = {
    "user": Origin.USER,
    "assistant": Origin.MODEL,
    "system": Origin.SYSTEM,
    "tool": Origin.TOOL,
}
"""Whose text a turn of a role is."""


class BrokenLine(Exception):  # noqa: N818 (a line is broken, nothing else is wrong)
    """A line that cannot be decided about; the message never holds its text.

    Attributes:
        id: The row's id, as far as it could be read.

    """

    def __init__(self, problem: str, row_id: Id = None) -> None:
        super().__init__(problem)
        self.id = row_id


@dataclass(frozen=True, slots=True)
class Turn:
    """One text of a row."""

    origin: Origin
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """What a line says.

    Attributes:
        id: As written, or None.
        turns: The texts in order; one for a row with a text.
        numbered: The row has turns, so each finding says which one it is in.

    """

    id: Id
    turns: tuple[Turn, ...]
    numbered: bool


def let_go(guard: Guard, conversation: str) -> None:
    """Drop what was remembered of a row; that is no erasure to put on record."""
    with suppress(Exception):  # a store that failed has failed the row already
        guard.review.memory.forget(conversation)


def scan_line(
    guard: Guard, line: bytes, conversation: str, *, everything: bool
) -> tuple[bytes, bool]:
    """Return (the row to write, whether the line was broken).

    Args:
        guard: What decides.
        line: Without its line feed.
        conversation: Id of this row's own conversation; forgotten afterwards.
        everything: Write findings that the policy allows, too.

    """
    try:
        row = read(line)
        fields = _decided(guard, row, conversation, everything=everything)
    except BrokenLine as error:
        return _written({"id": error.id, "error": str(error)}), True
    return _written(fields), False


def read(line: bytes) -> Row:
    """Read a line.

    Raises:
        BrokenLine: Says what is wrong with it.

    """
    return row_of(fields_of(line))


def fields_of(line: bytes) -> dict[str, object]:
    """Return what stands in a line, whatever it means.

    Raises:
        BrokenLine: It is no object of JSON.

    """
    return _object(_parse(line), "the line")


def row_of(fields: dict[str, object]) -> Row:
    """Return the row that fields describe; those that are not its own are left alone.

    Raises:
        BrokenLine: Says what is wrong with them.

    """
    row_id = _id(fields.get("id"))
    try:
        return _row(row_id, fields)
    except BrokenLine as error:
        raise BrokenLine(str(error), row_id) from None


def _parse(line: bytes) -> object:
    if not line.strip():
        msg = "an empty line"
        raise BrokenLine(msg)
    try:
        # Like `json.loads` of bytes, but never taken for UTF-16 because of a NUL.
        fields: object = json.loads(line.decode("utf-8", "surrogatepass"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        msg = f"not UTF-8 at byte {error.start}"
        raise BrokenLine(msg) from None
    except json.JSONDecodeError as error:
        # What follows a colon may be a character of the line.
        msg = f"not JSON at character {error.pos}: {error.msg.partition(':')[0]}"
        raise BrokenLine(msg) from None
    except (ValueError, RecursionError) as error:
        msg = f"not JSON that can be read: {type(error).__name__}"
        raise BrokenLine(msg) from None
    return fields


def _refuse(_constant: str) -> NoReturn:
    msg = "NaN and Infinity are no JSON"
    raise ValueError(msg)


def _id(value: object) -> Id:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None))):
        msg = "'id' is neither a string nor a number"
        raise BrokenLine(msg)
    if isinstance(value, float) and not math.isfinite(value):
        msg = "'id' is a number too large"
        raise BrokenLine(msg)
    return value


def _row(row_id: Id, fields: dict[str, object]) -> Row:
    """Return what the fields say; null is as good as left out, as tables are exported."""
    origin, text, turns = (fields.get(name) for name in ("origin", "text", "turns"))
    author = Origin.USER if origin is None else _origin(origin)
    if (text is None) == (turns is None):
        msg = "has neither 'text' nor 'turns'" if text is None else "has both 'text' and 'turns'"
        raise BrokenLine(msg)
    if text is not None:
        return Row(row_id, (Turn(author, _string(text, "'text'")),), numbered=False)
    if not isinstance(turns, list):
        msg = "'turns' is not a list"
        raise BrokenLine(msg)
    listed = cast("list[object]", turns)
    return Row(row_id, tuple(_turn(n, turn) for n, turn in enumerate(listed)), numbered=True)


def _turn(number: int, written: object) -> Turn:
    place = f"turn {number}"
    turn = _object(written, place)
    role = turn.get("role")
    if not isinstance(role, str) or role not in ROLES:
        msg = f"{place}: unknown role; use one of {', '.join(ROLES)}"
        raise BrokenLine(msg)
    return Turn(ROLES[role], _string(turn.get("content"), f"{place}: 'content'"))


def _origin(value: object) -> Origin:
    try:
        return parse_origin(_string(value, "'origin'"))
    except PassageError as error:
        raise BrokenLine(str(error)) from None


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        msg = f"{name} is not an object"
        raise BrokenLine(msg)
    return cast("dict[str, object]", value)


def _string(value: object, name: str) -> str:
    if not isinstance(value, str):
        msg = f"{name} is not a string"
        raise BrokenLine(msg)
    return value


def _decided(guard: Guard, row: Row, conversation: str, *, everything: bool) -> dict[str, object]:
    """Decide about the turns of a row, in order."""
    decisions: list[Decision] = []
    nanoseconds = 0
    try:
        for turn in row.turns:
            began = time.perf_counter_ns()
            decisions.append(
                guard.inspect(turn.text, origin=turn.origin, conversation=conversation, door=DOOR)
            )
            nanoseconds += time.perf_counter_ns() - began
    except Exception as error:  # noqa: BLE001 (whatever happens to one row, others follow)
        what = str(error) if isinstance(error, ChatwardError) else type(error).__name__
        msg = f"the guard failed: {what}"
        raise BrokenLine(msg, row.id) from None
    finally:
        let_go(guard, conversation)
    strictest = max(decisions, key=lambda each: each.action.strictness, default=_NOTHING)
    return {
        "id": row.id,
        "action": strictest.action.value,
        "rule": strictest.rule,
        "score": max((each.score for each in decisions), default=0.0),
        "findings": _findings(decisions, numbered=row.numbered, everything=everything),
        "micros": nanoseconds // 1000,
    }


_NOTHING = Decision(Action.ALLOW, "", "")
"""What is decided about a row without turns."""


def _findings(
    decisions: list[Decision], *, numbered: bool, everything: bool
) -> list[list[str | int | float]]:
    return [
        [
            each.kind,
            each.start,
            each.end,
            each.score,
            each.action.value,
            *([turn] if numbered else []),
        ]
        for turn, decision in enumerate(decisions)
        for each in decision.findings
        if everything or each.action is not Action.ALLOW
    ]


def _written(fields: dict[str, object]) -> bytes:
    """Return a row as one line of ASCII, so that nothing in an id can end it."""
    return json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"
