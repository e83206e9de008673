"""One policy with everything on, and a guard that lives by it: its sinks say the same."""

from __future__ import annotations

import json
from collections import Counter

import jsonschema
import pytest
from evidence_parts import KEYS

from chatward import load_policy, load_profile
from chatward.audit.reading import read_lines
from chatward.audit.rotation import kept
from chatward.audit.schema import json_schema
from chatward.audit.verify import verify_log
from chatward.detectors import FAMILIES
from chatward.detectors.injection import prompt_injection
from chatward.kinds import PRESIDIO_KINDS
from chatward.replay.log import compare
from chatward.replay.replaying import Replayer
from chatward.text.views import views_of
from chatward.tightening import tightened

pytest_plugins = ["evidence_fixtures"]
pytestmark = pytest.mark.slow
for needed in ("opentelemetry.sdk", "prometheus_client", "urllib3"):
    pytest.importorskip(needed)

KINDS = {**PRESIDIO_KINDS, **FAMILIES}
OTHERS = ("release", "at-rest", "call", "attachment", "grant", "quarantine", "hand-off", "erasure")
LATER = ("policy", "shadow", "traffic", "incident", "appeal")


def prometheus(scene, name):
    """The series of a metric: labels, value."""
    from prometheus_client.parser import text_string_to_metric_families

    text = (scene.folder / "prometheus.txt").read_text("utf-8")
    families = text_string_to_metric_families(text)
    return [(s.labels, s.value) for each in families for s in each.samples if s.name == name]


def otel_metric(scene, name):
    """The same of OpenTelemetry."""
    data = json.loads((scene.folder / "otel-metrics.json").read_text("utf-8"))
    scopes = [each for one in data["resource_metrics"] for each in one["scope_metrics"]]
    metrics = [each for one in scopes for each in one["metrics"] if each["name"] == name]
    return [(p["attributes"], p["value"]) for each in metrics for p in each["data"]["data_points"]]


# --- the log is whole, and all sinks say the same ---------------------------------------------


def test_after_all_of_it_the_log_is_whole_over_many_files(scene):
    report = verify_log(scene.log, KEYS, scene.folder / "witness.jsonl")
    assert (report.whole, report.notes, report.witnessed > 0) == (True, [], True)
    assert len(kept(scene.log)) > 3
    assert report.records == len(scene.events)
    assert not (scene.folder / "spill.jsonl").exists()


def test_every_line_is_as_the_schema_says(scene):
    check = jsonschema.Draft202012Validator(json_schema())
    for each in scene.events:
        check.validate(each)


def test_every_sort_of_event_has_happened(scene):
    said = {each["event"] for each in scene.events}
    assert {"decision", "segment", *OTHERS, *LATER} <= said


def test_every_decision_has_exactly_one_event_in_each_sink(scene):
    file = Counter(each["reference"] for each in scene.decisions())
    rows = scene.rows("SELECT reference FROM events WHERE event = 'decision'")
    sent = [e["chatward.reference"] for e in scene.otel() if e["name"] == "chatward.decision"]
    assert set(file.values()) == {1}
    assert file == Counter(reference for (reference,) in rows) == Counter(sent)
    assert Counter(scene.acknowledged) == file


def test_every_other_event_is_in_each_sink_as_well(scene):
    file = Counter((e["event"], e["reference"]) for e in scene.events if e["event"] != "segment")
    rows = scene.rows("SELECT event, reference FROM events")
    sent = [(e["name"].removeprefix("chatward."), e["chatward.reference"]) for e in scene.otel()]
    assert file == Counter(rows) == Counter(sent)
    assert set(file.values()) == {1}


def test_a_row_of_sqlite_says_what_the_line_of_the_file_says(scene):
    rows = {json.loads(line)["reference"]: json.loads(line) for (line,) in _lines(scene)}
    for each in scene.events:
        if each["event"] != "segment":
            said = {key: value for key, value in each.items() if key not in {"seq", "mac"}}
            assert rows[each["reference"]] == said


def _lines(scene):
    return scene.rows("SELECT line FROM events")


def test_metrics_and_sinks_count_the_same(scene):
    actions = Counter((e["action"], e["rule"]) for e in scene.decisions())
    counted = Counter()
    for labels, value in prometheus(scene, "chatward_decisions_total"):
        counted[labels["action"], labels["rule"]] += int(value)
    measured = Counter()
    for said, value in otel_metric(scene, "chatward.decisions"):
        measured[said["chatward.action"], said["chatward.rule"]] += int(value)
    rows = scene.rows(
        "SELECT action, rule, count(*) FROM events WHERE event = 'decision' GROUP BY action, rule"
    )
    assert counted == measured == actions == Counter({(a, r): n for a, r, n in rows})


