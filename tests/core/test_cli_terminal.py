"""What a person at a terminal sees, and what never gets into a pipe."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chatward.cli import run
from chatward.cli.batches import ROWS

CHATWARD = [sys.executable, "-m", "chatward"]
ROW = b'{"id": 1, "text": "Mail anna@example.org"}\n'
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def terminal():
    """A terminal of 60 columns; returns what is written to it by a command, and its status."""
    ours, theirs = os.openpty()

    def call(*arguments, stream):
        env = {**os.environ, "COLUMNS": "60", "TERM": "xterm"}
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
        with subprocess.Popen([*CHATWARD, *arguments], env=env, **streams) as process:
            os.close(theirs)
            seen = b"".join(iter(lambda: _read(ours), b""))
        return process.returncode, seen.decode()

    yield call
    os.close(ours)


def _read(descriptor):
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # how a terminal says that nobody writes to it any more
        return b""


def test_a_scan_shows_how_far_it_is(terminal, tmp_path):
    (tmp_path / "in.jsonl").write_bytes(ROW * 600)
    out = tmp_path / "out.jsonl"
    command = ["scan", tmp_path / "in.jsonl", "--out", out, "--jobs", "1"]
    status, seen = terminal(*command, stream="stderr")
    assert status == 0
    assert "100%" in seen
    assert "600 lines" in ESCAPE.sub("", seen)
    assert len(out.read_bytes().splitlines()) == 600


def test_a_scan_says_nothing_where_nobody_looks(tmp_path, capsys):
    (tmp_path / "in.jsonl").write_bytes(ROW * 600)
    assert run(["scan", str(tmp_path / "in.jsonl"), "--out", os.devnull, "--jobs", "1"]) == 0
    assert capsys.readouterr() == ("", "")


def test_tables_fold_in_a_terminal_and_lose_nothing(terminal, capsys):
    status, seen = terminal("policy", "show", stream="stdout")
    assert status == 0
    lines = ESCAPE.sub("", seen).splitlines()
    assert max(map(len, lines)) <= 60
    assert "\x1b[" in seen
    assert run(["policy", "show"]) == 0
    wide = capsys.readouterr().out
    assert sorted("".join("".join(lines).replace("─", "").split())) == sorted("".join(wide.split()))


def test_what_failed_and_what_is_not_enforced_is_shown(capsys):
    assert run(["check", "Mail anna@example.org", "--policy", "monitor"]) == 0
    assert re.search(r"^enforced +no$", capsys.readouterr().out, re.MULTILINE)


def test_a_pipe_can_be_scanned(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([*CHATWARD, "scan", pipe], stdout=subprocess.PIPE) as process:
        pipe.write_bytes(ROW * 3)
        rows = process.stdout.read().splitlines()
    assert process.returncode == 0
    assert [json.loads(row)["id"] for row in rows] == [1, 1, 1]


def test_a_dash_is_standard_input_and_output():
    command = [*CHATWARD, "scan", "-", "--out", "-"]
    ran = subprocess.run(command, input=ROW * 2, capture_output=True, check=True)
    assert len(ran.stdout.splitlines()) == 2
    assert not Path("-").exists()


def test_a_full_disk_is_one_line_and_exit_status_2(tmp_path, capsys):
    (tmp_path / "in.jsonl").write_bytes(ROW)
    assert run(["scan", str(tmp_path / "in.jsonl"), "--out", "/dev/full", "--jobs", "1"]) == 2
    assert capsys.readouterr().err == "chatward: No space left on device\n"


def test_a_place_that_cannot_be_written_is_told_before_the_work_begins(tmp_path, capsys):
    (tmp_path / "in.jsonl").write_bytes(ROW)
    assert run(["scan", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "no/out")]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [(signal.SIGKILL, 2, b"a process was killed"), (signal.SIGINT, 130, b"")],
    ids=["a worker is killed", "Ctrl-C"],
)
def test_an_interrupted_scan_ends_all_its_processes(tmp_path, sent, status, told):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [*CHATWARD, "scan", pipe, "--jobs", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, start_new_session=True, **quiet) as process:
        with pipe.open("wb") as lines:
            lines.write(ROW * ROWS * 3)
            lines.flush()
            workers = _workers_of(process)
            if sent == signal.SIGKILL:
                os.kill(workers[0], sent)
            else:
                os.killpg(process.pid, sent)
            if sent == signal.SIGINT:
                _, err = process.communicate(timeout=150)
        if sent == signal.SIGKILL:
            _, err = process.communicate(timeout=150)
    assert process.returncode == status
    assert told in err
    assert b"Traceback" not in err
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def _workers_of(process):
    """Return the ids of both workers of a scan as soon as they run."""
    deadline = time.monotonic() + 60
    workers = []
    while len(workers) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [int(each) for each in children if _is_worker(each)]
    return workers


def _is_worker(child):
    try:
        return b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    except OSError:
        return False
