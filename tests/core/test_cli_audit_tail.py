"""`chatward audit tail|show|schema`: the last events, those to come, one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import jsonschema
import msgspec
import pytest
from audit_samples import decision
from audit_shell import EVENTS, REFERENCES, references

from chatward.audit.log import FileAudit
from chatward.audit.sqlite_log import SqliteLog

pytest_plugins = ["audit_shell_fixtures"]


# --- tail -------------------------------------------------------------------------------------


def test_the_last_events_are_shown_oldest_first(chatward, log):
    assert references(chatward("audit", "tail", log)[1]) == REFERENCES
    assert references(chatward("audit", "tail", log, "-n", 2)[1]) == ["r4", "r5"]
    assert references(chatward("audit", "tail", log, "-n", 3, "--event", "decision")[1]) == [
        "r1",
        "r2",
        "r3",
    ]
    assert chatward("audit", "tail", log, "-n", 0) == (0, "", "")


def test_standard_input_cannot_be_followed(chatward):
    status, _, err = chatward("audit", "tail", "-", "-f")
    assert (status, "standard input has an end" in err) == (2, True)


def started(*arguments):
    command = [sys.executable, "-m", "chatward", "audit", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_can_be_interrupted,  # noqa: PLW1509 (no thread is at work here)
    )


def _can_be_interrupted():
    """What a shell starts in the background is deaf to it, and so are its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("kind", ["lines", "sqlite"])
def test_events_are_followed_as_they_come_until_interrupted(tmp_path, kind):
    path = tmp_path / "audit"
    log = SqliteLog(path) if kind == "sqlite" else FileAudit(path)
    log.write(decision(reference="old"))
    running = started("tail", path, "-f", "--rule", "personal-data-in")
    assert running.stdout.readline().split()[-1] == b"old"
    log.write(decision(reference="other", rule="other"))
    log.write(decision(reference="new1"))
    if kind == "lines":
        assert running.stdout.readline().split()[-1] == b"new1"
        path.rename(f"{path}.000001")
        log = FileAudit(path)
    log.write(decision(reference="new2"))
    if kind == "sqlite":
        assert running.stdout.readline().split()[-1] == b"new1"
    assert running.stdout.readline().split()[-1] == b"new2"
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=30) == (b"", b"")
    assert running.returncode == 0


def test_who_has_seen_enough_may_close_the_pipe(tmp_path):
    path = tmp_path / "audit.jsonl"
    path.write_bytes((msgspec.json.encode(decision()) + b"\n") * 20_000)
    running = started("search", path)
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(30) == 0


# --- show and schema --------------------------------------------------------------------------


def test_one_event_is_shown_with_all_it_says(chatward, log):
    status, out, err = chatward("audit", "show", "r2", log)
    assert (status, err) == (0, "")
    assert "pseudonymise" in out
    assert "email-address" in out
    status, out, _ = chatward("audit", "show", "r2", log, "--json")
    said = json.loads(out)
    assert said.pop("reason") == ""
    assert said == json.loads(msgspec.json.encode(EVENTS[1]))


def test_a_reference_that_no_event_has_is_an_error(chatward, log):
    status, out, err = chatward("audit", "show", "nope", log)
    assert (status, out) == (2, "")
    assert "no event in the audit log has this reference" in err


def test_the_schema_is_printed(chatward):
    status, out, err = chatward("audit", "schema")
    assert (status, err) == (0, "")
    for event in EVENTS:
        jsonschema.validate(json.loads(msgspec.json.encode(event)), json.loads(out))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_log_that_may_not_be_read_is_one_line(chatward, lines):
    lines.chmod(0)
    status, out, err = chatward("audit", "search", lines)
    assert (status, out, err.count("\n")) == (2, "", 1)
