"""Where planted values are found: bare, with LangChain's own PIIMiddleware, with Chatward.

    make leaks

Runs the scenarios of the leak suite and prints a table; a *cell* is one value of one origin,
written in one way, in one sink of one scenario. `--write` puts the table into docs/leaks.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from results import save

from chatward import Guard

sys.path.append(str(Path(__file__).parent.parent / "tests" / "support"))
from leak_agents_parts import AGENTS
from leak_chains_parts import CHAINS
from leak_parts import SETUPS, WRITTEN, Cell, cells_of, leaked

PAGE = Path(__file__).parent.parent / "docs" / "leaks.md"
SCENARIOS = {**CHAINS, **AGENTS}
HEAD = ("sink", "bare", "PIIMiddleware", "of these, plain mail and card", "Chatward")
_BLOCK = re.compile(r"(?<=<!-- make leaks -->\n).*?(?=<!-- end -->)", re.DOTALL)


def main() -> None:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenarios", nargs="*", default=list(SCENARIOS), choices=SCENARIOS)
    parser.add_argument("--written", nargs="*", default=list(WRITTEN), choices=WRITTEN)
    parser.add_argument("--dry", action="store_true", help="keep no figures")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    planted, found = _measure(options.scenarios, options.written)
    table = "\n".join(_table(planted, found))
    print(table)
    if not options.dry:
        save("leaks", _figures(planted, found))
    if options.write:
        PAGE.write_text(_BLOCK.sub(f"\n{table}\n\n", PAGE.read_text("utf-8")), "utf-8")


def _measure(
    names: Iterable[str], written: Iterable[str]
) -> tuple[dict[str, set[Cell]], dict[str, set[Cell]]]:
    """Return, by set-up, the cells that there are and those in which a value was found."""
    guard = Guard()
    planted: dict[str, set[Cell]] = {setup: set() for setup in SETUPS}
    found: dict[str, set[Cell]] = {setup: set() for setup in SETUPS}
    for name in names:
        scenario = SCENARIOS[name]
        for setup in SETUPS:
            if setup == "PIIMiddleware" and not scenario.agent:
                continue
            for how in written:
                planted[setup] |= cells_of(name, scenario, how)
                with tempfile.TemporaryDirectory() as folder:
                    found[setup] |= leaked(name, scenario, setup, how, guard, Path(folder))
        print(f"ran: {name}", file=sys.stderr)
    return planted, found


def _table(planted: dict[str, set[Cell]], found: dict[str, set[Cell]]) -> Iterable[str]:
    """Yield the lines of the table in Markdown, and what it was measured with."""
    yield _line(HEAD)
    yield _line(["---"] + ["---:"] * (len(HEAD) - 1))
    sinks = list(dict.fromkeys(cell.sink for cell in sorted(planted["bare"])))
    for sink in sorted(sinks):
        yield _line(_row(sink, {sink}, planted, found))
    yield _line(_row("all", set(sinks), planted, found))
    yield ""
    packages = ("langchain", "langchain-core", "langgraph", "langchain-openai", "langsmith")
    used = ", ".join(f"{name} {version(name)}" for name in packages)
    today = datetime.now(timezone.utc).date().isoformat()
    yield f"Measured on {today}: Chatward {version('chatward')}, {used}."


def _row(
    title: str, sinks: set[str], planted: dict[str, set[Cell]], found: dict[str, set[Cell]]
) -> list[str]:
    def share(setup: str, counts: Callable[[Cell], bool] = lambda _: True) -> str:
        leaks, cells = (
            sum(cell.sink in sinks and counts(cell) for cell in each[setup])
            for each in (found, planted)
        )
        return f"{leaks} of {cells}" if cells else "-"

    fair = share("PIIMiddleware", _is_known_to_middleware)
    return [title, share("bare"), share("PIIMiddleware"), fair, share("Chatward")]


def _is_known_to_middleware(cell: Cell) -> bool:
    """Tell whether it has a detector for the value, as it is written."""
    return cell.value in ("mail", "card") and cell.written == "plain"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figures(planted: dict[str, set[Cell]], found: dict[str, set[Cell]]) -> dict[str, Any]:
    return {
        setup: {
            "cells": len(planted[setup]),
            "leaked": [cell._asdict() for cell in sorted(found[setup])],
        }
        for setup in SETUPS
    }


if __name__ == "__main__":
    main()
