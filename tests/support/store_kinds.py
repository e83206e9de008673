"""The three kinds of store, each with a clock that a test can move."""

from __future__ import annotations

import time

import pytest
from redis_server import RedisServer

from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.stores.redis import RedisStore
from chatward.memory.stores.sqlite import SqliteStore


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


class Kept:
    """A store, its clock, and how time passes for it."""

    def __init__(self, store, clock, url=""):
        self.store, self.clock, self.url = store, clock, url

    def wait(self, seconds):
        self.clock.now += seconds
        if isinstance(self.store, RedisStore):  # lives by the server's clock
            time.sleep(seconds)

    def put(self, value, was=None, *, owner="anna", room="state", name="n", life=FOREVER):
        return self.store.write(owner, [Change(room, name, was, value)], {room: life})

    def get(self, *, owner="anna", room="state", name="n"):
        return self.store.read(owner, [(room, name)])[0]


@pytest.fixture(scope="session")
def redis_running():
    with RedisServer() as running:
        yield running


@pytest.fixture
def make_kept(redis_running, tmp_path):
    """Make a store of a kind; all are closed in the end."""
    made = []

    def make_one(kind):
        clock = Clock()
        if kind == "memory":
            kept = Kept(InProcessStore(clock=clock), clock)
        elif kind == "sqlite":
            path = tmp_path / "memory.db"
            kept = Kept(SqliteStore(path, clock=clock), clock, f"sqlite:///{path}")
        else:
            assert redis_running.say("FLUSHALL") == b"+OK\r\n"
            kept = Kept(RedisStore(redis_running.url, clock=clock), clock, redis_running.url)
        made.append(kept.store)
        return kept

    yield make_one
    for store in made:
        store.close()


@pytest.fixture(params=["memory", "sqlite", "redis"])
def kept(request, make_kept):
    return make_kept(request.param)


@pytest.fixture(params=["sqlite", "redis"])
def shared(request, make_kept):
    return make_kept(request.param)
