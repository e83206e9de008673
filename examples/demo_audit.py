"""Show audit logs as one table: `python examples/demo_audit.py LOG.jsonl [LOG.jsonl ...]`.

Every row is one decision. There is no column for the text, because the events hold none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

COLOURS = {"allow": "green", "block": "bold red", "ask": "bold red"}
COLUMNS = ("time", "door", "origin", "action", "rule", "kinds")


def main() -> None:
    """Read the logs, print the table and what it adds up to."""
    parser = argparse.ArgumentParser(description="Show audit logs as one table.")
    parser.add_argument("logs", nargs="+", type=Path, help="files of JSON lines")
    logs = [read(log) for log in parser.parse_args().logs]
    # Other events tell what was kept, or what a user did; these are the decisions.
    events = [event for log in logs for event in log if "action" in event]
    # Where nobody looks at a screen, a line may be as long as the table wants.
    Console(width=None if sys.stdout.isatty() else 110).print(table(events))


def read(log: Path) -> list[dict[str, Any]]:
    """Return the events of one log, in the order they were written."""
    with log.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def table(events: Iterable[dict[str, Any]]) -> Table:
    """Lay the events out."""
    shown = Table(title="The audit log", box=None, padding=(0, 2, 0, 0))
    for column in COLUMNS:
        shown.add_column(column, overflow="fold")
    for event in events:
        shown.add_row(*row(event))
    return shown


def row(event: dict[str, Any]) -> tuple[str, ...]:
    """Return the cells of one event."""
    time = datetime.fromtimestamp(event["time"], tz=timezone.utc).astimezone()
    action = event["action"]
    enforced = "" if event["enforced"] else " (not enforced)"
    colour = COLOURS.get(action, "yellow")
    return (
        time.strftime("%H:%M:%S"),
        event["door"],
        event["origin"],
        f"[{colour}]{action}[/]{enforced}",
        event["rule"] or "-",
        "\n".join(acted_kinds(event)) or "-",
    )


def acted_kinds(event: dict[str, Any]) -> list[str]:
    """Return what the policy acted on, each once; what it let pass is left out."""
    acted = {kind for kind, _, _, _, action, _ in event["findings"] if action != "allow"}
    return sorted(acted)


if __name__ == "__main__":
    main()
