"""A sink of a policy that fails: what the policy says happens, and it is told once to all."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from evidence_parts import KEYS, environment
from sink_parts import lines, policy, rows

from chatward import AuditError, Guard
from chatward.audit.verify import verify_log
from chatward.incidents.keeping import Incidents
from chatward.memory.stores.in_process import InProcessStore

FULL = """
import json, resource, sys
from evidence_parts import KEYS
from chatward import AuditError, Guard, load_policy
from chatward.incidents.keeping import Incidents
from chatward.memory.stores.in_process import InProcessStore

store, refused = InProcessStore(), 0
guard = Guard(load_policy(sys.argv[1]), keys=KEYS, store=store)
for number in range(60):
    if number == 5:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    if number == 50:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    try:
        guard.inspect("hello", origin="user")
    except AuditError as error:
        refused += 1
        assert "hello" not in str(error)
from prometheus_client import REGISTRY
lost = {w: REGISTRY.get_sample_value("chatward_events_lost_total", {"what": w}) or 0
        for w in ("audit", "sqlite")}
spilled = REGISTRY.get_sample_value("chatward_events_spilled_total", {"what": "audit"}) or 0
rules = sorted(each.rule for each in Incidents(store).all())
print(json.dumps({"refused": refused, "lost": lost, "spilled": spilled, "rules": rules}))
"""


def failing_guard(tmp_path, mode, what):
    """A guard, one of whose sinks lies in a folder that is not there yet."""
    where = {"file": tmp_path / "a.jsonl", "sqlite": tmp_path / "a.db"}
    where[what] = tmp_path / "later" / where[what].name
    audit = {name: str(path) for name, path in where.items()}
    audit["spill"] = str(tmp_path / "spill.jsonl")
    store = InProcessStore()
    chosen = policy(mode, audit=audit, incidents="standard")
    return Guard(chosen, keys=KEYS, store=store), store, where


@pytest.mark.parametrize("what", ["file", "sqlite"])
def test_a_sink_that_fails_stops_the_answer_where_the_policy_says_closed(tmp_path, what):
    guard, _, where = failing_guard(tmp_path, "closed", what)
    with pytest.raises(AuditError) as caught:
        guard.inspect("hello anna", origin="user")
    assert "anna" not in str(caught.value)
    other = where["sqlite"] if what == "file" else where["file"]
    assert other.exists()  # the other one has it
    where[what].parent.mkdir()
    guard.inspect("hello", origin="user")


@pytest.mark.parametrize(
    ("mode", "what", "called", "told"),
    [
        ("degraded", "file", "audit", (2, 0)),
        ("open", "file", "audit", (0, 2)),
        ("degraded", "sqlite", "sqlite", (0, 2)),
        ("open", "sqlite", "sqlite", (0, 2)),
    ],
)
def test_a_sink_that_fails_for_a_while_is_told_once_to_all(tmp_path, mode, what, called, told):
    guard, store, where = failing_guard(tmp_path, mode, what)
    for _ in range(2):
        guard.inspect("hello", origin="user")
    where[what].parent.mkdir()
    for _ in range(3):
        guard.inspect("hello", origin="user")
    (event,) = lines(where["file"], "degraded")
    assert (event["what"], (event["spilled"], event["lost"])) == (called, told)
    (row,) = rows(where["sqlite"], "degraded")
    assert row["reference"] == event["reference"]
    assert [each.rule for each in Incidents(store).all()] == ["audit-degraded"]
    assert (tmp_path / "spill.jsonl").exists() == (told[0] > 0)
    assert verify_log(where["file"], KEYS).whole


def test_what_is_kept_in_sqlite_alone_is_spilled_while_that_fails(tmp_path):
    spill, database = tmp_path / "spill.jsonl", tmp_path / "later" / "a.db"
    audit = {"sqlite": str(database), "spill": str(spill)}
    guard = Guard(policy("degraded", audit=audit), keys=KEYS)
    guard.inspect("hello", origin="user")
    database.parent.mkdir()
    guard.inspect("hello", origin="user")
    assert len(lines(spill, "decision")) == len(rows(database, "decision")) == 1
    assert [each["spilled"] for each in rows(database, "degraded")] == [1]


def test_that_one_sink_fails_is_not_told_again_because_another_does(tmp_path):
    """The file works again and says so once, also while the database still fails."""
    audit = {"file": str(tmp_path / "one" / "a.jsonl"), "sqlite": str(tmp_path / "two" / "a.db")}
    guard = Guard(policy("open", audit=audit), keys=KEYS)
    guard.inspect("hello", origin="user")
    (tmp_path / "one").mkdir()
    for _ in range(3):
        guard.inspect("hello", origin="user")
    (tmp_path / "two").mkdir()
    guard.inspect("hello", origin="user")
    told = lines(tmp_path / "one" / "a.jsonl", "degraded")
    assert [(each["what"], each["lost"]) for each in told] == [("audit", 1), ("sqlite", 5)]


def test_opentelemetry_that_fails_does_what_the_policy_says(tmp_path):
    sdk = pytest.importorskip("opentelemetry.sdk._logs")
    from chatward.audit.opening import OTEL, guarded_log
    from chatward.audit.otel import OtelLog

    class Broken(sdk.LoggerProvider):
        fails = True

        def get_logger(self, *args, **kwargs):
            if self.fails:
                raise RuntimeError("no collector for anna@example.org")
            return super().get_logger(*args, **kwargs)

    for mode in ("closed", "degraded"):
        provider = Broken()
        chosen, told = policy(mode), []
        log = guarded_log(OtelLog(provider), chosen, lambda: 1.0, told.append, OTEL)
        guard = Guard(chosen, keys=KEYS, audit=log)
        if mode == "closed":
            with pytest.raises(AuditError, match=r"RuntimeError$"):
                guard.inspect("hello", origin="user")
            continue
        guard.inspect("hello", origin="user")
        provider.fails = False
        guard.inspect("hello", origin="user")
        assert [(each.what, each.lost) for each in told] == [("otel", 1)]
        provider.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["closed", "degraded", "open"])
def test_a_disk_that_is_full_for_a_while(tmp_path, mode):
    pytest.importorskip("prometheus_client")
    audit = {
        "file": str(tmp_path / "a.jsonl"),
        "sqlite": str(tmp_path / "a.db"),
        "spill": str(tmp_path / "spill.jsonl"),
        "metrics": ["prometheus"],
    }
    told = {"extends": "balanced", "bot": "b", "fail": {"audit": mode}, "audit": audit}
    (tmp_path / "p.yml").write_text(json.dumps(told | {"incidents": "standard"}))
    command = [sys.executable, "-c", FULL, str(tmp_path / "p.yml")]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    events = lines(tmp_path / "a.jsonl", "decision")
    assert verify_log(tmp_path / "a.jsonl", KEYS).whole
    references = {each["reference"] for each in rows(tmp_path / "a.db", "decision")}
    if mode == "closed":
        assert found["refused"] > 20
        assert len(references & {each["reference"] for each in events}) >= 60 - found["refused"]
        assert not lines(tmp_path / "a.jsonl", "degraded")
        return
    degraded = rows(tmp_path / "a.db", "degraded")
    assert {each["what"] for each in degraded} == {"audit", "sqlite"}
    assert found["rules"] == ["audit-degraded"]
    assert found["refused"] == 0
    for what in ("audit", "sqlite"):
        of_it = [each for each in degraded if each["what"] == what]
        assert sum(each["lost"] for each in of_it) == found["lost"][what]
    spilled = lines(tmp_path / "spill.jsonl", "decision") if mode == "degraded" else []
    assert bool(spilled) == (mode == "degraded")
    lost_decisions = 60 - len(events) - len(spilled)
    assert 0 <= lost_decisions <= found["lost"]["audit"]
    assert found["lost"]["sqlite"] >= 60 - len(references) > 0
