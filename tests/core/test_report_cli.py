"""`chatward audit report` in a shell."""

from __future__ import annotations

import base64
import json
import secrets
import stat

import pytest
import typer
from planted import PLANTED, planted_in
from report_logs import busy_weeks, segment, write
from typer.testing import CliRunner

from chatward import Guard, Keyring
from chatward.audit.log import FileAudit
from chatward.audit.signed_file import SignedFile
from chatward.cli.audit_report import report
from chatward.errors import ChatwardError
from chatward.memory.keys import keyring_from_base64
from chatward.report import trust
from chatward.report.gathered import Log

pytest.importorskip("matplotlib", "3.9")
pytest.importorskip("jinja2", "3.1")


@pytest.fixture
def log(tmp_path):
    return write(tmp_path / "audit.jsonl", busy_weeks(a_day=20))


@pytest.fixture
def out(tmp_path):
    return tmp_path / "report.html"


def run(*arguments, stdin=b""):
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(report)
    return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)


def test_a_page_is_made(log, out):
    done = run(log, "--out", out, "--title", "November")
    assert (done.exit_code, done.output) == (0, "")
    text = out.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>November</title>" in text
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_figures_come_as_json(log):
    done = run(log, "--json", "--since", "2d")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert told["end"] - told["start"] == 2 * 86_400
    assert told["headlines"]["decisions"]["value"] > 0


def test_standard_input_is_a_log_too(log):
    done = run("-", "--json", "--since", "all", stdin=log.read_bytes())
    assert json.loads(done.output)["headlines"]["decisions"]["value"] > 100


@pytest.mark.parametrize("since", ["", "7", "d", "0d", "-1d", "7 d", "7y", "999999d"])
def test_a_length_of_time_that_is_none_is_refused(log, since):
    done = run(log, "--json", "--since", since)
    assert done.exit_code == 2
    assert "7d, or all" in done.output


def test_without_a_place_for_the_page_there_is_nothing_to_do(log):
    done = run(log)
    assert done.exit_code == 2
    assert "say where the page goes" in done.output


def test_a_folder_is_no_log_and_no_page(log, out, tmp_path):
    assert "is a folder" in run(tmp_path, "--out", out).output
    assert "is a folder" in run(log, "--out", tmp_path).output
    assert "its folder is not there" in run(log, "--out", tmp_path / "no" / "r.html").output
    assert not out.exists()


def test_a_log_without_events_is_told(tmp_path, out):
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    done = run(empty, "--out", out)
    assert done.exit_code == 2
    assert "there is no event in these logs" in done.output
    assert not out.exists()


def test_a_missing_log_is_an_error_of_ours(tmp_path, out):
    done = run(tmp_path / "gone.jsonl", "--out", out)
    assert isinstance(done.exception, ChatwardError)  # which the command makes one line of


def test_broken_lines_are_told_and_skipped(log, out):
    with log.open("ab") as file:
        file.write(b"anna@example.org says hello\n")
    done = run(log, "--out", out)
    assert done.exit_code == 0
    assert "audit.jsonl: 1 broken line was skipped" in done.output
    assert "anna" not in done.output + out.read_text("utf-8")
    assert "1 line of the log" in out.read_text("utf-8")


def test_a_page_that_fails_leaves_the_old_one(log, out, monkeypatch):
    out.write_text("old", "utf-8")
    monkeypatch.setattr("chatward.cli.audit_report.page", lambda told: 1)
    assert run(log, "--out", out).exception is not None
    assert out.read_text("utf-8") == "old"
    assert {each.name for each in out.parent.iterdir()} == {"audit.jsonl", "report.html"}


# --- trust ----------------------------------------------------------------------------------


def keys():
    return Keyring(secrets.token_bytes(32))


def test_a_log_that_claims_to_be_signed_and_is_not_is_told(tmp_path):
    log = Log(write(tmp_path / "audit.jsonl", [segment()]), signed=True)
    trust.verify([log], keys())
    assert log.verdict.startswith("not verified: ")


def test_a_signed_log_is_verified_and_a_change_is_told(tmp_path, out, monkeypatch):
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    monkeypatch.setenv("CHATWARD_MASTER_KEY", key)
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, keyring_from_base64(key))
    for event in busy_weeks(a_day=5):
        log.write(event)
    log.close()
    assert run(path, "--out", out).exit_code == 0
    text = out.read_text("utf-8")
    assert "whole, " in text
    assert "is not whole" not in text
    path.write_bytes(path.read_bytes().replace(b'"action":"block"', b'"action":"allow"', 1))
    assert run(path, "--out", out).exit_code == 0
    assert "The log “audit.jsonl” is not whole" in out.read_text("utf-8")


def test_without_a_key_nobody_can_tell(tmp_path):
    log = Log(tmp_path / "audit.jsonl", signed=True)
    trust.verify([log], Keyring(secrets.token_bytes(32), ephemeral=True))
    assert log.verdict == ""


# --- planted values -------------------------------------------------------------------------


def test_no_planted_value_of_a_real_guard_comes_into_a_report(tmp_path, out, monkeypatch):
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    monkeypatch.setenv("CHATWARD_MASTER_KEY", key)
    log = tmp_path / "audit.jsonl"
    guard = Guard(audit=FileAudit(log))
    for number, value in enumerate(PLANTED):
        for origin in ("user", "tool", "model"):
            guard.inspect(f"see {value} please", origin=origin, conversation=str(number))
        guard.restore(f"about {value}", conversation=str(number))
    done = run(log, "--out", out, "--json")
    assert done.exit_code == 0
    assert planted_in([done.output, out.read_text("utf-8")]) == []
