"""What an audit event costs the thread that decides, and how quickly a log is verified.

Every sink has a function of its own that returns figures by the name of a row. Wall time, because
the disk is in it; half of all events are quicker than "half", and one in a hundred is slower than
the "hundredth".
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from results import save
from rich.console import Console
from rich.table import Table

from chatward import Guard, Keyring
from chatward.audit.log import AuditLog, Event, FileAudit
from chatward.audit.recorder import Recorder
from chatward.audit.regulations import regulations
from chatward.audit.signed_file import SignedFile
from chatward.audit.verify import verify_log
from chatward.decision import PYTHON
from chatward.passage import passage_of
from chatward.policy.model import AuditPlan

KEYS = Keyring(b"k" * 32)
TALK = "Where is my parcel? Please mail anna@example.org, it was to come on Tuesday."
THREADS = PROCESSES = 8
Figures = dict[str, dict[str, float]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the logs are written; a disk, not RAM")
    options = parser.parse_args()
    figures: Figures = building(options.events)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        figures |= plain_file(Path(folder), options.events)
        figures |= signed_file(Path(folder), options.events)
    save("audit", figures)
    _show(figures)


def building(events: int) -> Figures:
    """Measure what turns a decision into its event, before any log sees it."""
    guard = Guard(keys=KEYS)
    decision = guard.inspect(TALK, origin="user", conversation="c")
    tags = regulations(guard.families, guard.policy.regulations)
    recorder = Recorder(guard.policy, KEYS, tags)
    passage = passage_of(TALK, "user", "c")
    key = guard.review.memory.open("c").key
    took: list[float] = []
    for _ in range(events):
        began = time.perf_counter()
        recorder.describe(decision, passage, door=PYTHON, key=key, now=0.0, duration_micros=0)
        took.append(time.perf_counter() - began)
    return {"building it": _row(took, events / sum(took))}


def plain_file(folder: Path, events: int) -> Figures:
    """Measure a file of JSON lines without keys."""
    return {
        "file": _one_thread(FileAudit(folder / "plain"), events),
        "file, fsync": _one_thread(FileAudit(folder / "synced", fsync=True), events // 100),
    }


def signed_file(folder: Path, events: int) -> Figures:
    """Measure the chained and signed file."""
    path, synced = folder / "signed", AuditPlan(fsync=True)
    log = SignedFile(path, KEYS)
    figures = {"signed": _one_thread(log, events)}
    log.close()
    figures["signed, verified"] = _verified(path)
    threads = SignedFile(folder / "threads", KEYS)
    figures[f"signed, {THREADS} threads"] = _threads(threads, events // THREADS)
    threads.close()
    figures[f"signed, {PROCESSES} processes"] = _processes(folder / "many", events // PROCESSES)
    log = SignedFile(folder / "signed-synced", KEYS, synced)
    figures["signed, fsync"] = _one_thread(log, events // 100)
    log.close()
    return figures


def sample_event() -> Event:
    """Return what a guard writes about a text with one finding."""
    kept: list[Event] = []
    Guard(keys=KEYS, audit=_Kept(kept)).inspect(TALK, origin="user", conversation="c")
    return kept[0]


class _Kept:
    def __init__(self, kept: list[Event]) -> None:
        self._kept = kept

    def write(self, event: Event) -> None:
        self._kept.append(event)


def _one_thread(log: AuditLog, events: int) -> dict[str, float]:
    event = sample_event()
    for _ in range(min(events, 200)):
        log.write(event)
    took = _times(log, event, events)
    return _row(took, events / sum(took))


def _threads(log: AuditLog, events: int) -> dict[str, float]:
    event, took = sample_event(), list[float]()
    running = [
        threading.Thread(target=lambda: took.extend(_times(log, event, events)))
        for _ in range(THREADS)
    ]
    began = time.perf_counter()
    for each in running:
        each.start()
    for each in running:
        each.join()
    return _row(took, len(took) / (time.perf_counter() - began))


def _processes(path: Path, events: int) -> dict[str, float]:
    program = [sys.executable, __file__, "worker", str(path), str(events)]
    running = [
        subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    said = [[float(each) for each in one.communicate()[0].split()] for one in running]
    half = statistics.median(row[0] for row in said)
    hundredth = statistics.median(row[1] for row in said)
    return {"half": half, "hundredth": hundredth, "events/s": sum(row[2] for row in said)}


def work(path: str, events: int) -> None:
    """Be one of several processes; print what an event took."""
    log = SignedFile(path, KEYS)
    figures = _one_thread(log, events)
    log.close()
    print(*figures.values())


def _verified(path: Path) -> dict[str, float]:
    began = time.process_time()
    report = verify_log(path, KEYS)
    return {"events/s": report.records / (time.process_time() - began)}


def _times(log: AuditLog, event: Event, events: int) -> list[float]:
    took: list[float] = []
    for _ in range(events):
        began = time.perf_counter()
        log.write(event)
        took.append(time.perf_counter() - began)
    return took


def _row(took: list[float], rate: float) -> dict[str, float]:
    took.sort()
    half, hundredth = took[len(took) // 2], took[len(took) * 99 // 100]
    return {"half": half * 1e6, "hundredth": hundredth * 1e6, "events/s": rate}


def _show(figures: Figures) -> None:
    columns = ("half", "hundredth", "events/s")
    table = Table("us, wall time", *columns, title=f"{os.cpu_count()} processors")
    for name, row in figures.items():
        table.add_row(name, *(f"{row[each]:,.1f}" if each in row else "-" for each in columns))
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        work(sys.argv[2], int(sys.argv[3]))
    else:
        main()
