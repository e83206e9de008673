"""Audit events go to OpenTelemetry under the names of the table, with what has no place there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from audit_samples import DECISION, decision, one_of_each, sample

from chatward import AuditError, Guard, Keyring
from chatward.audit import otel_names
from chatward.audit.otel import OtelLog, severity_of
from chatward.audit.otel_names import attributes_of
from chatward.audit.schema import EVENTS

PAGE = (Path(__file__).parents[2] / "docs/query.md").read_text("utf-8")
STANDARD = {*otel_names.NAMES.values(), *otel_names.LISTS.values(), otel_names.POLICY[0]}


@pytest.fixture
def provider():
    logs = pytest.importorskip("opentelemetry.sdk._logs")
    provider = logs.LoggerProvider()
    yield provider
    provider.shutdown()


@pytest.fixture
def exported(provider):
    """What the SDK exported, after its batch was sent."""
    export = import_module("opentelemetry.sdk._logs.export")
    old = getattr(export, "InMemoryLogExporter", None)
    exporter = getattr(export, "InMemoryLogRecordExporter", old)()
    provider.add_log_record_processor(export.BatchLogRecordProcessor(exporter))

    def read():
        provider.force_flush()
        return [each.log_record for each in exporter.get_finished_logs()]

    return read


# --- through the real SDK ---------------------------------------------------------------------


def test_a_decision_arrives_with_its_names_time_and_severity(provider, exported):
    OtelLog(provider).write(decision(user="u1", role="guest"))
    (record,) = exported()
    attributes = dict(record.attributes)
    assert record.event_name == record.body == "chatward.decision"
    assert (record.severity_number.value, record.severity_text) == (9, "INFO")
    assert abs(record.timestamp / 1e9 - DECISION.time) < 1e-6
    assert attributes["gen_ai.conversation.id"] == DECISION.conversation
    assert attributes["security_rule.name"] == "personal-data-in"
    assert attributes["security_rule.ruleset.name"] == "balanced"
    assert (attributes["user.hash"], attributes["user.roles"]) == ("u1", ("guest",))
    assert attributes["chatward.kinds"] == ("email-address",)
    (finding,) = attributes["chatward.findings"]
    assert json.loads(finding) == list(DECISION.findings[0])


def test_a_record_belongs_to_the_span_that_it_was_written_in(provider, exported):
    trace = import_module("opentelemetry.sdk.trace")
    with trace.TracerProvider().get_tracer("t").start_as_current_span("s") as span:
        OtelLog(provider).write(DECISION)
    (record,) = exported()
    context = span.get_span_context()
    assert (record.trace_id, record.span_id) == (context.trace_id, context.span_id)


@pytest.mark.parametrize("event", one_of_each(), ids=lambda event: event.event)
def test_every_event_arrives_with_all_it_says(provider, exported, event):
    OtelLog(provider).write(event)
    (record,) = exported()
    assert dict(record.attributes) == {
        name: tuple(each) if isinstance(each, list) else each
        for name, each in attributes_of(event.fields()).items()
    }


def test_no_value_is_exported(provider, exported):
    guard = Guard(keys=Keyring(b"k" * 32), audit=OtelLog(provider))
    asked = guard.inspect("I am anna@example.org", origin="user", conversation="conversation-7")
    guard.restore(asked.text, conversation="conversation-7")
    written = repr([vars(each) for each in exported()])
    assert "chatward.release" in written
    assert not re.search(r"anna|example\.org|conversation-7", written)


@pytest.mark.parametrize("role", ["\ud800", "a\udfff"])
def test_half_a_surrogate_pair_does_not_lose_the_event(provider, exported, role):
    OtelLog(provider).write(decision(role=role))
    (record,) = exported()
    assert record.attributes["user.roles"] == (
        role.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    )


def test_a_processor_that_raises_is_an_error_without_its_text(provider):
    class Failing:
        def on_emit(self, record):
            raise RuntimeError("anna@example.org")

        def enabled(self, **_):
            return True

        def shutdown(self):
            pass

    provider.add_log_record_processor(Failing())
    with pytest.raises(AuditError, match=r"OpenTelemetry: RuntimeError$"):
        OtelLog(provider).write(DECISION)


def test_a_provider_may_be_set_after_the_log_was_made():
    pytest.importorskip("opentelemetry.sdk._logs")
    program = """
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, ConsoleLogRecordExporter
from chatward import Guard
from chatward.audit.otel import OtelLog

