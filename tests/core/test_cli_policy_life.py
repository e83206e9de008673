"""`chatward policy diff`, `replay` and `lint`."""

from __future__ import annotations

import gzip
import json

import msgspec
import pytest
from replay_parts import TEXTS, Kept, guard_for, policy_named

from chatward.cli import run

NEW = """
name: new
version: "2"
change: Cards are not taken any more.
extends: balanced
protected: [the canary sings at dawn]
rules: [{name: no-cards, kinds: [credit-card], action: block}]
"""
CARD = "4111 1111 1111 1111"


@pytest.fixture
def new(tmp_path):
    file = tmp_path / "new.yml"
    file.write_text(NEW)
    return str(file)


@pytest.fixture(scope="module")
def events():
    kept = Kept()
    guard = guard_for(policy_named("balanced"), kept)
    for text in (CARD, "hello", f"anna@example.org {CARD}"):
        guard.inspect(text, origin="user", conversation="c")
    return [msgspec.json.encode(each) for each in kept.events]


@pytest.fixture
def log(tmp_path, events):
    file = tmp_path / "audit.jsonl"
    file.write_bytes(b"\n".join([*events, b'{"event": "call", "reference": "r"}']) + b"\n")
    return file


def told(capsys, *arguments):
    """(exit status, standard output) of a command that complains about nothing."""
    status = run(["policy", *map(str, arguments)])
    said = capsys.readouterr()
    assert said.err == ""
    return status, said.out


def refused(capsys, *arguments):
    """The one line of a command that ends with 2."""
    assert run(["policy", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


# --- diff -----------------------------------------------------------------------------------


def test_diff_shows_stamps_and_note_and_then_sentences(capsys, new):
    status, out = told(capsys, "diff", "balanced", new)
    lines = out.splitlines()
    assert status == 0
    assert lines[0].startswith("from    balanced 1 (")
    assert lines[1].startswith("to      new 2 (")
    assert lines[2:4] == ["change  Cards are not taken any more.", ""]
    whose = "user, tool, document and history"
    assert lines[4] == f"Stricter: credit-card in texts of {whose} is blocked (was pseudonymised)."
    assert "Stricter: 1 text is protected that was not." in lines
    assert "canary" not in out


def test_diff_as_json_has_the_same_with_counts(capsys, new):
    _, out = told(capsys, "diff", "balanced", new, "--json")
    found = json.loads(out)
    assert found["from"][0] == "balanced"
    assert found["change"] == "Cards are not taken any more."
    directions = [each["direction"] for each in found["differences"]]
    for name in ("stricter", "laxer", "different"):
        assert found[name] == directions.count(name)
    assert found["stricter"] > 2


def test_diff_of_a_policy_and_itself_says_so(capsys):
    assert told(capsys, "diff", "strict", "strict")[1].endswith("They do the same.\n")


def test_what_would_act_on_a_terminal_is_shown_as_escapes(capsys, tmp_path):
    file = tmp_path / "bad.yml"
    file.write_text('extends: balanced\nname: "a\\e[2Jb"\nchange: "\\u202Ec"\nbot: "x\\e[31m"')
    assert "\x1b" not in told(capsys, "diff", "balanced", file)[1]
    assert "\x1b" not in told(capsys, "lint", file)[1]


# --- replay ---------------------------------------------------------------------------------


def test_replay_counts_what_changes_and_names_examples(capsys, new, log, events):
    status, out = told(capsys, "replay", log, "--policy", new)
    assert status == 0
    assert "decisions     3\n" in out
    assert "would change  2: 2 stricter, 0 laxer\n" in out
    assert "other events  1\n" in out
    assert "pseudonymise  block" in out
    assert json.loads(events[0])["reference"] in out
    assert CARD not in out


def test_replay_as_json_has_the_same(capsys, new, log, events):
    _, out = told(capsys, "replay", log, "--policy", new, "--json", "--limit", 1)
    found = json.loads(out)
    assert (found["decisions"], found["changed"], found["stricter"]) == (3, 2, 2)
    assert found["actions"] == [["pseudonymise", "block", 2]]
    assert found["rules"] == [["personal-data-in", "no-cards", 2]]
    assert (found["origins"], found["kinds"]) == ({"user": 2}, {"credit-card": 2})
    (example,) = found["examples"]
    assert example["reference"] == json.loads(events[0])["reference"]
    assert (example["would_be"], example["why"]) == (["block", "no-cards"], "")


def test_replay_by_the_policy_that_decided_changes_nothing(capsys, log):
    found = json.loads(told(capsys, "replay", log, "--policy", "balanced", "--json")[1])
    assert (found["changed"], found["other_rule"], found["uncertain"]) == (0, 0, {})


def test_replay_reads_rotated_and_packed_logs(capsys, new, tmp_path, events):
    log = tmp_path / "audit.jsonl"
    (tmp_path / "audit.jsonl.000001.gz").write_bytes(gzip.compress(events[0] + b"\n"))
    (tmp_path / "audit.jsonl.000002").write_bytes(events[1] + b"\n")
    log.write_bytes(events[2] + b"\n")
    found = json.loads(told(capsys, "replay", log, "--policy", new, "--json")[1])
    assert found["decisions"] == 3


def test_replay_counts_what_is_not_certain_and_says_why(capsys, tmp_path):
    kept = Kept()
    stream = guard_for(policy_named("balanced"), kept).stream(origin="model")
    stream.feed("hello")
    stream.finish()
    log = tmp_path / "audit.jsonl"
    log.write_bytes(msgspec.json.encode(kept.events[0]))
    _, out = told(capsys, "replay", log, "--policy", "strict")
    assert "not certain   1\n" in out
    assert "a stream lists only what its policy acted on" in out


def test_broken_lines_are_skipped_and_told(capsys, new, log):
    log.write_bytes(log.read_bytes() + b"{'no': json}\n\xff\n")
    assert run(["policy", "replay", str(log), "--policy", new]) == 3
    said = capsys.readouterr()
    assert "decisions     3\n" in said.out
    assert said.err.endswith(": 2 broken lines were skipped\n")


def test_values_of_a_hostile_log_do_not_act_on_a_terminal(capsys, new, tmp_path, events):
    fields = {**json.loads(events[0]), "reference": "\x1b[2J", "rule": "\x1b[31mx\u202e"}
    log = tmp_path / "audit.jsonl"
    log.write_text(json.dumps(fields))
    assert "\x1b" not in told(capsys, "replay", log, "--policy", new)[1]


@pytest.mark.parametrize("content", [b"", b'{"event": "call", "reference": "r"}\n', b"hello\n"])
def test_a_log_without_decisions_is_told(capsys, new, tmp_path, content):
    log = tmp_path / "audit.jsonl"
    log.write_bytes(content)
    assert "no decision" in refused(capsys, "replay", log, "--policy", new)


def test_what_cannot_be_read_is_told_in_one_line(capsys, new, tmp_path, log):
    missing, folder, cut = tmp_path / "none.jsonl", tmp_path, tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b"hello" * 100)[:30])
    for each in (missing, folder, cut):
        refused(capsys, "replay", each, "--policy", new)
    refused(capsys, "replay", log, "--policy", missing)
    refused(capsys, "replay", log, "--policy", log)


