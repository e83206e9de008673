"""What the commands about audit logs say to bad input: one line, status 2, no text of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input_parts import process, refused

pytest_plugins = ["bad_input_fixtures"]

READ = [
    "audit tail",
    "audit search",
    "audit show ref",
    "audit report --json",
    "explain ref --audit",
]
READ += ["policy replay --policy strict"]


@pytest.mark.parametrize("command", READ)
@pytest.mark.parametrize("name", ["missing", "folder", "loop", "other.db", "cut.gz"])
def test_what_is_no_log_cannot_be_read(asked, command, name):
    assert name in refused(asked(f"{command} {name}"))


@pytest.mark.parametrize("command", READ)
@pytest.mark.parametrize("name", ["binary", "broken", "surrogate", "long", "deep", "bomb"])
def test_lines_that_are_no_events_are_counted_not_shown(asked, command, name):
    status, out, err = asked(f"{command} {name}")
    assert status == (0 if command in ("audit tail", "audit search") else 2)
    assert (out, "broken" in err or "no " in err, len(err) < 200) == ("", True, True)


@pytest.mark.parametrize(
    "name", ["missing", "folder", "empty", "binary", "deep", "packed.gz", "loop"]
)
@pytest.mark.parametrize("option", ["", f"--public-key {'A' * 43}="])
def test_what_was_never_signed_is_not_called_whole_or_broken(asked, name, option):
    assert f"{name!r}" in refused(asked(f"audit verify {name} {option}"))


@pytest.mark.parametrize("name", ["empty", "binary", "broken", "long", "audit.jsonl"])
def test_a_witness_that_says_nothing_is_no_witness(asked, name):
    told = refused(asked(f"audit verify audit.jsonl --witness {name}"))
    assert f"witness {name!r} says nothing about any log" in told


@pytest.mark.parametrize(
    "name", ["audit.jsonl.head", "audit.jsonl.000001", "audit.jsonl.000001.gz"]
)
def test_a_part_of_a_log_is_not_verified_alone(asked, name):
    assert "name 'audit.jsonl'" in refused(asked(f"audit verify {name}"))


@pytest.mark.parametrize("key", ["x", "", "AAAA", "é"])
def test_a_public_key_that_is_none_is_refused(asked, key):
    assert "32 bytes" in refused(asked(["audit", "verify", "audit.jsonl", "--public-key", key]))


@pytest.mark.parametrize(
    "option",
    [
        "--since gestern",
        "--since 2026-13-45",
        "--since -5d",
        "--since 1e400",
        "--limit 0",
        "--limit -1",
        f"--limit {10**30}",
        "--conversation-id c1",
        "--knd x",
    ],
)
def test_an_option_without_sense_is_refused(asked, option):
    assert option.split()[0].strip("-") in refused(asked(f"audit search audit.jsonl {option}"))


@pytest.mark.parametrize("number", ["-1", "x", str(10**30)])
def test_so_many_events_are_none(asked, number):
    assert "--last" in refused(asked(f"audit tail audit.jsonl -n {number}"))


@pytest.mark.parametrize(
    ("option", "meant"),
    [
        ("--action blok", "block"),
        ("--kind emial-address", "email-address"),
        ("--event decison", "decision"),
        ("--stage inpt", "input"),
        ("--origin usr", "user"),
    ],
)
def test_a_slip_that_finds_nothing_is_told(asked, option, meant):
    status, _, err = asked(f"audit search audit.jsonl --count {option}")
    assert (status, f"Did you mean '{meant}'?" in err) == (0, True)
    assert asked(f"audit search audit.jsonl --rule {option.split()[1]}") == (0, "", "")


@pytest.mark.parametrize("out", ["folder", "missing/x.html", "audit.jsonl", "./audit.jsonl.head"])
def test_a_report_is_written_over_nothing_that_is_evidence(asked, here, out):
    before = (here / "audit.jsonl").read_bytes()
    assert "--out" in refused(asked(f"audit report audit.jsonl --out {out}"))
    assert (here / "audit.jsonl").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("command", ["audit search audit.jsonl", "audit verify audit.jsonl"])
def test_output_that_cannot_be_written_is_told(here, command):
    with Path("/dev/full").open("wb") as full:
        ended = process(command, full)
    assert (ended.returncode, ended.stderr) == (2, b"chatward: No space left on device\n")
