"""`chatward audit verify`: what it shows, and how it ends."""

from __future__ import annotations

import json

import pytest
import typer
from audit_parts import KEYS, event, written
from memory_shell import written as masters
from typer.testing import CliRunner

from chatward.audit.log import FileAudit
from chatward.audit.signed_file import public_key
from chatward.cli.audit_verify import verify
from chatward.errors import ChatwardError

app = typer.Typer()
app.command()(verify)


@pytest.fixture
def run(monkeypatch):
    """Runs the command; returns (exit status, output, what was complained about)."""
    monkeypatch.setenv("CHATWARD_MASTER_KEY", masters(KEYS.master))

    def call(*arguments):
        ran = CliRunner().invoke(app, [str(each) for each in arguments])
        if isinstance(ran.exception, ChatwardError):
            return 2, ran.stdout, str(ran.exception)
        return ran.exit_code, ran.stdout, ran.stderr

    return call


@pytest.fixture
def log(tmp_path):
    return written(tmp_path / "audit.jsonl", 3)


def test_a_whole_log_is_told_to_be_one(run, log):
    status, out, err = run(log)
    assert (status, err) == (0, "")
    assert "records     4, numbers 1 to 4" in out
    assert f"public key  {public_key(KEYS)}" in out
    assert out.splitlines()[-1] == "whole       yes"


def test_a_changed_log_is_told_with_the_place(run, log):
    log.write_bytes(log.read_bytes().replace(b'"drawers":2', b'"drawers":7'))
    status, out, _ = run(log)
    assert status == 1
    assert "whole       no: 1 found" in out
    assert out.splitlines()[-1].split(maxsplit=4) == [
        "changed",
        "audit.jsonl",
        "3",
        "3",
        "record 3 is not as it was written",
    ]


def test_the_report_can_be_json(run, log):
    status, out, _ = run(log, "--json")
    said = json.loads(out)
    assert (status, said["whole"], said["records"], said["problems"]) == (0, True, 4, [])
    log.unlink()
    status, out, _ = run(log, "--json")
    assert (status, json.loads(out)["problems"][0]["what"]) == (1, "cut-off")


def test_a_crash_tail_is_told_and_is_no_fault(run, log):
    with log.open("ab") as file:
        file.write(b"{")
    status, out, _ = run(log)
    assert status == 0
    assert "note        crash tail: an incomplete last line of 1 bytes" in out


def test_without_a_key_nobody_can_tell(run, log, monkeypatch):
    monkeypatch.delenv("CHATWARD_MASTER_KEY")
    status, out, err = run(log)
    assert (status, out) == (2, "")
    assert "set CHATWARD_MASTER_KEY" in err


def test_with_another_key_nobody_can_tell(run, log, monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", masters(b"x" * 32))
    status, _, err = run(log)
    assert status == 2
    assert "which is not in CHATWARD_MASTER_KEY" in err


def test_a_plain_log_is_not_verified(run, tmp_path):
    FileAudit(tmp_path / "plain.jsonl").write(event(1))
    status, _, err = run(tmp_path / "plain.jsonl")
    assert (status, err) == (2, "audit file 'plain.jsonl' is not a signed log")


@pytest.mark.parametrize("name", ["nothing.jsonl", "nowhere/audit.jsonl", "."])
def test_what_is_no_log_is_not_verified(run, tmp_path, name):
    status, _, err = run(tmp_path / name)
    assert status == 2
    assert err.startswith("audit file")


def test_a_witness_that_is_not_there_is_told(run, log, tmp_path):
    status, _, err = run(log, "--witness", tmp_path / "nothing")
    assert (status, err) == (2, "audit file 'nothing': No such file or directory")


def test_the_signature_can_be_checked_without_the_master_key(run, log, monkeypatch):
    monkeypatch.delenv("CHATWARD_MASTER_KEY")
    status, out, _ = run(log, "--public-key", public_key(KEYS))
    assert status == 0
    assert "whole       nobody can tell: the signature is genuine" in out
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    status, out, _ = run(log, "--public-key", public_key(KEYS))
    assert status == 1
    assert "record 4, which was signed, is not in the log" in out


@pytest.mark.parametrize("key", ["", "AAAA", "no base64!"])
def test_a_public_key_that_is_none_is_refused(run, log, key):
    assert run(log, "--public-key", key)[0] == 2


def test_another_public_key_is_not_the_one(run, log):
    status, out, _ = run(log, "--public-key", "A" * 43 + "=")
    assert status == 1
    assert "the signature in the head is not genuine" in out
