"""What a guard does when its store is slow, down, full or damaged, or when a process is killed."""

import signal
import subprocess
import sys
import time

import pytest
from redis_server import RedisServer

from chatward import Guard, Keyring
from chatward.memory.memory import Memory
from chatward.memory.ports import Change
from chatward.memory.stores.opening import open_store
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit

KEYS = Keyring(b"k" * 32)
TEXT = "I am anna@example.org"


def guard(url, mode="closed", **parts):
    policy = parse_policy(f"extends: balanced\nfail: {{store: {mode}}}", where="test")
    return Guard(policy, keys=KEYS, store=url, **parts)


def ask(one, text=TEXT):
    with capture_audit() as events:
        decision = one.inspect(text, origin="user", conversation="c")
    return decision, events[-1]


def assert_fails_as_the_policy_says(url, written):
    """Nothing is restored, nothing leaks, the mode is obeyed, the event says so."""
    closed, event = ask(guard(url))
    assert (closed.blocked, closed.rule, event["failed"]) == (True, "store-failed", ["store"])
    degraded, event = ask(guard(url, "degraded"))
    assert (degraded.text, event["failed"]) == ("I am <EMAIL_ADDRESS>", ["store"])
    assert event["conversation"] == "unavailable"
    assert "anna" not in repr(event)
    assert guard(url).restore(written, conversation="c") == written


@pytest.fixture
def server():
    with RedisServer() as server:
        yield server


def test_a_server_that_is_down_fails_as_the_policy_says_and_may_come_back(server):
    one = guard(server.url)
    written = ask(one)[0].text
    server.stop()
    assert_fails_as_the_policy_says(server.url, written)
    server.start()  # without what it held: it was told to save nothing
    decision, event = ask(one)
    assert (decision.blocked, event["failed"]) == (False, [])
    assert one.restore(written, conversation="c") == written
    assert one.restore(decision.text, conversation="c") == TEXT


def test_a_server_that_hangs_is_given_up_after_the_timeout(server):
    url = f"{server.url}?timeout_seconds=0.2"
    written = ask(guard(url))[0].text
    server.pause()
    began = time.monotonic()
    ask(guard(url))
    assert time.monotonic() - began < 2.0
    assert_fails_as_the_policy_says(url, written)
    server.resume()
    assert guard(url).restore(written, conversation="c") == TEXT


def test_a_server_that_hangs_is_waited_for_once_however_many_values_a_text_has(server):
    one = guard(f"{server.url}?timeout_seconds=0.5", "degraded")
    ask(one)
    server.pause()
    began = time.monotonic()
    ask(one, " ".join(f"user{number}@example.org" for number in range(20)))
    assert time.monotonic() - began < 3.0


def test_a_damaged_conversation_can_be_forgotten(tmp_path):
    one = guard(f"sqlite:///{tmp_path}/chatward.db")
    ask(one)
    store, owner = one._memory.store, one._memory.owner_of("c")
    (state,) = store.read(owner, [("state", "state")])
    assert store.write(owner, [Change("state", "state", state, b"damaged")], {})
    assert ask(guard(store))[0].rule == "store-failed"
    with capture_audit() as events:
        assert one.forget("c") > 0
        assert one.forget("c") == 0
    assert [each["conversation"] for each in events] == ["unavailable"] * 2
    assert not ask(one)[0].blocked


def test_a_connection_that_the_server_cut_is_not_even_noticed(server):
    one = guard(server.url)
    written = ask(one)[0].text
    server.say("CLIENT", "KILL", "TYPE", "normal")
    again, event = ask(one)
    assert (again.text, event["failed"]) == (written, [])


def test_a_full_server_keeps_what_it_has_and_says_it_is_full(server):
    one = guard(server.url)
    written = ask(one)[0].text
    server.say("CONFIG", "SET", "maxmemory", "1")
    refused, event = ask(one, "and bob@example.com")
    assert (refused.blocked, event["failed"]) == (True, ["store"])
    assert one.restore(written, conversation="c") == TEXT


def test_a_damaged_file_fails_as_the_policy_says(tmp_path):
    path = tmp_path / "chatward.db"
    url = f"sqlite:///{path}"
    one = guard(url)
    written = ask(one)[0].text
    one._memory.store.empty_log()
    one._memory.store.close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 20_000)
    assert_fails_as_the_policy_says(url, written)


def test_a_clock_that_is_set_back_ends_nothing_and_breaks_nothing(tmp_path):
    now = [1_000_000.0]
    one = guard(f"sqlite:///{tmp_path}/chatward.db", clock=lambda: now[0])
    written = ask(one)[0].text
    for now[0] in (0.0, 2_000_000.0, 5.0):
        decision, event = ask(one)
        assert (decision.text, event["failed"]) == (written, [])
        assert one.restore(written, conversation="c") == TEXT


CHATTER = """
import sys
from chatward import Guard, Keyring
guard = Guard(keys=Keyring(b"k" * 32), store=sys.argv[1])
for number in range(100_000):
    text = f"anna{number}@example.org"
    print(text, guard.inspect(text, origin="user", conversation="c").text, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_what_a_killed_process_was_given_can_be_restored(kind, tmp_path, server):
    url = f"sqlite:///{tmp_path}/chatward.db" if kind == "sqlite" else server.url
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", CHATTER, url], stdout=subprocess.PIPE, text=True
        )
        said = [process.stdout.readline() for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        said += process.communicate()[0].splitlines()
        whole = [line.split() for line in said if len(line.split()) == 2]
        one = Guard(keys=KEYS, store=url)
        for value, written in whole:
            # The last line may have been cut; then its placeholder is none.
            assert one.restore(written, conversation="c") in {value, written}
        assert sum(one.restore(w, conversation="c") == v for v, w in whole) >= len(whole) - 1
    store = open_store(url)
    state = Memory(store, KEYS).open("c").state
    assert state.messages >= 3 * 24
    store.close()
