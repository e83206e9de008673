"""Files that are put aside and, after their time, taken away: the log stays one chain."""

from __future__ import annotations

import errno
import gzip
import json

import pytest
from audit_parts import KEYS, NOW, event, found, written

from chatward import Keyring
from chatward.audit import chained_file
from chatward.audit.beginning import begin_segment
from chatward.audit.head import head_path
from chatward.audit.log import FileAudit
from chatward.audit.memory_events import RetentionEvent
from chatward.audit.opening import drop_old, file_log
from chatward.audit.rotation import kept, last_time, put_aside
from chatward.audit.signed_file import SignedFile
from chatward.audit.signing import is_signed
from chatward.audit.verify import verify_log
from chatward.errors import AuditError, KeyringError
from chatward.policy.model import AuditPlan

DAY = 86_400.0
EPHEMERAL = Keyring(b"e" * 32, ephemeral=True)


def records(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def of_days(path, days, **plan):
    """A log with one segment a day, as far as its records' times go."""
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=4096, **plan), lambda: NOW)
    for day in range(days):
        for number in range(25):
            log.write(event(number, time=NOW + day * DAY))
    log.close()
    return path


def test_a_file_that_is_full_is_put_aside(tmp_path):
    path = written(tmp_path / "audit.jsonl", 100, rotate_bytes=4096)
    aside = kept(path)
    assert list(aside) == list(range(1, len(aside) + 1))
    assert aside[1].name == "audit.jsonl.000001"
    assert all(4096 <= each.stat().st_size < 5000 for each in aside.values())
    firsts = [records(each)[0] for each in [*aside.values(), path]]
    assert [each["segment"] for each in firsts] == list(range(1, len(firsts) + 1))
    lasts = [records(each)[-1]["mac"] for each in aside.values()]
    assert [each["after"] for each in firsts] == ["", *lasts]


def test_what_is_too_old_is_taken_away_and_the_log_is_whole(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 5)
    before = kept(path)
    plan = AuditPlan(keep_days=2.5)
    gone = drop_old(path, KEYS, plan, NOW + 5 * DAY)
    assert gone > 0
    assert len(kept(path)) == len(before) - gone
    report = verify_log(path, KEYS)
    assert (report.whole, report.notes) == (True, [])
    assert report.first > 1
    assert report.records == report.last - report.first + 1


def test_that_files_went_is_on_record_and_signed(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 3)
    gone = drop_old(path, KEYS, AuditPlan(keep_days=1), NOW + 5 * DAY)
    said = {each: value for each, value in records(path)[-1].items() if each not in ("seq", "mac")}
    assert (said["event"], said["purged"]) == ("retention", [["audit", gone]])
    said["purged"] = [tuple(each) for each in said["purged"]]
    assert is_signed(RetentionEvent(**said), KEYS)
    assert drop_old(path, KEYS, AuditPlan(keep_days=1), NOW + 5 * DAY) == 0


def test_packed_files_are_taken_away_too(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 3)
    first = kept(path)[1]
    first.with_name(first.name + ".gz").write_bytes(gzip.compress(first.read_bytes()))
    first.unlink()
    drop_old(path, KEYS, AuditPlan(keep_days=1), NOW + 9 * DAY)
    assert 1 not in kept(path)
    assert verify_log(path, KEYS).whole


def test_a_kept_file_that_goes_all_the_same_is_found(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 5)
    drop_old(path, KEYS, AuditPlan(keep_days=3), NOW + 5 * DAY)
    next(iter(kept(path).values())).unlink()
    assert "segment" in {what for what, _ in found(path)}


def test_old_files_go_by_themselves_when_another_is_put_aside(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 3)
    before = len(kept(path))
    log = SignedFile(path, KEYS, AuditPlan(keep_days=1), lambda: NOW + 9 * DAY)
    log.write(event(1, time=NOW + 9 * DAY))
    log._keep_house()
    assert len(kept(path)) < before
    log.close()
    assert verify_log(path, KEYS).whole


def test_a_file_that_begins_as_another_is_not_kept_from(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 4)
    second = kept(path)[2]
    second.write_bytes(second.read_bytes().replace(b'"dropped":0', b'"dropped":1', 1))
    log = SignedFile(path, KEYS, AuditPlan())
    with pytest.raises(AuditError, match=r"'audit.jsonl.000002' does not begin as segment 2"):
        log._file.drop(lambda segments: [1])
    assert 1 in kept(path)


def test_a_file_that_came_back_is_not_counted(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 5)
    content = kept(path)[1].read_bytes()
    drop_old(path, KEYS, AuditPlan(keep_days=3), NOW + 5 * DAY)
    put_aside(path, 1).write_bytes(content)
    report = verify_log(path, KEYS)
    assert report.whole
    assert report.notes == ["1 files that retention has dropped are still there"]


def test_without_days_nothing_goes(tmp_path):
    path = of_days(tmp_path / "audit.jsonl", 3)
    assert drop_old(path, KEYS, AuditPlan(), NOW + 1e6 * DAY) == 0


def test_nothing_goes_from_a_log_that_never_was(tmp_path):
    assert drop_old(tmp_path / "audit.jsonl", KEYS, AuditPlan(keep_days=1), NOW) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_jumps_back_changes_nothing(tmp_path):
    path = tmp_path / "audit.jsonl"
    times = iter([NOW + 9 * DAY, *[NOW - 9 * DAY] * 1000])
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=4096), lambda: next(times))
    for number in range(60):
        log.write(event(number, time=NOW - number * DAY))
    log.close()
    assert len(kept(path)) > 1
    assert verify_log(path, KEYS).whole