guard = Guard(audit=OtelLog())
guard.inspect("before", origin="user")
provider = LoggerProvider()
exporter = ConsoleLogRecordExporter(formatter=lambda record: record.log_record.body + "\\n")
provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
set_logger_provider(provider)
guard.inspect("after", origin="user")
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (0, "chatward.decision\n")  # sent at exit


def test_without_opentelemetry_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(AuditError, match=r"pip install 'chatward\[otel\]'"):
        OtelLog()


# --- versions ---------------------------------------------------------------------------------


class OldRecord:
    """As the SDK wanted a record until 1.34."""

    def __init__(  # noqa: PLR0913, PLR0917 (as it was)
        self,
        timestamp=None,
        observed_timestamp=None,
        trace_id=None,
        span_id=None,
        trace_flags=None,
        severity_text=None,
        severity_number=None,
        body=None,
        resource=None,
        attributes=None,
    ):
        self.resource, self.attributes, self.trace_id = resource, attributes, trace_id


class OldLogger:
    resource = "this program"

    def __init__(self):
        self.records = []

    def emit(self, record):
        self.records.append(record)


class OldProvider:
    def __init__(self):
        self.logger = OldLogger()
        self.asked = 0

    def get_logger(self, name, version):
        self.asked += 1
        assert name == "chatward.audit"
        return self.logger


def test_an_old_sdk_gets_a_record_of_its_own_class(monkeypatch):
    pytest.importorskip("opentelemetry._logs")
    monkeypatch.setitem(globals(), "LogRecord", OldRecord)
    provider = OldProvider()
    log = OtelLog(provider)
    log.write(DECISION)
    log.write(DECISION)
    record, _ = provider.logger.records
    assert provider.asked == 1
    assert type(record) is OldRecord
    assert (record.resource, record.trace_id) == ("this program", 0)
    assert record.attributes["event.name"] == "chatward.decision"


# --- the table --------------------------------------------------------------------------------


def test_attributes_are_plain_and_say_all_that_is_not_empty():
    said = attributes_of(decision(role=None, family="", failed=[]).fields())
    assert not {"user.roles", "chatward.family", "chatward.failed"} & set(said)
    assert said["chatward.features.entropy"] == 3.9
    assert said["chatward.enforced"] is True
    for value in said.values():
        assert isinstance(value, str | bool | int | float) or all(
            isinstance(each, str) for each in value
        )


def test_no_two_fields_of_an_event_share_a_name():
    for name in EVENTS:
        fields = sample(name).fields()
        flat = {**{each: each for each in fields}, "policy": "p"}
        assert len(attributes_of({**flat, "policy": ["n", "v", "h"]})) >= len(flat) - 2


def test_standard_names_are_in_the_conventions():
    pytest.importorskip("opentelemetry.semconv")
    folder = "opentelemetry.semconv._incubating.attributes"
    known = {
        value
        for module in ("gen_ai_attributes", "security_rule_attributes", "user_attributes")
        for value in vars(import_module(f"{folder}.{module}")).values()
        if isinstance(value, str)
    }
    assert known >= STANDARD


def test_the_docs_show_the_table():
    rows = dict(re.findall(r"^\| `(\w+)` \| `([\w.]+)`", PAGE, re.MULTILINE))
    rows.pop("policy", None)
    assert rows == {**otel_names.NAMES, **otel_names.LISTS}
    assert all(f"`{name}`" in PAGE for name in (*otel_names.POLICY, otel_names.KINDS))


@pytest.mark.parametrize(
    ("event", "severity"),
    [
        (decision(action="redact"), 9),
        (decision(action="block"), 13),
        (decision(action="ask"), 13),
        (decision(failed=["store"]), 17),
        (sample("grant", did="used"), 9),
        (sample("grant", did="refused"), 13),
        (sample("quarantine"), 13),
        (sample("degraded"), 17),
        (sample("policy", did="changed"), 9),
        (sample("policy", did="refused"), 17),
        (sample("retention", left=0), 9),
        (sample("retention", left=3), 17),
        (sample("incident", did="opened", severity="low", drill=False), 9),
        (sample("incident", did="opened", severity="critical", drill=False), 21),
        (sample("incident", did="opened", severity="critical", drill=True), 9),
        (sample("incident", did="not-notified", severity="low", drill=False), 17),
        (sample("incident", did="closed", severity="critical", drill=False), 9),
    ],
    ids=str,
)
def test_what_is_grave_is_told_as_grave(event, severity):
    assert severity_of(msgspec.to_builtins(event)) == severity
