"""`chatward audit search`: over files and SQLite, by what an event says, and by ids."""

from __future__ import annotations

import json
import time

import msgspec
import pytest
from audit_samples import decision, one_of_each
from audit_shell import EVENTS, REFERENCES, references
from memory_shell import KEYS, written

from chatward import Door, Guard
from chatward.audit.log import AllOf, FileAudit
from chatward.audit.sqlite_log import SqliteLog

pytest_plugins = ["audit_shell_fixtures"]


# --- search -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], REFERENCES),
        (["--kind", "email-address"], ["r2"]),
        (["--kind", "email-address", "--kind", "prompt-injection"], ["r2", "r3"]),
        (["--rule", "prompt-injection"], ["r3"]),
        (["--action", "allow", "--action", "refused"], ["r1", "r4"]),
        (["--event", "grant"], ["r4"]),
        (["--door", "rasa"], ["r3"]),
        (["--stage", "retrieval", "--origin", "document"], ["r3"]),
        (["--conversation", "c2"], ["r2", "r4"]),
        (["--conversation", "c2", "--event", "decision"], ["r2"]),
        (["--user", "u1"], ["r2"]),
        (["--reference", "r3"], ["r3", "r5"]),
        (["--not-enforced"], ["r3"]),
        (["--enforced"], ["r1", "r2"]),
        (["--since", "2026-11-18T12:06:40"], ["r2", "r3", "r4", "r5"]),
        (["--until", "2026-11-18T11:06:41Z"], ["r1"]),
        (["--rule", "no-such"], []),
        (["--rule", "\udcff"], []),
        (["--limit", "2"], ["r1", "r2"]),
    ],
)
def test_events_are_found_by_what_they_say(chatward, log, options, wanted):
    status, out, err = chatward("audit", "search", log, *options)
    assert (status, err) == (0, "")
    assert references(out) == wanted
    assert chatward("audit", "search", log, *options, "--count") == (0, f"{len(wanted)}\n", "")


def test_times_may_be_relative(chatward, tmp_path):
    path = tmp_path / "audit.jsonl"
    now = time.time()
    events = [decision(time=now - 60 * minutes, reference=f"m{minutes}") for minutes in (90, 30)]
    path.write_bytes(b"\n".join(map(msgspec.json.encode, events)))
    assert references(chatward("audit", "search", path, "--since", "1h")[1]) == ["m30"]
    assert references(chatward("audit", "search", path, "--until", "60m")[1]) == ["m90"]


def test_json_is_the_line_as_it_is_stored(chatward, log):
    status, out, _ = chatward("audit", "search", log, "--json")
    assert status == 0
    assert out.encode() == b"".join(msgspec.json.encode(each) + b"\n" for each in EVENTS)


def test_a_row_says_what_matters(chatward, log):
    _, out, _ = chatward("audit", "search", log, "--reference", "r3", "--event", "decision")
    assert out.split() == ["2026-11-18", "13:06:40", "decision", "(block)", "prompt-injection",
                           "prompt-injection", "rasa", "5d0c1f6b27a98e43", "r3"]  # fmt: skip
    _, out, _ = chatward("audit", "search", log, "--event", "grant")
    assert out.split()[2:] == ["grant", "refused", "-", "-", "-", "c2", "r4"]


def test_every_event_has_a_row(chatward, tmp_path):
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, one_of_each())))
    status, out, err = chatward("audit", "search", path)
    assert (status, err, len(out.splitlines())) == (0, "", len(one_of_each()))


def test_nothing_in_a_log_can_act_on_a_terminal_or_make_up_a_row(chatward, tmp_path):
    path = tmp_path / "audit.jsonl"
    path.write_bytes(msgspec.json.encode(decision(rule="a\n\x1b[2J\u202eb\tc", door="\x9b")))
    status, out, _ = chatward("audit", "search", path)
    assert (status, len(out.splitlines())) == (0, 1)
    assert r"a\n\x1b[2J\u202eb\tc" in out
    assert out.rstrip("\n").isprintable()