@pytest.mark.parametrize("content", [b"", b"no record\n", b'{"time":"soon"}\n', b"[" * 100_000])
def test_a_file_without_a_time_is_kept(tmp_path, content):
    (tmp_path / "audit.jsonl.000001").write_bytes(content)
    assert last_time(tmp_path / "audit.jsonl.000001") is None
    assert drop_old(tmp_path / "audit.jsonl", EPHEMERAL, AuditPlan(keep_days=1), NOW) == 0


def test_a_name_that_is_taken_is_not_written_over(tmp_path):
    path = written(tmp_path / "audit.jsonl", 5)
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=4096))
    log.write(event(1))
    put_aside(path, 1).write_bytes(b"mine")
    for number in range(100):
        if path.stat().st_size >= 4096:
            break
        log.write(event(number))
    with pytest.raises(AuditError, match=r"'audit.jsonl.000001' stands where"):
        log.write(event(1))
    assert put_aside(path, 1).read_bytes() == b"mine"


# --- a rotation that is cut short -----------------------------------------------------------


@pytest.mark.parametrize("renames", [1, 2])
def test_a_rotation_that_was_cut_short_is_finished(tmp_path, renames):
    path = written(tmp_path / "audit.jsonl", 30)
    head = head_path(path).read_bytes()
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=4096))
    log.write(event(1))
    log.close()
    begun = path.read_bytes().splitlines(keepends=True)[0]
    head_path(path).write_bytes(head)
    path.unlink()
    if renames == 2:
        path.write_bytes(begun)
    assert found(path) == []
    written(path, 3)
    report = verify_log(path, KEYS)
    assert (report.whole, report.segments, report.last) == (True, 2, 31 + 1 + 3)


def test_putting_a_crash_right_may_be_cut_short_too(tmp_path, monkeypatch):
    path = written(tmp_path / "audit.jsonl", 3)
    head = head_path(path).read_bytes()
    written(path, 2)
    head_path(path).write_bytes(head)
    with path.open("ab") as file:
        file.write(b'{"schema":1,"ev')

    def killed(*arguments, **more):
        begin_segment(*arguments, **more)
        raise OSError(errno.EIO, "killed before the head was renewed")

    with monkeypatch.context() as patched:
        patched.setattr(chained_file, "begin_segment", killed)
        with pytest.raises(AuditError, match="killed"):
            SignedFile(path, KEYS).write(event(1))
    written(path, 1)
    report = verify_log(path, KEYS)
    assert (report.problems, report.records) == ([], 8)
    assert report.notes == ["crash tail: 15 bytes of an incomplete record before audit.jsonl"]


def test_a_rotation_that_was_cut_short_is_no_tampering(tmp_path):
    path = written(tmp_path / "audit.jsonl", 30)
    path.rename(put_aside(path, 1))
    assert found(path) == []


# --- plain files ----------------------------------------------------------------------------


def test_a_plain_file_is_put_aside_too(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = file_log(AuditPlan(rotate_bytes=4096), EPHEMERAL, lambda: NOW, path)
    assert isinstance(log, FileAudit)
    for number in range(100):
        log.write(event(number))
    aside = [*kept(path).values(), path]
    assert len(aside) > 2
    assert [each["drawers"] for file in aside for each in records(file)] == list(range(100))


def test_several_writers_of_a_plain_file_lose_nothing(tmp_path):
    path = tmp_path / "audit.jsonl"
    logs = [FileAudit(path, rotate_bytes=4096) for _ in range(3)]
    for number in range(300):
        logs[number % 3].write(event(number))
    aside = [*kept(path).values(), path]
    assert all(4096 <= each.stat().st_size < 4220 for each in aside[:-1])
    assert sorted(each["drawers"] for file in aside for each in records(file)) == list(range(300))


def test_old_plain_files_go_when_another_is_put_aside(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = FileAudit(path, rotate_bytes=4096, keep_days=1.0, clock=lambda: NOW)
    for number in range(100):
        log.write(event(number, time=NOW - (100 - number) * DAY))
    assert len(kept(path)) <= 1
    told = [each for each in records(path) if each["event"] == "retention"]
    assert told[0]["purged"] == [["audit", 1]]


def test_old_plain_files_go_when_asked(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = FileAudit(path, rotate_bytes=4096)
    for number in range(60):
        log.write(event(number))
    plan, count = AuditPlan(signed=False, keep_days=1), len(kept(path))
    assert drop_old(path, KEYS, plan, NOW + 9 * DAY) == count > 0
    assert kept(path) == {}


# --- which of the two -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "keys", "wanted"),
    [
        (None, KEYS, SignedFile),
        (True, KEYS, SignedFile),
        (False, KEYS, FileAudit),
        (None, EPHEMERAL, FileAudit),
        (False, EPHEMERAL, FileAudit),
    ],
)
def test_a_log_is_signed_where_there_is_a_key(signed, keys, wanted, tmp_path):
    plan = AuditPlan(file=str(tmp_path / "audit.jsonl"), signed=signed)
    assert type(file_log(plan, keys, lambda: NOW)) is wanted


def test_a_log_that_has_to_be_signed_needs_a_key(tmp_path):
    plan = AuditPlan(file=str(tmp_path / "audit.jsonl"), signed=True)
    with pytest.raises(KeyringError, match="set CHATWARD_MASTER_KEY"):
        file_log(plan, EPHEMERAL, lambda: NOW)
