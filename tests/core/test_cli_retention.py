"""`chatward forget` and `chatward retention run`: what goes is gone, and there is proof of it."""

from __future__ import annotations

import re
import sqlite3
import time

import msgspec
import pytest
from memory_shell import KEYS, MAIL, events

from chatward import Guard, Keyring
from chatward.audit.memory_events import RetentionEvent
from chatward.audit.signing import is_signed, sign
from chatward.memory.stores.sqlite import SqliteStore

pytest_plugins = ["vault_shell"]
pytestmark = pytest.mark.usefixtures("master_key")

DAY = 86_400.0


def test_a_forgotten_conversation_cannot_be_restored(shell, tmp_path, vault_url, pseudonymised):
    log = tmp_path / "audit.jsonl"
    forget = ["forget", "c", "--vault", vault_url, "--audit", log]
    assert shell(*forget) == (0, b"forgotten: 3 drawers of the conversation\n", b"")
    assert shell(*forget) == (0, b"nothing was kept about this conversation\n", b"")
    assert [(each["event"], each["drawers"]) for each in events(log)] == [
        ("erasure", 3),
        ("erasure", 0),
    ]
    restore = ["restore", "--conversation", "c", "--vault", vault_url]
    assert shell(*restore, stdin=pseudonymised)[1] == pseudonymised


def guard_at(path, days_ago):
    then = time.time() - days_ago * DAY
    store = SqliteStore(path, clock=lambda: then)
    return Guard(keys=KEYS, store=store, clock=lambda: then), store


def test_retention_purges_what_is_over_its_time_and_signs_for_it(shell, tmp_path, vault_url):
    path, log = tmp_path / "vault.db", tmp_path / "audit.jsonl"
    for days_ago in (40, 1):
        guard, store = guard_at(path, days_ago)
        guard.inspect(MAIL.decode(), origin="user", conversation=f"said {days_ago} days ago")
    old, _ = guard_at(path, 40)
    owner = old.review.memory.owner_of("said 40 days ago")
    sealed = [each for room in ("key", "state", "vault") for each in bytes_in(path, owner, room)]
    assert len(sealed) == 6
    status, out, err = shell("retention", "run", "--vault", vault_url, "--audit", log)
    assert (status, err) == (0, b"")
    for room in (b"key", b"state", b"vault"):
        assert re.search(rb"^%s +1 +0$" % room, out, re.MULTILINE)
    store.close()
    lying = b"".join(each.read_bytes() for each in tmp_path.glob("vault.db*"))
    assert not [each for each in sealed if each in lying]
    event = msgspec.json.decode(log.read_bytes(), type=RetentionEvent)
    assert event.purged == [("key", 1), ("state", 1), ("vault", 1)]
    assert (event.left, event.kept, is_signed(event, KEYS)) == (0, 4, True)
    kept = shell("retention", "run", "--vault", vault_url)[1]
    assert b"purged" not in kept


def bytes_in(path, owner, room):
    with sqlite3.connect(path) as connection:
        query = "SELECT value FROM fields JOIN drawers ON drawer=id WHERE owner=? AND room=?"
        rows = connection.execute(query, (owner, room)).fetchall()
    connection.close()
    return [value for (value,) in rows if len(value) > 20]  # a bare number may stand anywhere


def test_values_live_on_with_every_text_of_their_conversation(shell, tmp_path, vault_url):
    path = tmp_path / "vault.db"
    out = guard_at(path, 40)[0].inspect("I am anna@example.org", origin="user", conversation="c")
    guard_at(path, 20)[0].inspect("Hello again", origin="user", conversation="c")
    assert shell("retention", "run", "--vault", vault_url)[0] == 0
    restore = ["restore", "--conversation", "c", "--vault", vault_url]
    assert shell(*restore, stdin=out.text.encode())[1] == b"I am anna@example.org"


def test_retention_goes_by_the_policy(shell, tmp_path, vault_url, pseudonymised):
    policy = tmp_path / "short.yml"
    policy.write_text("extends: balanced\nmemory:\n  vault_days: 0.000001\n")
    time.sleep(0.2)
    status, out, _ = shell("retention", "run", "--vault", vault_url, "--policy", policy)
    assert status == 0
    assert re.findall(rb"^(\w+) +1 +0$", out, re.MULTILINE) == [b"vault"]


def test_retention_tells_what_it_could_not_purge(shell, tmp_path, vault_url):
    path = tmp_path / "vault.db"
    guard_at(path, 40)[0].inspect(MAIL.decode(), origin="user", conversation="c")
    with sqlite3.connect(path) as connection:  # a file whose rows cannot be deleted any more
        connection.execute(
            "CREATE TRIGGER stay BEFORE DELETE ON drawers WHEN old.room='vault'"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
    connection.close()
    log = tmp_path / "audit.jsonl"
    status, out, _ = shell("retention", "run", "--vault", vault_url, "--audit", log)
    assert status == 1
    assert re.search(rb"^vault +1 +1$", out, re.MULTILINE)
    assert events(log)[0]["left"] == 1


def test_a_signature_is_for_one_event_and_by_one_of_our_keys():
    event = RetentionEvent(
        time=1.0, reference="r", purged=[("vault", 2)], left=0, kept=3, signature=""
    )
    signed = sign(event, KEYS)
    assert len(signed.signature) == 64
    assert is_signed(signed, KEYS)
    assert is_signed(signed, Keyring(b"n" * 32, older=(b"k" * 32,)))
    assert not is_signed(signed, Keyring(b"n" * 32))
    assert not is_signed(msgspec.structs.replace(signed, left=1), KEYS)
    assert not is_signed(event, KEYS)