@pytest.mark.parametrize(
    ("event", "metric"),
    [
        ("grant", "chatward_grants_total"),
        ("call", "chatward_calls_total"),
        ("shadow", "chatward_shadow_differences_total"),
        ("incident", "chatward_incidents_total"),
        ("policy", "chatward_policy_changes_total"),
        ("appeal", "chatward_appeals_total"),
        ("erasure", "chatward_erasures_total"),
        ("quarantine", "chatward_quarantines_total"),
        ("hand-off", "chatward_hand_offs_total"),
    ],
)
def test_a_metric_counts_as_many_as_there_are_events(scene, event, metric):
    events = sum(each["event"] == event for each in scene.events)
    assert sum(value for _, value in prometheus(scene, metric)) == events > 0


def test_the_report_counts_what_the_log_and_sqlite_hold(scene):
    texts = [
        scene.command("audit", "report", each, "--since", "all", "--json")
        for each in (scene.log, scene.folder / "audit.db")
    ]
    file, database = (json.loads(each) for each in texts)
    assert file["headlines"]["decisions"]["value"] == len(scene.decisions())
    actions = Counter(each["action"] for each in scene.decisions())
    told = Counter()
    for each in file["sections"]["decisions"][0]:
        told[each["action"]] += each["texts"]
    assert told == actions
    assert database["headlines"] == file["headlines"]
    for each in (file, database):
        del each["sections"]["log"]  # its name and the beginnings of its files
    assert database["sections"] == file["sections"]


# --- decided again ----------------------------------------------------------------------------


def test_the_policies_that_decided_say_the_same_again(scene):
    policy, following = (load_policy(scene.folder / f"{n}.yml") for n in ("policy", "next"))
    model = prompt_injection.detector(None).whole(views_of("hello"), (), False).model
    every = [policy, following, tightened(policy, "strict")]
    by_hash = {each.stamp.hash: each for each in every}
    assert {each["policy"][2] for each in scene.decisions()} == by_hash.keys()
    for stamp, one in by_hash.items():
        lines = [each for each in read_lines([scene.log]) if f'"{stamp}"'.encode() in each]
        found = compare(lines, Replayer(one, KINDS, model), 5)
        assert found.decisions > 50
        assert (found.changed, found.other_rule, found.examples) == (0, 0, [])
        assert (found.uncertain, found.broken) == ({}, 0)


def test_a_shadow_says_what_a_replay_says(scene):
    strict = Replayer(load_profile("strict"), KINDS)
    found = compare([json.dumps(e).encode() for e in scene.decisions()], strict, 0)
    shadows = [each for each in scene.events if each["event"] == "shadow"]
    assert found.changed == len(shadows) > 0


# --- incidents --------------------------------------------------------------------------------


def test_incidents_were_opened_told_and_held_something_back(scene):
    told = [each for each in scene.events if each["event"] == "incident"]
    opened = Counter(
        (each["rule"], each["conversation"]) for each in told if each["did"] == "opened"
    )
    rules = {"canary-seen", "forged-placeholders", "tool-refused", "grants-refused"}
    assert rules <= {rule for rule, _ in opened}
    held = {each["what"] for each in told if each["did"] == "contained"}
    assert held >= {"quarantine-conversation", "hand-over", "lock-tool:send_mail", "profile:strict"}
    assert not [each for each in told if each["did"] in {"not-notified", "not-contained"}]
    notified = [each for each in told if each["did"] == "notified" and each["what"] == "desk"]
    assert len(notified) == len(scene.webhooks.taken) == sum(opened.values())
    assert any(each["rule"] == "quarantined" for each in scene.decisions())


def test_nothing_is_said_of_a_conversation_that_was_forgotten(scene):
    """Its pseudonym is in no event that came after."""
    at = max(n for n, each in enumerate(scene.events) if each["event"] == "erasure")
    gone = {each["conversation"] for each in scene.events if each["event"] == "erasure"}
    assert "unavailable" in gone
    assert len(gone) == 3
    assert not [each for each in scene.events[at + 1 :] if each.get("conversation") in gone]
