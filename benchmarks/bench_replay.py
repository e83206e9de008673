"""How many recorded decisions a second are decided again, and what a shadow costs a decision.

The log is made of real decisions about chat texts, some with personal data and some attacks,
repeated until there are enough lines.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass, field

import msgspec
from results import save
from rich.console import Console
from rich.table import Table
from texts import ADVERSARIAL, CHAT, CLEAN, MIXED
from timing import median_micros

from chatward import Guard, load_profile
from chatward.audit.event import AuditEvent
from chatward.audit.log import Event
from chatward.detectors import FAMILIES
from chatward.replay.log import Comparison, compare
from chatward.replay.replaying import Replayer
from chatward.replay.shadowing import Shadow

ORIGINS = ("user", "model", "tool", "history")
ROUNDS = 3


@dataclass
class Kept:
    """An audit log that keeps the events of decisions."""

    events: list[AuditEvent] = field(default_factory=list[AuditEvent])

    def write(self, event: Event) -> None:
        """Keep an event."""
        if isinstance(event, AuditEvent):
            self.events.append(event)


class Nowhere:
    """An audit log that keeps nothing."""

    def write(self, event: Event) -> None:
        """Drop an event."""


def main() -> None:
    """Print the table and save its figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=200_000)
    wanted: int = parser.parse_args().lines
    events = _events()
    lines = [msgspec.json.encode(event) for event in events]
    log = [lines[number % len(lines)] for number in range(wanted)]
    policy = load_profile("strict")
    replayer = Replayer(policy, FAMILIES)
    seconds, found = min((_timed(log, replayer) for _ in range(ROUNDS)), key=lambda each: each[0])
    shadow = Shadow(Nowhere(), policy, FAMILIES, time.time)
    figures = {
        "events": float(found.decisions),
        "bytes an event": sum(map(len, log)) / len(log),
        "changed": float(found.changed),
        "events a second": found.decisions / seconds,
        "shadow, us a decision": _shadow_micros(shadow, events),
    }
    save("replay", figures)
    table = Table("", "figure", title="Replay of a log of `balanced` by `strict`, one core")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,.1f}")
    Console().print(table)


def _events() -> list[AuditEvent]:
    kept, chance = Kept(), random.Random(8)
    guard = Guard(audit=kept)
    texts = [CHAT, *CLEAN.values(), *MIXED.values(), *ADVERSARIAL.values()]
    for number in range(500):
        # Nine ordinary messages to one with something in it, as in a log of a bot.
        text = chance.choice(texts)[:400] if number % 10 == 0 else "Where is my parcel, please?"
        guard.inspect(text, origin=chance.choice(ORIGINS), conversation=f"c{number % 40}")
    return kept.events


def _timed(log: list[bytes], replayer: Replayer) -> tuple[float, Comparison]:
    """Return seconds of CPU time, and what was counted."""
    began = time.process_time()
    found = compare(log, replayer)
    return time.process_time() - began, found


def _shadow_micros(shadow: Shadow, events: list[AuditEvent]) -> float:
    def work() -> None:
        for event in events:
            shadow.write(event)

    return median_micros(work) / len(events)


if __name__ == "__main__":
    main()
