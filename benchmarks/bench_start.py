"""What starting costs: import, first decision with an empty and a full cache, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from results import save
from rich.console import Console
from rich.table import Table

PROGRAM = """
import time
began = time.perf_counter()
from chatward import Guard
imported = time.perf_counter()
Guard().inspect("{text}", origin="user")
decided = time.perf_counter()
(line,) = [each for each in open("/proc/self/status") if each.startswith("VmHWM")]
memory = int(line.split()[1]) / 1024  # what `resource` says is the parent's too
print(imported - began, decided - imported, memory)
"""
CLEAN = "Hello, what are your opening hours?"
PERSONAL = "Write to anna@example.org."


def main() -> None:
    """Print a table; each row is a fresh process."""
    table = Table("process", "import, ms", "first decision, ms", "memory, MB")
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for name, text in (
            ("empty cache", CLEAN),
            ("cached database", CLEAN),
            ("cached, first redaction", PERSONAL),
        ):
            imported, decided, memory = _run(text, cache)
            figures[name] = {
                "import_millis": imported * 1e3,
                "first_decision_millis": decided * 1e3,
                "resident_megabytes": memory,
            }
            table.add_row(name, *(f"{each:.0f}" for each in figures[name].values()))
    save("start", figures)
    Console().print(table)


def _run(text: str, cache: str) -> tuple[float, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(text=text)],
        env={**os.environ, "CHATWARD_CACHE_DIR": os.path.join(cache, "chatward")},  # noqa: PTH118
        check=True,
        capture_output=True,
        text=True,
    )
    imported, decided, memory = map(float, done.stdout.split())
    return imported, decided, memory


if __name__ == "__main__":
    main()
