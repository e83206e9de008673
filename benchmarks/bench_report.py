"""What a report about a long audit log takes: time, and the most memory at any moment."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from results import save

sys.path.append(str(Path(__file__).parent.parent / "tests" / "support"))
from report_logs import DAY, busy_weeks

_COMMAND = (
    "import sys, typer\n"
    "from chatward.cli.audit_report import report\n"
    "app = typer.Typer()\n"
    "app.command()(report)\n"
    "app()\n"
)


def main() -> None:
    """Write a log, report about it in a process of its own, and print what that took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=90)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder) / "audit.jsonl", Path(folder) / "report.html"
        _write(log, options.events, options.days)
        began = time.perf_counter()
        command = [sys.executable, "-c", _COMMAND, str(log), "--out", str(out)]
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - began
        figures = {
            "events": options.events,
            "seconds": round(seconds, 1),
            "events_a_second": round(options.events / seconds),
            "peak_megabytes": _peak_megabytes(),
            "log_megabytes": round(log.stat().st_size / 1e6),
            "page_kilobytes": round(out.stat().st_size / 1e3),
        }
    save("report", figures)
    for name, value in figures.items():
        print(f"{name:18} {value:>12,}")


def _write(log: Path, events: int, days: int) -> None:
    """Write so many events: some weeks as they are, again and again, over so many days."""
    sample = [msgspec.to_builtins(each) for each in busy_weeks(a_day=600)]
    first = min(each["time"] for each in sample)
    step = days * DAY / events
    encode = msgspec.json.Encoder().encode
    with log.open("wb") as file:
        for number in range(events):
            event = sample[number % len(sample)]
            event["time"] = first + number * step
            file.write(encode(event) + b"\n")


def _peak_megabytes() -> int:
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
