"""What Chatward adds to a Rasa bot: a message, the tracker store, long talks, training, start.

Each variant is one process with one `Agent.load`, and gets the same message by turns, so that what
else the machine does falls on all of them alike. Messages are in processor time, which a busy
machine does not stretch; training and start are in wall time. Run it in Rasa's environment:

    .venv-rasa/bin/python benchmarks/bench_rasa.py [--rounds 200] [--turns 120] [--trainings 2]
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa_variants import CONFIGS, MARK, VARIANTS, prepare
from results import save

HERE = Path(__file__).parent
TEXTS = (
    "hello",
    "thank you",
    "thank you, kim.planted@example.org",
    "hello 4111 1111 1111 1111",
)
ENVIRONMENT = {
    **os.environ,
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "CHATWARD_MASTER_KEY": base64.b64encode(b"k" * 32).decode(),
}

Figures = dict[str, float]


@dataclass
class Bot:
    """One variant, loaded in a process of its own."""

    name: str
    process: subprocess.Popen[str]
    started_s: float = 0.0
    took: list[dict[str, float]] = field(default_factory=list)

    def say(self, text: str, sender: str) -> dict[str, float]:
        """Send a message; return processor milliseconds of all of it and of the store."""
        answer = self._ask({"text": text, "sender": sender})
        self.took.append(answer)
        return answer

    def memory_mb(self) -> float:
        """Return the resident memory of the process."""
        return float(self._ask({"memory": True})["memory_mb"])

    def _ask(self, question: dict[str, Any]) -> dict[str, float]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return answer_of(self.process)


def answer_of(process: subprocess.Popen[str]) -> dict[str, float]:
    """Return the next answer; what libraries print in between is left out."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith(MARK):
            answer: dict[str, float] = json.loads(line[len(MARK) :])
            return answer
    raise SystemExit("a bot has ended")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200, help="messages for each variant")
    parser.add_argument("--turns", type=int, default=120, help="length of the long conversation")
    parser.add_argument("--models", type=Path, help="folder of trained bots; they are not trained")
    parser.add_argument("--trainings", type=int, default=2)
    parser.add_argument("--starts", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = options.models or Path(place)
        figures = {} if options.models else trainings(folder, options.trainings)
        figures |= starts(folder, options.starts)
        with ExitStack() as stack:
            bots = [stack.enter_context(running(folder, name)) for name in VARIANTS]
            figures |= messages(bots, options.rounds)
            figures |= long_talks(bots, options.turns)
            figures |= {f"memory, {bot.name}, MB": bot.memory_mb() for bot in bots}
    save("rasa", figures)
    for name, value in figures.items():
        print(f"{name:58}{value:10.2f}")


def trainings(folder: Path, count: int) -> Figures:
    """Train each configuration from nothing, by turns."""
    took: dict[str, list[float]] = {name: [] for name in CONFIGS}
    for number in range(count):
        for name in CONFIGS:
            bot = folder / name
            if not bot.exists():
                prepare(bot, name)
            began = time.perf_counter()
            train(bot, bot / f"cache-{number}")
            took[name].append(time.perf_counter() - began)
    return {f"training, {name}, s": min(times) for name, times in took.items()}


def train(bot: Path, cache: Path) -> None:
    """Train a bot."""
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "bot"]
    environment = {**ENVIRONMENT, "RASA_CACHE_DIRECTORY": str(cache)}
    run = subprocess.run(command, cwd=bot, env=environment, capture_output=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr.decode()[-2000:])
    shutil.rmtree(cache, ignore_errors=True)


def starts(folder: Path, count: int) -> Figures:
    """Load the bare and the guarded model, by turns."""
    took: dict[str, list[float]] = {"bare": [], "line": []}
    for _ in range(count):
        for name, times in took.items():
            with running(folder, name) as bot:
                times.append(bot.started_s)
    return {f"import and load, {name}, s": min(times) for name, times in took.items()}


@contextmanager
def running(folder: Path, name: str) -> Iterator[Bot]:
    """Run a variant in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(HERE / "rasa_variants.py"), name],
        cwd=folder / VARIANTS[name].config,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        answer_of(process)
        yield Bot(name, process, time.perf_counter() - began)
    finally:
        process.kill()
        process.wait()


def messages(bots: list[Bot], rounds: int) -> Figures:
    """Measure messages of many short conversations."""
    for bot in bots:
        bot.say(TEXTS[2], "warm")
        bot.took.clear()
    for number in range(rounds):
        for bot in bots:
            bot.say(TEXTS[number % len(TEXTS)], f"short {number // len(TEXTS)}")
    figures: Figures = {}
    for bot in bots:
        for part in ("all", "save", "retrieve"):
            times = [each[f"{part}_ms"] for each in bot.took]
            figures[f"message, {bot.name}, {part}, p50 ms"] = statistics.median(times)
            figures[f"message, {bot.name}, {part}, p90 ms"] = statistics.quantiles(times, n=10)[-1]
    return figures | added(bots)


def added(bots: list[Bot]) -> Figures:
    """Return what a message costs more, message by message."""
    by_name = {bot.name: bot.took for bot in bots}
    pairs = (("line", "bare"), ("store", "bare on disk"))
    figures: Figures = {}
    for guarded, bare in pairs:
        more = [
            {key: one[key] - other[key] for key in one}
            for one, other in zip(by_name[guarded], by_name[bare], strict=True)
        ]
        store = sorted(each["save_ms"] + each["retrieve_ms"] for each in more)
        graph = sorted(each["all_ms"] for each in more)
        figures[f"added by {guarded}, p50 ms"] = statistics.median(graph)
        figures[f"added by {guarded}, p90 ms"] = statistics.quantiles(graph, n=10)[-1]
        figures[f"added by {guarded}, tracker store alone, p50 ms"] = statistics.median(store)
    return figures


def long_talks(bots: list[Bot], turns: int) -> Figures:
    """Measure the turns of one long conversation."""
    for bot in bots:
        bot.took.clear()
    for turn in range(turns):
        for bot in bots:
            bot.say(TEXTS[turn % len(TEXTS)], "long")
    figures = {}
    for at in (10, turns // 2, turns):
        for bot in bots:
            near = bot.took[max(0, at - 10) : at]
            figures[f"turn {at}, {bot.name}, ms"] = statistics.median(x["all_ms"] for x in near)
            store = statistics.median(x["save_ms"] + x["retrieve_ms"] for x in near)
            figures[f"turn {at}, {bot.name}, tracker store, ms"] = store
    return figures


if __name__ == "__main__":
    main()
