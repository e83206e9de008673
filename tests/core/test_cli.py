"""The command as a program: how it starts, fails and ends."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from chatward import __version__
from chatward.cli import run

CHATWARD = [sys.executable, "-m", "chatward"]


def test_it_runs_as_a_module():
    ran = subprocess.run([*CHATWARD, "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"chatward {__version__}\n"


def test_help_lists_the_commands_and_has_no_colours_where_nobody_looks(capsys):
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("check", "redact", "scan", "policy", "warm", "demo"):
        assert f" {command} " in shown
    assert "\x1b" not in shown


def test_without_a_command_it_shows_the_help_and_exits_with_2(capsys):
    assert run([]) == 2
    assert "Usage: chatward" in capsys.readouterr().out


BAD_POLICIES = {
    "unknown key": "extends: balanced\nrulez: []",
    "unknown kind": "rules: [{name: x, kinds: [emial-address], action: redact}]",
    "unknown redactor": "extends: balanced\nredactors: {personal: {operator: no-such}}",
    "no mapping": "[]",
    "no YAML": "a: [",
    "no date": "version: 2024-99-99",
    "too deep": "[" * 2000,
    "lone surrogate": 'extends: balanced\nrefusal: "\\uD800"',
}


@pytest.mark.parametrize("written", BAD_POLICIES.values(), ids=BAD_POLICIES.keys())
@pytest.mark.parametrize("command", ["check", "redact", "scan", "policy"])
def test_a_bad_policy_is_one_line_and_exit_status_2(written, command, tmp_path, capsys):
    policy, rows = tmp_path / "bad.yml", tmp_path / "rows.jsonl"
    policy.write_text(written)
    rows.write_text('{"id": 1, "text": "x"}\n')
    arguments = {
        "check": ["check", "x", "--policy", policy],
        "redact": ["redact", rows, "--policy", policy],
        "scan": ["scan", rows, "--policy", policy, "--out", tmp_path / "out.jsonl"],
        "policy": ["policy", "check", policy],
    }[command]
    assert run(list(map(str, arguments))) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("chatward")
    assert err.count("\n") == 1
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frob"], "frob"),
        (["check", "x", "--frob"], "--frob"),
        (["check", "x", "y"], "y"),
        (["check", "x", "--origin", "usr"], "--origin"),
        (["check", "x", "--policy", "no-such.yml"], "no-such.yml"),
        (["check", "x", "--policy", "."], "cannot be read"),
        (["check", "x", "--audit", "no-such-folder/audit.jsonl"], "--audit"),
        (["redact", "no-such.txt"], "no-such.txt"),
        (["redact", "."], "directory"),
        (["redact", "--origin", "tool"], "spotlighted"),
        (["scan"], "FILES"),
        (["scan", "no-such.jsonl"], "no-such.jsonl"),
        (["scan", "."], "folder"),
        (["scan", "no-such.jsonl", "--jobs", "0"], "--jobs"),
        (["scan", "no-such.jsonl", "--jobs", "two"], "--jobs"),
        (["policy"], "command"),
        (["policy", "check"], "FILE"),
        (["policy", "show", "no-such"], "no-such"),
    ],
    ids=" ".join,
)
def test_bad_usage_is_one_line_and_exit_status_2(arguments, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.startswith("chatward")
    assert err.count("\n") == 1


def test_a_bad_master_key_is_one_line_and_exit_status_2(monkeypatch, capsys):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", "c2hvcnQ=")
    assert run(["check", "x"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "c2hvcnQ" not in err


def test_a_reader_that_goes_away_is_no_traceback(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": 1, "text": "x"}\n' * 5000)
    for command in (["scan", str(rows), "--jobs", "1"], ["redact", str(rows)]):
        with subprocess.Popen(
            [*CHATWARD, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""


def test_closed_standard_input_is_no_traceback():
    ran = subprocess.run(
        ["bash", "-c", '"$0" -m chatward check <&-', sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1


def test_any_text_can_be_shown_in_any_encoding():
    ran = subprocess.run(
        [*CHATWARD, "check", "é 😀"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stdout.endswith(b"\n\xe9 \\U0001f600\n")
