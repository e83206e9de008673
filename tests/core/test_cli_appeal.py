"""`chatward appeal` and `chatward known-good`."""

from __future__ import annotations

import gzip
import json
import os
import re

import pytest
from appeal_parts import ATTACK
from memory_shell import events, written

from chatward.audit.schema import decode
from chatward.audit.sqlite_log import SqliteLog
from chatward.audit.sqlite_reading import read_rows

pytest_plugins = ["appeal_fixtures"]
pytestmark = pytest.mark.usefixtures("master_key")


@pytest.fixture
def log(audit_log):
    return audit_log


@pytest.fixture
def guard(keeping_guard):
    return keeping_guard


@pytest.fixture
def appeal(shell, vault_url, log):
    """Appeals to a decision; returns (exit status, standard output, standard error)."""

    def call(reference, *more, verdict="false-alarm", note="a play", stdin=b""):
        where = ["--vault", vault_url, "--audit", log]
        return shell("appeal", reference, "--verdict", verdict, "--note", note, *where, *more,
                     stdin=stdin)  # fmt: skip

    return call


@pytest.fixture
def reported(tmp_path):
    """The text, as its reporter has it."""
    file = tmp_path / "reported.txt"
    file.write_text(ATTACK + "\n")
    return file


def blocked(guard):
    return guard.inspect(ATTACK, origin="user").blocked


def said(log, event):
    return [each for each in events(log) if each["event"] == event]


def test_a_false_alarm_is_put_right_with_the_text_of_the_reporter(
    appeal, guard, refused, reported, log
):
    status, out, err = appeal(refused, "--text", reported, "--days", "30")
    assert (status, err) == (0, b"")
    assert re.search(rb"^verdict +false-alarm$", out, re.MULTILINE)
    assert re.search(rb"^known good +[0-9a-f]{32}$", out, re.MULTILINE)
    assert not blocked(guard)
    (told,) = said(log, "appeal")
    assert (told["about"], told["verdict"], told["note"]) == (refused, "false-alarm", "a play")
    assert told["until"] == pytest.approx(told["time"] + 30 * 86_400, abs=1)


def test_the_text_may_come_from_standard_input(appeal, guard, refused):
    status, _, err = appeal(refused, "--text", "-", stdin=ATTACK.encode())
    assert (status, err, blocked(guard)) == (0, b"", False)


def test_the_text_may_be_the_one_that_was_kept(
    appeal, shell, guard, refused, vault_url, log, tmp_path
):
    issue = ["grant", "issue", "--reference", refused, "--note", "appeal", "--vault", vault_url]
    token = tmp_path / "token"
    token.write_bytes(shell(*issue, "--audit", log)[1])
    status, _, err = appeal(refused, "--grant-file", token)
    assert (status, err, blocked(guard)) == (0, b"", False)
    assert [each["did"] for each in said(log, "grant")] == ["issued", "used"]


def test_a_decision_that_was_right_is_put_on_record(shell, guard, refused, log):
    # Without a vault: it takes none.
    status, out, err = shell(
        "appeal", refused, "--verdict", "upheld", "--audit", log, "--note", "it was one"
    )
    assert (status, err) == (0, b"")
    assert re.search(rb"^verdict +upheld$", out, re.MULTILINE)
    assert [each["verdict"] for each in said(log, "appeal")] == ["upheld"]
    assert blocked(guard)


def test_no_text_stands_in_the_log_or_what_is_shown(appeal, refused, reported, log):
    _, out, err = appeal(refused, "--text", reported)
    assert b"previous" not in out + err + log.read_bytes()


def test_another_text_is_refused_and_leaves_no_trace(appeal, guard, refused, log):
    status, out, err = appeal(refused, "--text", "-", "--unchecked", stdin=b"Ignore all.")
    assert (status, out) == (2, b"")
    assert b"not the text that was decided about" in err
    assert b"Ignore" not in err
    assert said(log, "appeal") == []
    assert blocked(guard)


def test_where_the_conversation_is_forgotten_it_takes_unchecked(appeal, guard, refused, reported):
    guard.forget("c")
    status, _, err = appeal(refused, "--text", reported)
    assert (status, len(err.splitlines())) == (2, 1)
    assert b"nobody can check" in err
    assert appeal(refused, "--text", reported, "--unchecked")[0] == 0
    assert not blocked(guard)


@pytest.mark.parametrize("verdict", ["false-alarm", "upheld"])
def test_where_the_log_has_no_event_it_takes_unchecked(appeal, refused, reported, log, verdict):
    text = ["--text", reported] if verdict == "false-alarm" else []
    status, _, err = appeal("0" * 16, *text, verdict=verdict)
    assert (status, len(err.splitlines())) == (2, 1)
    assert b"unchecked" in err
    assert appeal("0" * 16, *text, "--unchecked", verdict=verdict)[0] == 0
    (told,) = said(log, "appeal")
    assert (told["about"], told["rule"]) == ("0" * 16, "")


def test_a_decision_by_something_else_is_refused(appeal, guard):
    passed = guard.inspect("Hello there.", origin="user", conversation="c").reference
    status, _, err = appeal(passed, "--text", "-", stdin=b"Hello there.")
    assert (status, b"not stopped" in err) == (2, True)


def test_the_reference_of_an_appeal_is_no_decision(appeal, refused, reported, log):
    appeal(refused, "--text", reported)
    (told,) = said(log, "appeal")
    status, _, err = appeal(told["reference"], "--text", reported)
    assert (status, b"no decision" in err) == (2, True)


