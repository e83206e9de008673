"""What is counted of audit events, by prometheus_client."""

from __future__ import annotations

import logging
import re

import pytest
from report_logs import (
    START,
    appeal,
    blocked,
    busy_weeks,
    call,
    decision,
    degraded,
    drill,
    hidden,
    incident,
    policy_change,
    release,
    retention,
    shadow,
    traffic,
)

from chatward.audit.attachment_events import AttachmentEvent
from chatward.audit.memory_events import (
    ErasureEvent,
    GrantEvent,
    HandOffEvent,
    KeepingEvent,
    QuarantineEvent,
)
from chatward.errors import ChatwardError
from chatward.metrics.counting import LOGGER, MetricsLog
from chatward.metrics.series import NAMES, OTHER, SERIES, Series
from chatward.metrics.table import METRICS

prometheus = pytest.importorskip("prometheus_client")

ABOUT = {"time": START, "reference": "x"}
SELDOM = (
    AttachmentEvent(
        **ABOUT,
        bot="shop",
        conversation=None,
        role=None,
        door="rasa",
        origin="user",
        attachments=[("image", 2)],
        action="block",
        enforced=True,
        rule="attachments",
        failed=[],
        policy=("shop", "4", "00"),
    ),
    KeepingEvent(
        **ABOUT,
        conversation=None,
        hidden=[],
        redacted=[],
        shown=[],
        failed=["store"],
        policy=("shop", "4", "00"),
    ),
    GrantEvent(
        **ABOUT, grant="g", did="used", conversation="c", purpose="read-vault", until=0.0, why=""
    ),
    QuarantineEvent(**ABOUT, conversation="c", why=""),
    HandOffEvent(**ABOUT, conversation=None, did="asked", why=""),
    ErasureEvent(**ABOUT, conversation="c", drawers=3),
    degraded(START, 95.0, spilled=41, lost=2),
    decision(failed=["store"], fail_mode="degraded"),
)


@pytest.fixture
def registry():
    return prometheus.CollectorRegistry()


@pytest.fixture
def counted(registry):
    """Write events, and return the value of one series."""
    log = MetricsLog("prometheus", registry=registry)

    def count(events, name, **labels):
        for event in events:
            log.write(event)
        return registry.get_sample_value(f"chatward_{name}", labels)

    return count


