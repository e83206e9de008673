"""One event on one line, for people: always the same columns, with ``-`` for what is empty."""

from __future__ import annotations

from typing import Any

import msgspec

from chatward.audit.said import did_of, kinds_of
from chatward.cli.memory_options import moment
from chatward.cli.show import visible

_WIDTHS = (19, 8, 12, 18, 20, 14, 16)


def row_of(line: bytes) -> str:
    """Return time, event, what was done, rule, kinds, door and conversation of an event."""
    said: dict[str, Any] = msgspec.json.decode(line)
    cells = (
        _when(said.get("time")),
        said.get("event"),
        _did(said),
        said.get("rule"),
        ",".join(kinds_of(said)),
        said.get("door"),
        said.get("conversation"),
        said.get("reference"),
    )
    shown = [_cell(each) for each in cells]
    return "  ".join([*map(str.ljust, shown, _WIDTHS), shown[-1]])


def _did(said: dict[str, Any]) -> str:
    """Return the action; one that was not carried out in brackets."""
    did = did_of(said)
    return f"({did})" if did and said.get("enforced") is False else did


def _when(time: object) -> str:
    return moment(time).removesuffix("+00:00") if isinstance(time, int | float) else ""


def _cell(value: object) -> str:
    """Return a value that stays on its line and in its column."""
    text = visible(value) if isinstance(value, str) else ""
    return text.replace("\n", "\\n").replace("\t", "\\t") or "-"
