"""A second place that is told what was signed: it finds a log cut back with its head."""

from __future__ import annotations

import json
from importlib import import_module

import msgspec
import pytest
from audit_parts import KEYS, NOW, event, found, parts, put, written

from chatward import Keyring
from chatward.audit.head import Signed
from chatward.audit.otel import OtelLog
from chatward.audit.signed_file import SignedFile
from chatward.audit.verify import verify_log
from chatward.audit.witness import OtelWitness, witness_named
from chatward.errors import KeyringError
from chatward.policy.model import AuditPlan


@pytest.fixture
def witness(tmp_path):
    return tmp_path / "witness.jsonl"


def test_the_witness_is_told_what_was_signed(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4, witness=str(witness))
    written(path, 2, witness=str(witness))
    said = [json.loads(line) for line in witness.read_bytes().splitlines()]
    assert [each["count"] for each in said] == [5, 7]
    report = verify_log(path, KEYS, witness)
    assert (report.whole, report.witnessed) == (True, 2)


def test_a_log_cut_back_with_its_head_is_found(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4)
    before = parts(path)
    written(path, 3, witness=str(witness))
    put(tmp_path, before)
    assert found(path) == []
    assert found(path, witness=witness) == [("witness", 8)]


def test_a_log_cut_back_and_gone_on_with_is_found(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4)
    before = parts(path)
    written(path, 3, witness=str(witness))
    put(tmp_path, before)
    written(path, 1)
    written(path, 9, witness=str(witness), clock=lambda: NOW + 1)
    log = SignedFile(path, KEYS)
    log.write(event(99))
    log.close()
    assert found(path) == []
    assert ("witness", 8) in found(path, witness=witness)


def test_a_line_that_nobody_signed_is_no_evidence(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4, witness=str(witness))
    forged = json.loads(witness.read_bytes())
    witness.write_text(json.dumps({**forged, "count": 99}) + "\n")
    report = verify_log(path, KEYS, witness)
    assert report.whole
    assert report.notes == ["the witness has a line about record 99 that nobody signed"]


@pytest.mark.parametrize(
    "line", [b"\xff\xfe\n", b"[]\n", b"{}\n", b'{"count":1}\n', b"[" * 100_000 + b"\n", b"\n"]
)
def test_other_lines_of_a_witness_are_passed_over(tmp_path, witness, line):
    path = written(tmp_path / "audit.jsonl", 4, witness=str(witness))
    witness.write_bytes(line + witness.read_bytes() + line)
    assert verify_log(path, KEYS, witness).witnessed == 1


def test_a_witness_in_any_order_is_read(tmp_path, witness):
    path = tmp_path / "audit.jsonl"
    for count in (3, 2, 4):
        written(path, count, witness=str(witness))
    witness.write_bytes(b"".join(reversed(witness.read_bytes().splitlines(keepends=True))))
    report = verify_log(path, KEYS, witness)
    assert (report.whole, report.witnessed) == (True, 3)


def test_records_that_retention_dropped_are_not_missed(tmp_path, witness):
    path = tmp_path / "audit.jsonl"
    plan = AuditPlan(rotate_bytes=4096, keep_days=1, witness=str(witness))
    for day in range(4):
        log = SignedFile(path, KEYS, plan, lambda: NOW)
        for number in range(30):
            log.write(event(number, time=NOW + day * 86_400))
        log.close()
    log = SignedFile(path, KEYS, plan, lambda: NOW)
    assert log.drop_old(NOW + 4 * 86_400) > 0
    log.close()
    report = verify_log(path, KEYS, witness)
    assert (report.whole, report.first > 1) == (True, True)


def test_an_export_of_opentelemetry_is_read(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4, witness=str(witness))
    said = json.loads(witness.read_bytes())
    attributes = [
        {"key": f"chatward.audit.head.{name}", "value": _typed(value)}
        for name, value in said.items()
    ]
    record = {"body": {"stringValue": "chatward.audit.head"}, "attributes": attributes}
    other = {"attributes": [{"key": "a", "value": {"stringValue": "b"}}]}
    export = {"resourceLogs": [{"scopeLogs": [{"logRecords": [other, record, record]}]}]}
    witness.write_text(json.dumps(export) + "\n")
    assert verify_log(path, KEYS, witness).witnessed == 2
    before = path.read_bytes()
    written(path, 1)
    path.write_bytes(before)
    assert [what for what, _ in found(path, witness=witness)] == ["cut-off"]


def _typed(value):
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {"stringValue": value}


def test_opentelemetry_can_be_the_witness(tmp_path, witness):
    logs = pytest.importorskip("opentelemetry.sdk._logs")
    export = import_module("opentelemetry.sdk._logs.export")
    old = getattr(export, "InMemoryLogExporter", None)
    told = getattr(export, "InMemoryLogRecordExporter", old)()
    provider = logs.LoggerProvider()
    provider.add_log_record_processor(export.SimpleLogRecordProcessor(told))
    path = written(tmp_path / "audit.jsonl", 4, witness=str(witness))
    point = msgspec.json.decode(witness.read_bytes(), type=Signed)
    OtelWitness(OtelLog(provider)).tell(point)
    (sent,) = told.get_finished_logs()
    witness.write_text(json.dumps({"attributes": dict(sent.log_record.attributes)}) + "\n")
    report = verify_log(path, KEYS, witness)
    assert (report.whole, report.witnessed, report.notes) == (True, 1, [])
    assert sent.log_record.attributes["chatward.count"] == 5
    provider.shutdown()


def test_a_witness_that_cannot_be_told_stops_nobody_and_is_told_later(tmp_path, caplog):
    witness = tmp_path / "missing" / "witness"
    log = SignedFile(tmp_path / "audit.jsonl", KEYS, AuditPlan(witness=str(witness)))
    for number in range(3):
        log.write(event(number))
        log.close()
    assert caplog.text.count("No such file or directory") == 1
    witness.parent.mkdir()
    log.close()
    report = verify_log(tmp_path / "audit.jsonl", KEYS, witness)
    assert (report.whole, report.witnessed) == (True, 1)


def test_a_witness_of_a_key_that_is_gone_needs_that_key(tmp_path, witness):
    path = written(tmp_path / "audit.jsonl", 4)
    other = tmp_path / "other"
    other.mkdir()
    written(other / "audit.jsonl", 9, keys=Keyring(b"x" * 32), witness=str(witness))
    with pytest.raises(KeyringError, match="not in CHATWARD_MASTER_KEY"):
        verify_log(path, KEYS, witness)


def test_no_witness_is_none():
    assert witness_named(None) is None
