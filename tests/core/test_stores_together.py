"""Many threads, processes and forked children at one store lose nothing; all kinds do the same."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.memory.ports import FOREVER, Change

pytest_plugins = ["store_kinds"]


def add_one(store, times, owner="anna"):
    """Count up by compare and set, as often as it takes."""
    for _ in range(times):
        while True:
            (was,) = store.read(owner, [("state", "n")])
            now = str(int(was or b"0") + 1).encode()
            if store.write(owner, [Change("state", "n", was, now)], {"state": FOREVER}):
                break


def test_many_threads_lose_no_increment(kept):
    threads = [threading.Thread(target=add_one, args=(kept.store, 40)) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert kept.get() == b"480"


ADD_ONE = """
import os, sys, threading
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.opening import open_store

store = open_store(sys.argv[1])

def add(times):
    for _ in range(times):
        while True:
            (was,) = store.read("anna", [("state", "n")])
            now = str(int(was or b"0") + 1).encode()
            if store.write("anna", [Change("state", "n", was, now)], {"state": FOREVER}):
                break
"""

FORKS = """
threads = [threading.Thread(target=add, args=(60,)) for _ in range(4)]
for each in threads:
    each.start()
children = []
for _ in range(5):
    child = os.fork()
    if not child:
        add(20)
        os._exit(0)
    children.append(child)
codes = [os.waitpid(child, 0)[1] for child in children]
for each in threads:
    each.join()
add(1)
print(codes, store.read("anna", [("state", "n")])[0].decode())
store.close()
"""


def run(code, url):
    command = [sys.executable, "-c", code, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_eight_processes_lose_no_increment(shared):
    children = [run(ADD_ONE + "add(25); store.close()", shared.url) for _ in range(8)]
    assert [(each.communicate()[1], each.returncode) for each in children] == [("", 0)] * 8
    assert shared.get() == b"200"


def test_forked_children_and_their_parent_lose_no_increment(shared):
    out, _ = run(ADD_ONE + FORKS, shared.url).communicate(timeout=60)
    assert out.strip() == f"[0, 0, 0, 0, 0] {4 * 60 + 5 * 20 + 1}"


def test_a_forked_child_has_its_own_memory():
    out, _ = run(ADD_ONE + FORKS, "memory:").communicate(timeout=60)
    assert out.strip() == f"[0, 0, 0, 0, 0] {4 * 60 + 1}"


def test_many_short_threads_leave_no_open_file(shared):
    def busy(times):
        for _ in range(times):
            threads = [threading.Thread(target=add_one, args=(shared.store, 1)) for _ in range(5)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()

    busy(4)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    busy(20)
    assert len(os.listdir("/proc/self/fd")) <= before + 12  # noqa: PTH208


NAMES = st.sampled_from(["a", "b", "c"])
ROOMS = st.sampled_from(["state", "vault"])
VALUES = st.one_of(st.none(), st.binary(max_size=3))
CHANGES = st.lists(
    st.tuples(ROOMS, NAMES, st.booleans(), VALUES, VALUES),
    min_size=1,
    max_size=4,
    unique_by=lambda change: change[:2],
)
STEPS = st.one_of(
    st.tuples(st.just("write"), CHANGES, st.sampled_from([FOREVER, 50.0, 100.0])),
    st.tuples(st.just("drop"), st.one_of(st.none(), ROOMS)),
    st.tuples(st.just("wait"), st.sampled_from([20.0, 60.0])),
)
FIELDS = [(room, name) for room in ("state", "vault") for name in "abc"]


def take(step, store, clock, owner):
    """Do one step; return all that can be seen of it."""
    result = None
    if step[0] == "write":
        stands = dict(zip(FIELDS, store.read(owner, FIELDS), strict=True))
        changes = [
            Change(room, name, stands[room, name] if true else guess, now)
            for room, name, true, guess, now in step[1]
        ]
        result = store.write(owner, changes, dict.fromkeys(("state", "vault"), step[2]))
    elif step[0] == "drop":
        result = store.drop(owner, step[1])
    else:
        clock.now += step[1]
    rooms = [store.room(owner, room) for room in ("state", "vault")]
    return result, store.read(owner, FIELDS), rooms


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_stores_do_the_same(make_kept, steps):
    # Redis has a clock of its own, so that time passes only for the other two.
    timeless = [step for step in steps if step[0] != "wait"]
    for kinds, taken in ((("memory", "sqlite", "redis"), timeless), (("memory", "sqlite"), steps)):
        seen = []
        for kind in kinds:
            kept = make_kept(kind)
            kept.store.drop("anna")
            seen.append([take(step, kept.store, kept.clock, "anna") for step in taken])
            seen[-1].append({each.room for each in kept.store.drawers()})
            kept.store.close()
        assert all(each == seen[0] for each in seen)