@pytest.mark.parametrize(
    ("events", "name", "labels", "value"),
    [
        (
            [blocked(), blocked(), decision()],
            "decisions_total",
            {
                "bot": "shop",
                "door": "langchain-model",
                "stage": "input",
                "action": "block",
                "rule": "prompt-injection",
                "enforced": "true",
            },
            2,
        ),
        (
            [decision(duration_micros=400), decision(duration_micros=700, features=None)],
            "decision_duration_seconds_bucket",
            {"bot": "shop", "stage": "input", "form": "text", "le": "0.0005"},
            1,
        ),
        (
            [hidden()],
            "findings_total",
            {"bot": "shop", "kind": "email-address", "action": "pseudonymise"},
            1,
        ),
        (
            [blocked(), blocked(score=0.3)],
            "attacks_total",
            {"bot": "shop", "family": "override", "action": "block"},
            1,
        ),
        ([decision(), call(START, "pay")], "guarded_total", {"stage": "tool-call"}, 1),
        ([traffic(START, "output", 100)], "traffic_total", {"stage": "output"}, 100),
        (
            [decision(failed=["store"], fail_mode="open")],
            "failures_total",
            {"what": "store", "mode": "open"},
            1,
        ),
        ([degraded(START, 95.0)], "degraded_time_seconds_total", {"what": "audit"}, 95),
        ([degraded(START, 9, spilled=41)], "events_spilled_total", {"what": "audit"}, 41),
        ([degraded(START, 9, lost=2)], "events_lost_total", {"what": "audit"}, 2),
        (
            [release(START), release(START, denied=3)],
            "releases_total",
            {"bot": "shop", "kind": "iban-code", "to": "user", "outcome": "denied"},
            3,
        ),
        (
            [call(START, "pay", "block", "tainted")],
            "calls_total",
            {
                "bot": "shop",
                "tool": "pay",
                "action": "block",
                "rule": "tainted",
                "enforced": "true",
            },
            1,
        ),
        ([retention(START), retention(START + 5, left=3)], "retention_left", {}, 3),
        (
            [retention(START)],
            "retention_last_run_timestamp_seconds",
            {},
            START,
        ),
        ([retention(START)] * 2, "retention_purged_total", {"room": "vault"}, 24),
        (
            [incident(START, "opened"), incident(START, "opened", drill=True)],
            "incidents_total",
            {"rule": "many-refusals", "severity": "high", "did": "opened"},
            1,
        ),
        (
            [incident(START, "contained", 40.0), incident(START, "contained", 50.0)],
            "incident_contain_duration_seconds_sum",
            {"severity": "high"},
            40,
        ),
        (
            [drill(START, failed=["hook"])],
            "drills_total",
            {"rule": "many-refusals", "outcome": "failed"},
            1,
        ),
        (
            [appeal(START, "false-alarm")],
            "appeals_total",
            {"rule": "prompt-injection", "verdict": "false-alarm"},
            1,
        ),
        ([policy_change(START)], "policy_changes_total", {"did": "changed"}, 1),
        ([shadow(START)], "shadow_differences_total", {"was": "allow", "would_be": "block"}, 1),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_an_event_is_counted(counted, events, name, labels, value):
    assert counted(events, name, **labels) == value


def test_every_metric_of_the_table_is_counted_by_some_event(registry):
    log = MetricsLog("prometheus", registry=registry)
    for event in (*busy_weeks(), *SELDOM):
        log.write(event)
    written = prometheus.generate_latest(registry).decode()
    for metric in METRICS:
        assert re.search(rf"^{metric.prometheus}(_count)?(\{{.*\}})? ", written, re.MULTILINE), (
            metric.name
        )


def test_the_names_follow_the_conventions():
    for metric in METRICS:
        assert re.fullmatch(r"chatward(_[a-z]+)+", metric.prometheus)
        assert metric.prometheus.endswith("_total") == (metric.type == "counter")
        assert ("seconds" in metric.prometheus) == (metric.unit == "s")
        assert metric.help.endswith(".")
    assert len({metric.prometheus for metric in METRICS}) == len(METRICS)


def test_names_beyond_two_hundred_are_one(counted):
    events = [blocked(rule=f"rule-{number}") for number in range(NAMES + 50)]
    labels = {
        "bot": "shop",
        "door": "langchain-model",
        "stage": "input",
        "action": "block",
        "enforced": "true",
    }
    assert counted(events, "decisions_total", **labels, rule="rule-0") == 1
    assert counted([], "decisions_total", **labels, rule=OTHER) == 50


def test_series_beyond_two_thousand_are_one():
    made = []
    series = Series(2, lambda labels: made.append(labels) or labels)
    for first in range(60):
        for second in range(60):
            series.of((str(first), str(second)))
    assert len(made) <= SERIES + 1
    assert series.of(("new", "new")) == (OTHER, OTHER)
    assert series.of(("0", "0")) == ("0", "0")


def test_a_name_that_is_no_text_can_be_scraped(registry):
    log = MetricsLog("prometheus", registry=registry)
    log.write(decision(bot='"\n} 1 \ud800', rule="\u202e"))
    written = prometheus.generate_latest(registry).decode()
    assert "\\\\ud800" in written
    assert [line for line in written.splitlines() if line.startswith("}")] == []


def test_guards_of_one_process_count_together(registry):
    for log in (MetricsLog("prometheus", registry=registry) for _ in range(2)):
        log.write(traffic(START, "input", 5))
    assert registry.get_sample_value("chatward_traffic_total", {"stage": "input"}) == 10


def test_an_event_that_cannot_be_counted_never_stops_an_answer(registry, caplog):
    log = MetricsLog("prometheus", registry=registry)
    with caplog.at_level(logging.WARNING, LOGGER):
        for _ in range(2):
            log.write(decision(duration_micros="secret text"))
    assert [record.getMessage() for record in caplog.records] == [
        "an event was not counted: TypeError"
    ]
    log.write(object())  # of a kind nobody knows: passed over


def test_only_two_places_are_known():
    with pytest.raises(ChatwardError, match="use prometheus or otel"):
        MetricsLog("statsd")
