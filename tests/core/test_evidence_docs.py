"""The page that strings the evidence together is gone through in one shell, as a reader would."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/evidence.md").read_text("utf-8")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
STEPS = [step for session in SESSIONS for step in COMMAND.findall(session)]
MARK = "-- step --"


@pytest.fixture(scope="module")
def gone_through(tmp_path_factory):
    """Run all commands in one shell; return what each has shown, and the folder."""
    pytest.importorskip("urllib3")
    pytest.importorskip("jinja2")
    folder = tmp_path_factory.mktemp("evidence")
    shutil.copytree(ROOT / "examples/evidence", folder / "examples/evidence")
    commands(folder / "bin")
    script = []
    for typed, _ in STEPS:
        script += [f"echo '{MARK}'", typed.replace("\n> ", "\n").rstrip()]
    paths = [os.path.abspath(each) for each in sys.path if each]  # noqa: PTH100 (need not exist)
    ran = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(paths),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return ran.stdout.decode().split(MARK + "\n")[1:], folder / "morning"


def commands(folder):
    """Put `python` and `chatward`, as the tests have them, where a shell finds them."""
    folder.mkdir()
    for name, more in (("python", ""), ("chatward", "-m chatward")):
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {more} "$@"\n', "utf-8")
        path.chmod(0o755)


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_step_shows_what_the_page_says(gone_through, number):
    typed, wanted = STEPS[number]
    shown = gone_through[0][number]
    assert doctest.OutputChecker().check_output(wanted, shown, doctest.ELLIPSIS), (typed, shown)


def test_the_report_is_a_page_and_nothing_that_is_written_holds_a_text(gone_through):
    folder = gone_through[1]
    assert (folder / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    for name in ("report.html", "audit.jsonl", "audit.jsonl.head", "witness.jsonl", "drill.log"):
        written = (folder / name).read_text("utf-8")
        for text in ("anna@example.org", "4111", "school book?", "Kiel", "previous instructions"):
            assert text not in written, name
