"""A log that cannot be written: what the policy says happens, and nothing is lost unseen."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys

import pytest
from audit_parts import KEYS, NOW, event, found, written

from chatward import AuditError, Guard, Keyring
from chatward.audit.head import head_path
from chatward.audit.log import AllOf, FileAudit
from chatward.audit.opening import file_log, guarded_log
from chatward.audit.signed_file import LONGEST_EVENT, SignedFile
from chatward.audit.spill import Spill
from chatward.audit.verify import verify_log
from chatward.policy.file import parse_policy

FULL = """
import resource, signal, sys
from audit_parts import KEYS, event
from chatward import AuditError
from chatward.audit.signed_file import SignedFile

log = SignedFile(sys.argv[1], KEYS)
kept, refused = 0, set()
for number in range(30):
    if number == 10:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    if number == 20:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    try:
        log.write(event(number, "x" * 200))
        kept += 1
    except AuditError as error:
        refused.add(str(error))
print(kept, *refused, sep="\\n")
"""


class Failing:
    """A log that can be made to fail; keeps what it is given."""

    def __init__(self):
        self.fails = False
        self.kept = []

    def write(self, event):
        if self.fails:
            raise AuditError("audit file 'a': No space left on device")
        self.kept.append(event)


def said(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("limit", [4096, 4000, 4200, 3800])
def test_a_full_disk_is_an_error_and_afterwards_the_log_is_whole(tmp_path, limit):
    path = tmp_path / "audit.jsonl"
    paths = os.pathsep.join(each for each in sys.path if each)
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(limit)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    kept, *refused = ran.stdout.splitlines()
    assert 10 < int(kept) < 30
    assert refused
    assert all("audit file 'audit.jsonl': " in each for each in refused)
    assert "x" * 200 not in ran.stdout + ran.stderr
    report = verify_log(path, KEYS)
    assert (report.problems, report.notes) == ([], [])
    assert report.records == int(kept) + 1


def test_a_disk_that_was_full_from_the_start_leaves_no_trace(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(AuditError, match=r"audit file 'audit.jsonl'"):
            log.write(event(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    log.write(event(1))
    assert found(path) == []


@pytest.mark.parametrize("kind", [SignedFile, FileAudit])
def test_a_folder_that_is_not_there_is_an_error(tmp_path, kind):
    path = tmp_path / "missing" / "audit.jsonl"
    log = kind(path, KEYS) if kind is SignedFile else kind(path)
    with pytest.raises(AuditError, match=r"'audit.jsonl': No such file or directory"):
        log.write(event(1))


@pytest.mark.parametrize("kind", [SignedFile, FileAudit])
def test_a_folder_in_place_of_the_file_is_an_error(tmp_path, kind):
    path = tmp_path / "audit.jsonl"
    path.mkdir()
    log = kind(path, KEYS) if kind is SignedFile else kind(path)
    with pytest.raises(AuditError, match=r"audit file 'audit.jsonl'"):
        log.write(event(1))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to anything")
def test_a_log_that_may_only_be_read_is_an_error(tmp_path):
    path = written(tmp_path / "audit.jsonl", 2)
    head_path(path).chmod(0o400)
    path.chmod(0o400)
    with pytest.raises(AuditError, match="Permission denied"):
        SignedFile(path, KEYS).write(event(1))
    assert found(path) == []


def test_a_log_whose_head_is_taken_away_stops(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    head_path(path).unlink()
    log._keep_house()
    with pytest.raises(AuditError, match="there is a log, but no head to go on from"):
        log.write(event(2))


def test_an_event_that_is_too_long_is_an_error_and_the_log_goes_on(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    with pytest.raises(AuditError, match="is too long"):
        log.write(event(1, "x" * (LONGEST_EVENT + 1)))
    log.write(event(2, "x" * (LONGEST_EVENT - 200)))
    log.write(event(3))
    assert (found(path), verify_log(path, KEYS).records) == ([], 3)


def test_all_logs_are_written_to_even_if_one_fails():
    one, two = Failing(), Failing()
    one.fails = True
    with pytest.raises(AuditError):
        AllOf((one, two)).write(event(1))
    assert two.kept == [event(1)]


def test_an_interrupted_write_is_an_error_for_all_who_wait(tmp_path, monkeypatch):
    log = SignedFile(tmp_path / "audit.jsonl", KEYS)
    log.write(event(1))

    def interrupted(lines):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(log._file, "append", interrupted)
        with pytest.raises(KeyboardInterrupt):
            log.write(event(2))
    log.write(event(3))
    log.close()
    assert found(tmp_path / "audit.jsonl") == []


# --- spilling -------------------------------------------------------------------------------


def test_while_the_log_fails_events_go_elsewhere_and_that_is_told():
    main, elsewhere, times = Failing(), Failing(), iter([10.0, 20.0, 20.0])
    log = Spill(main, elsewhere, lambda: next(times))
    log.write(event(1))
    main.fails = True
    log.write(event(2))
    log.write(event(3))
    main.fails = False
    log.write(event(4))
    *events, told = main.kept
    assert [each.drawers for each in events] == [1, 4]
    assert [each.drawers for each in elsewhere.kept] == [2, 3]
    assert (told.event, told.what, told.since, told.until) == ("degraded", "audit", 10.0, 20.0)
    assert (told.spilled, told.lost) == (2, 0)
    assert (log.spilled, log.lost) == (2, 0)


@pytest.mark.parametrize(("elsewhere", "told"), [(None, (0, 1)), (Failing(), (1, 0))])
def test_every_failure_is_told_for_itself(elsewhere, told):
    main = Failing()
    log = Spill(main, elsewhere, lambda: 1.0)
    for _ in range(2):
        main.fails = True
        log.write(event(1))
        main.fails = False
        log.write(event(2))
    degraded = [each for each in main.kept if each.event == "degraded"]
    assert [(each.spilled, each.lost) for each in degraded] == [told, told]
    assert (log.spilled, log.lost) == (2 * told[0], 2 * told[1])


def test_what_nobody_takes_is_counted_as_lost():
    main, elsewhere = Failing(), Failing()
    main.fails = elsewhere.fails = True
    log = Spill(main, elsewhere, lambda: 1.0)
    log.write(event(1))
    assert (log.spilled, log.lost) == (0, 1)


def test_that_it_failed_is_told_even_if_it_fails_again():
    main = Failing()
    log = Spill(main, None, lambda: 1.0)
    main.fails = True
    log.write(event(1))
    main.fails = False
    ordinary = main.write

    def only_ordinary(event):
        if event.event == "degraded":
            raise AuditError("audit file 'a': No space left on device")
        ordinary(event)

    main.write = only_ordinary
    log.write(event(2))
    main.write = ordinary
    log.write(event(3))
    assert [each.lost for each in main.kept if each.event == "degraded"] == [1]


def policy(mode, **audit):
    chosen = {"extends": "balanced", "fail": {"audit": mode}, "audit": audit}
    return parse_policy(json.dumps(chosen), where="p")


@pytest.mark.parametrize(("mode", "lost", "spilled"), [("degraded", 0, 1), ("open", 1, 0)])
def test_a_policy_may_go_on_without_its_log(tmp_path, mode, lost, spilled):
    path, spill = tmp_path / "missing" / "audit.jsonl", tmp_path / "spill.jsonl"
    chosen = policy(mode, file=str(path), spill=str(spill))
    log = guarded_log(file_log(chosen.audit, KEYS, lambda: NOW), chosen, lambda: NOW)
    guard = Guard(chosen, keys=KEYS, audit=log)
    guard.inspect("hello", origin="user")
    assert (log.lost, log.spilled) == (lost, spilled)
    path.parent.mkdir()
    guard.inspect("hello", origin="user")
    assert [each["event"] for each in said(path)] == ["segment", "decision", "degraded"]
    assert spill.exists() == (mode == "degraded")
    assert found(path) == []


def test_a_policy_that_says_closed_stops(tmp_path):
    chosen = policy("closed", file=str(tmp_path / "missing" / "audit.jsonl"))
    log = file_log(chosen.audit, KEYS, lambda: NOW)
    assert guarded_log(log, chosen, lambda: NOW) is log
    guard = Guard(chosen, keys=KEYS, audit=log)
    with pytest.raises(AuditError):
        guard.inspect("hello", origin="user")


def test_no_error_holds_a_value_or_a_key(tmp_path):
    with pytest.raises(AuditError) as caught:
        SignedFile(tmp_path / "missing" / "audit.jsonl", KEYS).write(event(1, "anna@example.org"))
    assert "anna" not in str(caught.value)
    assert "kkkk" not in str(caught.value)
    assert Keyring(b"k" * 32).master not in str(caught.value).encode()
    assert os.strerror(errno.ENOENT) in str(caught.value)
