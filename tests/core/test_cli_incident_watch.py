"""`chatward incident watch`: several workers, restarts, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import msgspec
import pytest
from incident_parts import KEYS, Scene, seen
from memory_shell import events

from chatward import Guard
from chatward.audit.log import FileAudit
from chatward.incidents.keeping import Incidents
from chatward.memory.stores.opening import open_store

pytest_plugins = ["vault_shell"]
pytestmark = pytest.mark.usefixtures("master_key")

RULES = (
    "rules:\n- {name: r, when: {kinds: [rapid-fire]}, count: 3, severity: high, channels: [],\n"
    "   contain: [quarantine-conversation, freeze-vault], steps: [{duty: Call back.}]}\n"
    "roles: {duty: whoever is there}\n"
)


@pytest.fixture
def watching(tmp_path, vault_url):
    """Starts a process that watches a log; ends it, and returns what it said."""
    (tmp_path / "playbook.yml").write_text(RULES)
    running = []

    def start(log):
        arguments = ["incident", "watch", log, "--playbook", tmp_path / "playbook.yml"]
        arguments += ["--vault", vault_url, "--audit", tmp_path / "watcher.jsonl"]
        paths = [os.path.abspath(each) for each in sys.path if each]  # noqa: PTH100
        Scene(RULES, store=open_store(vault_url)).conversation()
        process = subprocess.Popen(
            [sys.executable, "-m", "chatward", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        running.append(process)
        assert b"watching" in process.stderr.readline()
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(process):
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    return out, err


def line(moment, conversation):
    return msgspec.json.encode(seen(moment, conversation=conversation)) + b"\n"


def test_the_events_of_several_workers_are_counted_together(tmp_path, vault_url, watching):
    store = open_store(vault_url)
    pseudonym = Scene(RULES, store=store).conversation()
    log, incidents = tmp_path / "bot.jsonl", Incidents(store)
    log.write_bytes(line(time.time() - 1, pseudonym) * 9)  # from before it began
    process = watching(log)
    workers = [FileAudit(log), FileAudit(log)]
    for at in range(2):
        workers[at].write(seen(time.time() + 0.1, conversation=pseudonym))
    with log.open("ab") as file:
        file.write(b"no event\n\xff\xfe\n")
    time.sleep(0.5)
    assert [each.count for each in incidents.all()] == []
    workers[0].write(seen(time.time() + 0.1, conversation=pseudonym))
    wait_for(lambda: [each.held for each in incidents.all()] and incidents.all()[0].held[1:])
    guard = Guard(keys=KEYS, store=store)
    assert guard.inspect("Hello.", origin="user", conversation="c").rule == "quarantined"
    out, err = ended(process)
    assert b"events looked at" in out
    assert b"2 lines are no events" in err
    told = [(each["event"], each.get("did")) for each in events(tmp_path / "watcher.jsonl")]
    assert told[:2] == [("incident", "opened"), ("incident", "contained")]


def test_a_watcher_that_was_away_goes_on_where_it_stopped(tmp_path, vault_url, watching):
    store = open_store(vault_url)
    log, incidents, now = tmp_path / "bot.jsonl", Incidents(store), time.time() + 60
    log.touch()
    process = watching(log)
    worker = FileAudit(log)
    worker.write(seen(now + 1, conversation="c1"))
    wait_for(lambda: log.stat().st_size > 0)
    time.sleep(0.5)
    ended(process)
    for at in (2, 3):  # while nobody watches
        worker.write(seen(now + at, conversation="c1"))
    process = watching(log)
    wait_for(incidents.all)
    ended(process)
    process = watching(log)
    time.sleep(0.5)
    ended(process)
    assert [each.count for each in incidents.all()] == [3]
