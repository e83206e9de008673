"""One log and many who write to it: threads, processes, forks, and some that are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from audit_parts import KEYS, event, written

from chatward.audit.rotation import kept, open_segment
from chatward.audit.signed_file import SignedFile
from chatward.audit.verify import verify_log
from chatward.policy.model import AuditPlan

WRITER = """
import sys
from audit_parts import KEYS, event
from chatward.audit.signed_file import SignedFile
from chatward.policy.model import AuditPlan

path, name, count, padding, rotate_bytes = sys.argv[1], *map(int, sys.argv[2:])
log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=rotate_bytes))
for number in range(count):
    log.write(event(name * 1_000_000 + number, "x" * padding))
    sys.stdout.write(f"{number}\\n")  # acknowledged
    sys.stdout.flush()
"""


def start(path, name, count, *, padding=16, rotate_bytes=100_000_000, out=subprocess.DEVNULL):
    paths = os.pathsep.join(each for each in sys.path if each)
    told = [str(each) for each in (path, name, count, padding, rotate_bytes)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *told], stdout=out, env={**os.environ, "PYTHONPATH": paths}
    )


def numbers(path):
    """The numbers of all events in a log, in order."""
    found = []
    for each in [*kept(path).values(), path]:
        with open_segment(each) as file:
            said = (json.loads(line) for line in file if line.endswith(b"\n"))
            found += [each["drawers"] for each in said if each["event"] == "erasure"]
    return found


def test_threads_share_a_log(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=50_000))

    def write(name):
        for number in range(250):
            log.write(event(name * 1000 + number))

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    log.close()
    assert verify_log(path, KEYS).whole
    assert sorted(numbers(path)) == sorted(n * 1000 + k for n in range(8) for k in range(250))


def test_eight_processes_share_a_log(tmp_path):
    path = tmp_path / "audit.jsonl"
    running = [start(path, name, 500, rotate_bytes=100_000) for name in range(8)]
    assert [each.wait(120) for each in running] == [0] * 8
    report = verify_log(path, KEYS)
    assert (report.problems, report.notes) == ([], [])
    assert report.segments > 5
    assert report.records == 4000 + report.segments
    wanted = sorted(n * 1_000_000 + k for n in range(8) for k in range(500))
    assert sorted(numbers(path)) == wanted


def test_what_each_process_wrote_stays_in_order(tmp_path):
    path = tmp_path / "audit.jsonl"
    running = [start(path, name, 200) for name in range(3)]
    assert [each.wait(120) for each in running] == [0] * 3
    for name in range(3):
        own = [each for each in numbers(path) if each // 1_000_000 == name]
        assert own == sorted(own)


@pytest.mark.parametrize("padding", [16, 60_000])
def test_a_kill_in_mid_write_loses_nothing_that_was_acknowledged(tmp_path, padding):
    path = tmp_path / "audit.jsonl"
    acknowledged = set()
    for name in range(8):
        out = tmp_path / f"said-{name}"
        with out.open("wb") as said:
            writer = start(path, name, 10**6, padding=padding, rotate_bytes=2_000_000, out=said)
            while not out.stat().st_size:
                assert writer.poll() is None
                time.sleep(0.01)
            time.sleep(0.02 + name / 300)
            writer.send_signal(signal.SIGKILL)
            assert writer.wait(30) == -signal.SIGKILL
        lines = out.read_bytes().splitlines(keepends=True)
        acknowledged |= {name * 1_000_000 + int(n) for n in lines if n.endswith(b"\n")}
        assert verify_log(path, KEYS).problems == []
    written(path, 1)
    report = verify_log(path, KEYS)
    assert report.problems == []
    assert len(acknowledged) > 100
    assert acknowledged <= set(numbers(path))


def test_a_kill_among_other_writers_stops_nobody(tmp_path):
    path = tmp_path / "audit.jsonl"
    one, two = start(path, 1, 3000, rotate_bytes=50_000), start(path, 2, 10**6, padding=30_000)
    time.sleep(1.5)
    two.send_signal(signal.SIGKILL)
    two.wait(30)
    assert one.wait(120) == 0
    assert verify_log(path, KEYS).problems == []
    own = [each for each in numbers(path) if each // 1_000_000 == 1]
    assert own == list(range(1_000_000, 1_003_000))


def test_a_log_that_is_written_to_and_rotated_is_verified_without_alarm(tmp_path):
    path = tmp_path / "audit.jsonl"
    writer = start(path, 1, 10**6, rotate_bytes=20_000)
    while not path.exists():
        time.sleep(0.01)
    try:
        reports = [verify_log(path, KEYS)]
        while len(reports) < 20 or len(kept(path)) < 20:
            reports.append(verify_log(path, KEYS))
    finally:
        writer.kill()
        writer.wait(30)
    assert not any(each.problems for each in reports)
    assert reports[-1].last > reports[0].last
    assert not any("crash" in note for each in reports for note in each.notes)


def test_a_fork_goes_on_with_a_log_of_its_own(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    child = _fork(lambda: [log.write(event(1_000_000 + number)) for number in range(200)])
    for number in range(200):
        log.write(event(2_000_000 + number))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    log.close()
    report = verify_log(path, KEYS)
    assert (report.whole, report.records) == (True, 402)


def test_a_fork_while_a_thread_writes_is_not_stuck(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    stop = threading.Event()

    def write():
        while not stop.is_set():
            log.write(event(1))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(20):
            child = _fork(lambda number=number: log.write(event(number)))
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        thread.join()
    log.close()
    assert verify_log(path, KEYS).whole


def _fork(work):
    """Do something in a fork; as a server's workers do, it ends without the exit handlers."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of threads
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.alarm(60)
        work()
        status = 0
    finally:
        os._exit(status)


def test_at_exit_everything_is_signed(tmp_path):
    path = tmp_path / "audit.jsonl"
    assert start(path, 1, 5).wait(60) == 0
    report = verify_log(path, KEYS)
    assert report.signed == report.last == 6


@pytest.mark.slow
def test_a_million_events(tmp_path, capsys):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS, AuditPlan(rotate_bytes=50_000_000))
    began = time.perf_counter()
    for number in range(1_000_000):
        log.write(event(number))
    wrote = time.perf_counter() - began
    log.close()
    began = time.perf_counter()
    report = verify_log(path, KEYS)
    took = time.perf_counter() - began
    assert (report.whole, report.records) == (True, 1_000_000 + report.segments)
    with capsys.disabled():
        print(f"\nwrote {1e6 / wrote:,.0f} events/s, verified {report.records / took:,.0f}/s")  # noqa: T201