@pytest.mark.parametrize("field", list(decision().fields()))
@pytest.mark.parametrize("value", [None, 7, [[]], {"a": {}}, 1e308, float("nan")])
def test_a_field_of_another_type_is_shown_as_well_as_it_goes(chatward, tmp_path, field, value):
    path = tmp_path / "audit.jsonl"
    path.write_text(json.dumps({**decision().fields(), field: value}))
    status, out, err = chatward("audit", "search", path)
    assert status == 0
    assert len(out.splitlines()) + len(err.splitlines()) == 1


def test_logs_are_read_from_a_pipe(chatward, lines):
    found = chatward("audit", "search", "-", "--kind", "email-address", stdin=lines.read_bytes())
    assert references(found[1]) == ["r2"]
    assert references(chatward("audit", "tail", "-", "-n", 1, stdin=lines.read_bytes())[1]) == [
        "r5"
    ]


def test_broken_lines_are_told_of_and_do_not_stop_it(chatward, lines):
    with lines.open("ab") as file:
        file.write(b'{"event": "deci')
    status, out, err = chatward("audit", "search", lines)
    assert (status, references(out)) == (0, REFERENCES)
    assert err == "chatward audit search: 1 broken line was skipped\n"


# --- by an id ---------------------------------------------------------------------------------


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """A log of two people in two conversations, and the vault."""
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(KEYS.master))
    url = f"sqlite:///{tmp_path}/vault.db"
    path = tmp_path / "audit.jsonl"
    both = AllOf([FileAudit(path), SqliteLog(tmp_path / "audit.db")])
    guard = Guard(keys=KEYS, store=url, audit=both)
    said = [
        guard.inspect("hello", origin="user", conversation=name, door=Door("bot", user=name))
        for name in ("anna", "bob", "anna")
    ]
    return path, url, [each.reference for each in said]


def test_a_conversation_is_found_by_its_id(chatward, talk):
    path, url, (first, _, last) = talk
    options = ["--conversation-id", "anna", "--vault", url]
    for log in (path, path.with_name("audit.db")):
        assert references(chatward("audit", "search", log, *options)[1]) == [first, last]


def test_a_user_is_found_by_his_id_under_old_keys_too(chatward, talk, monkeypatch):
    path, _, (first, _, last) = talk
    assert references(chatward("audit", "search", path, "--user-id", "anna")[1]) == [first, last]
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"n" * 32, KEYS.master))
    assert references(chatward("audit", "search", path, "--user-id", "anna")[1]) == [first, last]


def test_asking_for_a_conversation_does_not_make_one(chatward, talk):
    path, url, _ = talk
    options = ["--conversation-id", "carl", "--vault", url]
    for _ in range(2):
        status, out, err = chatward("audit", "search", path, *options)
        assert (status, out) == (2, "")
        assert "the vault knows no such conversation" in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--conversation-id", "anna"], "add --vault URL"),
        (["--conversation-id", "anna", "--vault", "sqlite:///none.db"], "no such file"),
        (["--user-id", "anna"], "set CHATWARD_MASTER_KEY"),
        (["--since", "anna"], "--since: no time: write 2026-11-29"),
        (["--until", "1e9d"], "--until: no time"),
        (["--limit", "0"], "--limit"),
        (["--colour", "red"], "--colour"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line(chatward, lines, monkeypatch, options, told):
    monkeypatch.delenv("CHATWARD_MASTER_KEY", raising=False)
    status, out, err = chatward("audit", "search", lines, *options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_a_wrong_key_is_one_line(chatward, talk, monkeypatch):
    path, url, _ = talk
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"w" * 32))
    status, out, err = chatward(
        "audit", "search", path, "--conversation-id", "anna", "--vault", url
    )
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [["search"], ["tail"], ["tail", "-f"], ["show", "r1"]])
@pytest.mark.parametrize("place", ["none/audit.jsonl", "."])
def test_a_log_that_cannot_be_read_is_one_line(chatward, tmp_path, command, place):
    status, out, err = chatward("audit", *command, tmp_path / place)
    assert (status, out, err.count("\n")) == (2, "", 1)
