"""A policy with everything on, in many processes at once, some of which are killed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing

import pytest
from evidence_parts import KEYS, start, written_policy
from webhook_server import webhook_server

from chatward.audit.reading import read_lines
from chatward.audit.rotation import kept
from chatward.audit.verify import verify_log
from chatward.incidents.keeping import Incidents
from chatward.memory.stores.opening import open_store

pytestmark = pytest.mark.slow
for needed in ("opentelemetry", "prometheus_client", "urllib3"):
    pytest.importorskip(needed)


@pytest.fixture
def folder(tmp_path):
    with webhook_server() as webhooks:
        written_policy(tmp_path, webhooks.url)
        yield tmp_path


def working(folder, name, count):
    return start("worked", folder, name, count, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def acknowledged(said):
    """The references that a process said; a line that its end has cut counts for nothing."""
    return [each.decode().strip() for each in said.splitlines(keepends=True) if each[-1:] == b"\n"]


def in_file(folder):
    events = [json.loads(each) for each in read_lines([folder / "audit.jsonl"])]
    return Counter(each["reference"] for each in events if each["event"] == "decision"), events


def in_sqlite(folder):
    with closing(sqlite3.connect(folder / "audit.db")) as database:
        query = "SELECT reference FROM events WHERE event = 'decision'"
        return Counter(each for (each,) in database.execute(query))


def causes(folder):
    """How many incidents are open for each cause."""
    with closing(open_store(f"sqlite:///{folder}/vault.db", clock=lambda: 0.0)) as store:
        return Counter((each.rule, each.about) for each in Incidents(store).all())


def test_eight_processes_lose_nothing_double_nothing_and_open_one_incident_for_a_cause(folder):
    running = [working(folder, f"process {name}", 10) for name in range(8)]
    said = [each.communicate(timeout=120) for each in running]
    assert [each.returncode for each in running] == [0] * 8, said[0][1].decode()[-2000:]
    report = verify_log(folder / "audit.jsonl", KEYS, folder / "witness.jsonl")
    assert (report.problems, report.notes) == ([], [])
    assert len(kept(folder / "audit.jsonl")) > 1
    decisions, events = in_file(folder)
    assert decisions == Counter(each for out, _ in said for each in acknowledged(out))
    assert decisions == in_sqlite(folder)
    assert set(decisions.values()) == {1}
    assert sum(decisions.values()) == 8 * 12
    found = causes(folder)
    assert set(found.values()) == {1}, found
    assert "canary-seen" in {rule for rule, _ in found}
    opened = Counter((e["rule"], e["incident"]) for e in events if e.get("did") == "opened")
    assert set(opened.values()) == {1}
    assert len(opened) == len(found)
    assert not (folder / "spill.jsonl").exists()


def test_processes_that_are_killed_in_the_middle_take_nothing_with_them(folder):
    known = []
    for lines in (3, 14, 40):
        running = [working(folder, f"killed {name} {lines}", 1_000) for name in range(2)]
        first = running[0].stdout
        known += [first.readline().decode().strip() for _ in range(lines)]
        for each in running:
            each.kill()
        for each in running:
            known += acknowledged(each.communicate(timeout=60)[0])
        assert verify_log(folder / "audit.jsonl", KEYS).problems == []
    last = working(folder, "the last", 5)
    known += acknowledged(last.communicate(timeout=60)[0])
    assert last.returncode == 0
    report = verify_log(folder / "audit.jsonl", KEYS, folder / "witness.jsonl")
    assert report.whole
    decisions, _ = in_file(folder)
    rows = in_sqlite(folder)
    assert set(decisions.values()) == set(rows.values()) == {1}
    assert len(known) > 60
    assert not [each for each in known if decisions[each] != 1 or rows[each] != 1]
    assert set(causes(folder).values()) == {1}
