"""Talk to the example Rasa bot with Chatward's lines in its configuration.

    python examples/demo_rasa.py TEXTS.json [--audit AUDIT.jsonl]

TEXTS.json holds a list of sentences. For each one this shows what the user wrote, what Rasa
stored, and what the user was answered. The bot is trained when its files are newer than its model.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BOT = Path(__file__).parent / "rasa_bot"
CONFIG = "config.yml"

sys.path.append(str(BOT))
from talking import trained  # noqa: E402 (lies beside the bot)

console = Console()


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk to the guarded example bot.")
    parser.add_argument("texts", type=Path, help="a JSON list of sentences")
    parser.add_argument("--audit", type=Path, help="where audit events go, a JSON line each")
    arguments = parser.parse_args()
    console.rule("Rasa: `- name: chatward_rasa.Guardrails` in config.yml")
    began = time.monotonic()
    with console.status("training the bot where need be (10 to 30 seconds)"):
        trained(CONFIG)
    if time.monotonic() - began > 1:
        console.print(f"trained the bot in {time.monotonic() - began:.0f} s")
    with console.status("starting the bot (10 to 20 seconds)"):
        turns = talk(arguments.texts, arguments.audit)
    for turn in turns:
        show(turn)


def talk(texts: Path, audit: Path | None) -> list[dict[str, Any]]:
    """Talk to the bot in a process of its own."""
    command = [sys.executable, str(BOT / "talking.py"), CONFIG, str(texts)]
    command += ["--audit", str(audit)] if audit else []
    run = subprocess.run(  # noqa: S603 (our own command line)
        command, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(run.stderr[-2000:])
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{"text"')]


def show(turn: dict[str, Any]) -> None:
    """Print one turn."""
    kept = [words for kind, words in turn["rests"] if kind == "user"]
    shown = Table.grid(padding=(0, 2))
    shown.add_column(style="bold", no_wrap=True)
    shown.add_column(overflow="fold")
    rows = (
        ("user", turn["text"]),
        ("stored", "\n".join(kept)),
        ("bot", "\n".join(turn["answers"])),
    )
    for name, words in rows:
        shown.add_row(name, console.render_str(words, markup=False, emoji=False))
    console.print(shown)
    console.print()


if __name__ == "__main__":
    main()
