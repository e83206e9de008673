"""How well a Rasa bot understands placeholders, with and without twins of its training examples.

Cross-validation over whole wordings: examples that differ only in their values are in the same
fold, so that no wording that is asked for was ever seen. Run it in Rasa's environment:

    .venv-rasa/bin/python benchmarks/rasa_accuracy.py [FOLDER...]
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
import yaml

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")

ROOT = Path(__file__).parents[1]
BOTS = tuple(ROOT / "tests" / "rasa" / "bots" / name for name in ("contact_desk", "service_desk"))
FOLDS = 5
RAW, BARE, TWINS = "what users write", "placeholders, no twins", "placeholders, with twins"
VIEWS = (RAW, BARE, TWINS)
LINE = "chatward_rasa.Guardrails"
IMPORTER = "chatward_rasa.GuardrailsImporter"
ENTITY = re.compile(r"\[([^\]]+)\]\((\w+)\)")
PLACEHOLDER = re.compile(r"[A-Z][A-Z0-9_]*_\d+_[a-z2-7]{8}")


@dataclass(frozen=True)
class Example:
    """One annotated example."""

    intent: str
    written: str

    @property
    def text(self) -> str:
        """The words without annotations."""
        return ENTITY.sub(r"\1", self.written)

    @property
    def wording(self) -> str:
        """The words without values."""
        return PLACEHOLDER.sub("*", ENTITY.sub("*", self.written))

    @property
    def entities(self) -> list[str]:
        """Names of the entities, in order."""
        return sorted(name for _, name in ENTITY.findall(self.written))


@dataclass
class Score:
    """What was right, of how many."""

    asked: int = 0
    intents: int = 0
    asked_values: int = 0
    intents_of_values: int = 0
    entities: int = 0
    entities_found: int = 0

    def add(self, example: Example, parsed: dict[str, Any]) -> None:
        """Count one answer."""
        right = parsed["intent"]["name"] == example.intent
        self.asked += 1
        self.intents += right
        wanted = Counter(example.entities)
        if wanted:
            self.asked_values += 1
            self.intents_of_values += right
            got = Counter({each["entity"]: 1 for each in parsed["entities"]})
            self.entities += sum(wanted.values())
            self.entities_found += sum((wanted & got).values())

    def row(self) -> list[str]:
        """Return the figures as percentages."""
        pairs = (
            (self.intents, self.asked),
            (self.intents_of_values, self.asked_values),
            (self.entities_found, self.entities),
        )
        return [f"{100 * right / total:.1f}" if total else "-" for right, total in pairs]


def main() -> None:
    """Print a table for each bot."""
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    folders = [Path(each) for each in sys.argv[1:]] or list(BOTS)
    for folder in folders:
        examples, rest = read(folder)
        print(f"\n{folder.name}: {len(examples)} examples, {FOLDS} folds over wordings")
        print(f"{'NLU reads':32}{'intents %':>10}{'with values %':>15}{'entities %':>12}")
        for name in VIEWS:
            row = cross_validated(folder, examples, rest, name).row()
            print(f"{name:32}{row[0]:>10}{row[1]:>15}{row[2]:>12}", flush=True)


def read(folder: Path) -> tuple[list[Example], list[dict[str, Any]]]:
    """Return a bot's examples, and what else its NLU data say; hand-made placeholders left out."""
    examples, rest = [], []
    files = sorted((folder / "data").glob("nlu*.yml"))
    for item in (each for path in files for each in yaml.safe_load(path.read_text("utf-8"))["nlu"]):
        if "intent" not in item:
            rest.append(item)
            continue
        lines = [line[2:] for line in item["examples"].splitlines()]
        examples += [Example(item["intent"], line) for line in lines]
    return [each for each in examples if not PLACEHOLDER.search(each.written)], rest


def cross_validated(
    folder: Path, examples: list[Example], rest: list[dict[str, Any]], view: str
) -> Score:
    """Train on all folds but one, ask for that one; each in turn."""
    score = Score()
    for train, test in folds(examples):
        with tempfile.TemporaryDirectory() as place:
            agent = trained(folder, train, rest, view, Path(place))
            for number, example in enumerate(test):
                score.add(example, asyncio.run(parse(agent, example.text, f"user {number}")))
    return score


def folds(examples: list[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """Return examples to train on and to ask for, every intent in every fold if it can be."""
    by_intent: dict[str, list[str]] = {}
    for each in examples:
        wordings = by_intent.setdefault(each.intent, [])
        if each.wording not in wordings:
            wordings.append(each.wording)
    place: dict[tuple[str, str], int] = {}
    chance = random.Random(7)
    for intent, wordings in by_intent.items():
        chance.shuffle(wordings)
        place.update({(intent, wording): n % FOLDS for n, wording in enumerate(wordings)})
    for fold in range(FOLDS):
        inside = [each for each in examples if place[each.intent, each.wording] == fold]
        yield [each for each in examples if place[each.intent, each.wording] != fold], inside


def trained(
    folder: Path,
    train: list[Example],
    rest: list[dict[str, Any]],
    view: str,
    place: Path,
) -> Any:
    """Train the bot's pipeline on some examples; return it as an agent."""
    os.environ["RASA_CACHE_DIRECTORY"] = str(place / "cache")
    from rasa.core.agent import Agent  # noqa: PLC0415 (slow, and only in Rasa's environment)
    from rasa.model_training import train_nlu  # noqa: PLC0415

    config = yaml.safe_load((folder / "config.yml").read_text("utf-8"))
    config["importers"] = [{"name": IMPORTER, "placeholders": view == TWINS}]
    # The line without its options: what is measured is the shipped policy and placeholders.
    config["pipeline"] = [each for each in config["pipeline"] if each["name"] != LINE]
    if view == RAW:
        del config["importers"]
    else:
        config["pipeline"].append({"name": LINE})
    del config["policies"]
    (place / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    by_intent: dict[str, list[str]] = {}
    for each in train:
        by_intent.setdefault(each.intent, []).append(f"- {each.written}")
    nlu = [{"intent": i, "examples": "\n".join(lines)} for i, lines in by_intent.items()]
    data = {"version": "3.1", "nlu": [*nlu, *rest]}
    (place / "nlu.yml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        model = train_nlu(str(place / "config.yml"), str(place / "nlu.yml"), str(place / "models"))
    return Agent.load(model)


async def parse(agent: Any, text: str, sender: str) -> dict[str, Any]:
    """Return what the bot understands, by the way that a message takes."""
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415 (as above)

    message = UserMessage(text, sender_id=sender)
    parsed: dict[str, Any] = await agent.processor.parse_message(message)
    return parsed


if __name__ == "__main__":
    main()
