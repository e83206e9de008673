"""The command that shows where values are found, and the table in the documentation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from leak_agents_parts import AGENTS
from leak_chains_parts import CHAINS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "leaks.md").read_text("utf-8")


def rows_of(text):
    """The rows of a table under the sinks they are about."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return {line[0]: line[1:] for line in lines if not line[0].startswith("---")}


def test_the_command_makes_the_rows_that_the_page_shows():
    shown = rows_of(PAGE.split("<!-- make leaks -->")[1].split("<!-- end -->")[0])
    command = [sys.executable, "benchmarks/leaks.py", "--dry", "--written", "plain"]
    command += ["--scenarios", "chain", "agent of guarded parts"]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    made = rows_of(ran.stdout)
    assert made["sink"] == shown["sink"]
    assert set(made) <= set(shown)
    assert made["checkpoint"][0] == "15 of 15"
    assert made["all"][-1].startswith("0 of ")
    assert re.search(r"^Measured on \d{4}-\d\d-\d\d: Chatward ", ran.stdout, re.MULTILINE)


def test_the_page_has_a_row_for_every_sink():
    shown = rows_of(PAGE.split("<!-- make leaks -->")[1].split("<!-- end -->")[0])
    sinks = {sink for each in (*CHAINS.values(), *AGENTS.values()) for sink in each.sinks}
    assert sinks | {"sink", "all"} == set(shown)
