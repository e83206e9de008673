"""The demo runs, shows what happened, and its audit log holds no text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "examples" / "demo_langchain.py"


def run(*arguments):
    shown = subprocess.run(
        [sys.executable, "-W", "error::UserWarning:chatward_langchain", str(DEMO), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def turns(output):
    """Return the demo's turns, each a dict of its rows."""
    blocks = output.split("\n", 1)[1].strip().split("\n\n")
    rows = ("user  ", "model received  ", "model streamed  ", "user got  ")
    return [
        {
            row.strip(): line[len(row) :].strip()
            for row in rows
            for line in block.splitlines()
            if line.startswith(row)
        }
        for block in blocks
    ]


def test_it_shows_each_kind_of_turn(tmp_path):
    log = tmp_path / "audit.jsonl"
    clean, personal, injected, card = turns(run("--audit", str(log)))
    assert clean["user got"] == "Understood: hello there"
    assert "anna@example.org" in personal["user"]
    assert "EMAIL_ADDRESS_1_" in personal["model received"]
    assert "<AWS_ACCESS_KEY>" in personal["model received"]
    assert "anna@example.org" in personal["user got"]
    assert injected["model received"] == "(it was not called)"
    assert injected["user got"] == "I cannot help with that."
    assert "41·11 1111 11·11 1111" in card["model streamed"]
    assert card["user got"] == "The last one was <CREDIT_CARD>, in March."
    events = [json.loads(line) for line in log.read_text().splitlines()]
    decisions = [event for event in events if event["event"] == "decision"]
    assert {event["action"] for event in decisions} >= {"allow", "pseudonymise", "redact", "block"}
    assert "anna" not in log.read_text()
    assert "4111 1111" not in log.read_text()


def test_it_takes_texts_of_your_own(tmp_path):
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(["call me at bob@example.org"]))
    (turn,) = turns(run(str(texts)))
    assert turn["user got"] == "Understood: call me at bob@example.org"
    assert "bob" not in turn["model received"]