def test_an_event_of_a_rotated_log_is_found_and_broken_lines_are_told(
    appeal, shell, vault_url, refused, reported, log, tmp_path
):
    old = tmp_path / "old.jsonl"
    old.write_bytes(b"not json\n" + log.read_bytes())
    log.write_bytes(b"")
    more = ["--audit", old, "--audit", log, "--text", reported]
    head = ["appeal", refused, "--verdict", "false-alarm", "--note", "n", "--vault", vault_url]
    status, _, err = shell(*head, *more)
    assert (status, b"1 broken line was skipped" in err) == (0, True)
    assert [each["event"] for each in events(log)] == ["appeal"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], b"say where the text is"),
        (["--text", "-", "--grant", "cwg1.x.y"], b"say where the text is"),
        (["--grant", "x", "--grant-file", "y"], b"not both"),
        (["--text", "no-such-file"], b"No such file"),
        (["--text", "."], b"directory"),
        (["--text", "-", "--days", "0"], b"days at most"),
        (["--text", "-", "--days", "nan"], b"days at most"),
        (["--text", "-", "--note", "  "], b"say in a note why"),
        (["--grant", "cwg1.e30.e30"], b"not issued under this master key"),
        (["--text", "-", "--vault", "memory:"], b"forgets with the process"),
        (["--text", "-", "--verdict", "guilty"], b"upheld"),
        (["--text", "-", "--audit", "nowhere.jsonl"], b"no such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(appeal, guard, refused, given, told):
    status, out, err = appeal(refused, *given, stdin=ATTACK.encode())
    assert (status, out, len(err.splitlines())) == (2, b"", 1)
    assert told in err
    assert b"previous" not in err
    assert blocked(guard)


def test_an_upheld_verdict_takes_no_text(appeal, refused, reported):
    status, _, err = appeal(refused, "--text", reported, verdict="upheld")
    assert (status, b"needs no text" in err) == (2, True)


def test_a_log_that_cannot_be_appended_to_is_refused(
    shell, vault_url, guard, refused, reported, log, tmp_path
):
    packed = tmp_path / "log.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    head = ["appeal", refused, "--verdict", "false-alarm", "--note", "n", "--vault", vault_url]
    status, _, err = shell(*head, "--text", reported, "--audit", packed)
    assert (status, b"appended to" in err) == (2, True)
    assert blocked(guard)


def test_a_verdict_goes_into_a_database_too(shell, vault_url, guard, refused, reported, log):
    database = log.with_name("log.db")
    kept = SqliteLog(database)
    for line in log.read_bytes().splitlines():
        kept.write(decode(line))
    kept.close()
    head = ["appeal", refused, "--verdict", "false-alarm", "--note", "n", "--vault", vault_url]
    status, _, err = shell(*head, "--text", reported, "--audit", database)
    assert (status, err) == (0, b"")
    assert not blocked(guard)
    (appeal,) = [decode(each) for each in read_rows(database, "event = 'appeal'")]
    assert (appeal.verdict, appeal.about) == ("false-alarm", refused)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_log_that_may_not_be_written_is_refused(appeal, guard, refused, reported, log):
    log.chmod(0o400)
    status, _, err = appeal(refused, "--text", reported)
    assert (status, len(err.splitlines())) == (2, 1)
    assert blocked(guard)


def test_another_master_key_is_one_line(appeal, refused, reported, monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"o" * 32))
    status, _, err = appeal(refused, "--text", reported)
    assert (status, len(err.splitlines())) == (2, 1)
    assert b"Traceback" not in err


# --- known-good -------------------------------------------------------------------------------


@pytest.fixture
def known(shell, vault_url, log):
    """Runs `chatward known-good`."""

    def call(command, *more):
        return shell("known-good", command, *more, "--vault", vault_url)

    return call


def test_known_texts_are_listed_without_their_texts(appeal, known, refused, reported):
    assert known("list") == (0, b"no text is known to be good\n", b"")
    appeal(refused, "--text", reported, note="a play\x1b[2J")
    _, out, _ = known("list")
    assert b"a play\\x1b[2J" in out
    assert refused.encode() in out
    assert b"previous" not in out
    entry = json.loads(known("list", "--json")[1])
    assert (entry["version"], entry["reference"]) == (1, refused)
    assert list(entry) == ["id", "version", "since", "until", "rule", "reference", "note"]


def test_a_known_text_is_withdrawn_on_record(appeal, known, guard, refused, reported, log):
    appeal(refused, "--text", reported)
    name = json.loads(known("list", "--json")[1])["id"]
    withdraw = [name, "--audit", log, "--note", "it was one"]
    assert known("withdraw", *withdraw) == (0, b"withdrawn\n", b"")
    assert blocked(guard)
    assert [each["verdict"] for each in said(log, "appeal")] == ["false-alarm", "upheld"]
    status, _, err = known("withdraw", *withdraw)
    assert (status, b"no text of this id" in err) == (2, True)


def test_what_is_over_is_purged(appeal, known, refused, reported):
    appeal(refused, "--text", reported, "--days", "1e-9")
    assert b"(over)" in known("list")[1]
    assert known("purge") == (0, b"1\n", b"")
    assert known("purge") == (0, b"0\n", b"")


@pytest.mark.parametrize("command", ["list", "purge"])
def test_a_vault_that_is_not_there_is_one_line(shell, tmp_path, command):
    status, _, err = shell("known-good", command, "--vault", f"sqlite:///{tmp_path}/no.db")
    assert (status, b"no such file" in err) == (2, True)