def test_a_model_that_cannot_be_read_is_told_in_one_line(capsys, tmp_path, log):
    file = tmp_path / "own.yml"
    file.write_text(f"extends: balanced\nmodel: {tmp_path / 'none.npz'}")
    refused(capsys, "replay", log, "--policy", file)


# --- lint -----------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["balanced", "strict", "monitor"])
def test_a_profile_has_no_warning(capsys, profile):
    status, out = told(capsys, "lint", profile)
    assert status == 0
    assert "warning" not in out


def test_a_warning_is_shown_with_its_place_and_exits_with_1(capsys, tmp_path):
    file = tmp_path / "bad.yml"
    file.write_text("extends: balanced\ntainted: allow")
    status, out = told(capsys, "lint", file)
    assert status == 1
    assert "warning  tainted-allowed  tainted" in out
    assert {"no-version", "no-change-note"} <= set(out.split())
    status, out = told(capsys, "lint", file, "--json")
    found = json.loads(out)["findings"]
    assert (status, found[0]["name"], found[0]["severity"]) == (1, "tainted-allowed", "warning")


@pytest.mark.parametrize(
    "text", [None, "rules: 7", "rules: [{name: x, kinds: [nix], action: block}]", "a: \ud800", "["]
)
@pytest.mark.parametrize("command", ["lint", "diff", "replay"])
def test_a_policy_that_cannot_be_used_is_told_in_one_line(capsys, tmp_path, log, command, text):
    file = tmp_path / "bad.yml"
    if text is not None:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
    more = {"lint": [], "diff": ["balanced"], "replay": [log, "--policy"]}[command]
    refused(capsys, command, *more, file)


def test_no_text_of_the_log_is_anywhere(capsys, new, log):
    for text in (*TEXTS[1:3], CARD):
        assert text not in told(capsys, "replay", log, "--policy", new, "--json")[1]
