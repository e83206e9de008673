"""The example runs, and shows what its page could not do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "langchain" / "guard_an_agent.py"


def test_the_example_shows_what_the_page_could_not_do():
    command = [sys.executable, str(EXAMPLE)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "asked by the page: untrusted text was read" in shown
    assert "sent after a no:   ['anna@example.org']" in shown
    assert "values received by the model: 0" in shown
