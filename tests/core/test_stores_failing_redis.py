"""What the Redis store does when its connection or its server fails."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest
from redis_server import RedisServer, redis_server
from tcp_front import saying, tcp_front

from chatward.errors import StoreError
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.opening import open_store
from chatward.memory.stores.redis import RedisStore

LIVES = {"state": FOREVER}
TIMEOUT = 0.4


@pytest.fixture(scope="module")
def running():
    with RedisServer() as server:
        yield server


@pytest.fixture
def server(running):
    running.say("FLUSHALL")
    return running


@pytest.fixture
def store(server):
    with closing(RedisStore(server.url, timeout_seconds=TIMEOUT)) as opened:
        yield opened


def put(store, value, was=None, owner="anna"):
    return store.write(owner, [Change("state", "n", was, value)], LIVES)


def get(store):
    return store.read("anna", [("state", "n")])[0]


def refused(call, says):
    """The call must raise, say why, and tell no secret."""
    with pytest.raises(StoreError, match=says) as caught:
        call()
    assert "hunter2" not in str(caught.value)
    assert "anna" not in str(caught.value)


def test_a_connection_that_the_server_closed_is_opened_again(store, server):
    put(store, b"one")
    for number in range(5):
        assert server.say("CLIENT", "KILL", "TYPE", "normal") != b":0\r\n"
        assert put(store, b"%d" % number, get(store))


def test_closed_connections_in_the_middle_of_calls_lose_and_double_nothing(store, server):
    done = [0]

    def count():
        while done[0] < 600:
            was = get(store)
            if put(store, str(int(was or b"0") + 1).encode(), was):
                done[0] += 1

    counting = threading.Thread(target=count)
    counting.start()
    while counting.is_alive():
        server.say("CLIENT", "KILL", "TYPE", "normal")
        before = done[0]
        while counting.is_alive() and done[0] < before + 3:
            time.sleep(0.0005)
    counting.join()
    assert get(store) == b"600"


def test_a_write_whose_answer_got_lost_is_made_once_and_known_to_be(server):
    with tcp_front(server.port) as front:
        url = f"redis://127.0.0.1:{front.port}"
        with closing(RedisStore(url, timeout_seconds=TIMEOUT)) as store:
            assert put(store, b"one")
            front.lose = 1
            assert put(store, b"two", b"one")
            front.lose = 1
            assert not put(store, b"three", b"one")
            front.lose = 1
            assert get(store) == b"two"


def test_a_call_is_sent_twice_at_most(server):
    with tcp_front(server.port) as front:
        url = f"redis://127.0.0.1:{front.port}"
        with closing(RedisStore(url, timeout_seconds=TIMEOUT)) as store:
            assert put(store, b"one")
            front.lose = 100
            refused(lambda: get(store), "connection was cut")
            assert front.lose == 98
            front.lose = 0
            assert get(store) == b"one"


def test_a_server_that_is_down_is_an_error_until_it_is_back():
    with RedisServer() as server, closing(RedisStore(server.url)) as store:
        put(store, b"one")
        server.stop()
        begun = time.monotonic()
        refused(lambda: get(store), "cannot be reached")
        refused(lambda: put(store, b"two", b"one"), "cannot be reached")
        assert time.monotonic() - begun < 1
        server.start()
        assert get(store) is None
        assert put(store, b"two")


def test_a_server_that_hangs_is_waited_for_once_and_no_longer_than_the_timeout(server):
    url = f"{server.url}?timeout_seconds={TIMEOUT}"
    with closing(open_store(url)) as store, closing(open_store(url)) as fresh:
        put(store, b"one")
        server.pause()
        try:
            for each in (store, fresh):
                begun = time.monotonic()
                refused(lambda each=each: get(each), "no answer within the timeout")
                assert TIMEOUT * 0.9 < time.monotonic() - begun < TIMEOUT * 2
        finally:
            server.resume()
        assert put(store, b"two", b"one")
        assert get(store) == get(fresh) == b"two"


def test_a_full_server_is_an_error_and_still_tells_and_forgets(store, server):
    put(store, b"one")
    server.say("CONFIG", "SET", "maxmemory-policy", "noeviction")
    server.say("CONFIG", "SET", "maxmemory", "1")
    try:
        refused(lambda: put(store, b"two", b"one"), "full")
        refused(lambda: put(store, b"new", owner="ben"), "full")
        assert get(store) == b"one"
        assert store.drop("anna") == 1
    finally:
        server.say("CONFIG", "SET", "maxmemory", "0")
    assert put(store, b"two")


def test_a_key_of_another_type_is_an_error(store, server):
    server.say("SET", "chatward:{anna}:state", "hunter2")
    refused(lambda: get(store), "damaged")
    refused(lambda: put(store, b"one"), "damaged")
    refused(lambda: store.room("anna", "state"), "damaged")
    refused(lambda: list(store.drawers()), "damaged")
    assert store.drop("anna") == 1


def test_scripts_that_the_server_forgot_are_sent_again(store, server):
    put(store, b"one")
    server.say("SCRIPT", "FLUSH")
    assert get(store) == b"one"
    server.say("SCRIPT", "FLUSH")
    assert put(store, b"two", b"one")


def test_a_replica_is_read_only():
    with redis_server("--replicaof", "127.0.0.1", "1") as url, closing(RedisStore(url)) as store:
        assert get(store) is None
        refused(lambda: put(store, b"one"), "read-only")


def test_a_missing_or_wrong_password_is_an_error():
    with redis_server("--requirepass", "right") as url:
        for wrong in (url, url.replace("127", ":hunter2@127")):
            with closing(RedisStore(wrong)) as store:
                refused(lambda store=store: get(store), "not allowed")
        with closing(RedisStore(url.replace("127", ":right@127"))) as store:
            assert put(store, b"one")
            assert "right" not in repr(store)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"-LOADING Redis is loading the dataset in memory\r\n", "loading"),
        (b"hunter2\r\n" * 3, "Redis store"),
        (b"$100\r\nhunter2", "cut"),
        (b"*2\r\n$7\r\nhunter2\r\n", "cut"),
        (b":7\r\n" * 20, "Redis store"),
        (b"+OK\r\n" * 20, "Redis store"),
        (b"*1\r\n$7\r\nhunter2\r\n" * 20, "Redis store"),
        (b"%1\r\n:1\r\n:2\r\n" * 20, "Redis store"),
        (b"", "cut"),
    ],
    ids=["loading", "noise", "half", "too few", "number", "word", "one", "map", "silence"],
)
def test_an_answer_that_is_none_is_an_error(answer, says):
    with saying(answer) as port, closing(RedisStore(f"redis://127.0.0.1:{port}")) as store:
        refused(lambda: store.read("anna", [("state", "n"), ("state", "m")]), says)
        refused(lambda: store.room("anna", "state"), "Redis store")
        refused(lambda: put(store, b"one"), "Redis store")
