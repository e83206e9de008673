"""The bots that `bench_rasa.py` compares, and the process that each of them runs in.

Reads a JSON line with a message, answers with a JSON line of times.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOT = Path(__file__).parents[1] / "examples" / "rasa_bot"
LINE = "- name: chatward_rasa.Guardrails\n\npolicies:"
MARK = "answer: "
"""Before every answer: libraries print to the same output."""

# It would call the action server, and that is none of what is measured.
FALLBACK = "- name: FallbackClassifier\n  threshold: 0.3\n"
CONFIGS = ("bare", "line", "store")


@dataclass(frozen=True)
class Variant:
    """One bot.

    Attributes:
        config: Which configuration its model is trained with.
        endpoints: File with its stores; None = in memory.

    """

    config: str
    endpoints: str | None


VARIANTS = {
    "bare": Variant("bare", None),
    "line": Variant("line", None),
    "bare on disk": Variant("bare", "endpoints_unguarded.yml"),
    "store": Variant("store", "endpoints.yml"),
}


def prepare(folder: Path, config: str) -> None:
    """Write a bot of a configuration into a folder."""
    left = shutil.ignore_patterns("models", ".rasa", "*.db*", "__pycache__")
    shutil.copytree(BOT, folder, ignore=left)
    name = "config.yml" if config == "store" else "config_unguarded.yml"
    chosen = (BOT / name).read_text("utf-8").replace(FALLBACK, "")
    if config == "line":
        chosen = chosen.replace("policies:", LINE)
    (folder / "config.yml").write_text(chosen, "utf-8")


async def serve(variant: Variant) -> None:
    """Load the bot, then answer until the input ends."""
    agent = await loaded(variant)
    clocks = {name: Clock(agent.processor.tracker_store, name) for name in ("save", "retrieve")}
    tell({"ready": 1})
    for line in sys.stdin:
        asked = json.loads(line)
        if "memory" in asked:
            tell({"memory_mb": resident_mb()})
            continue
        for clock in clocks.values():
            clock.ms = 0.0
        began = time.process_time()
        await agent.handle_text(asked["text"], sender_id=asked["sender"])
        took = {"all_ms": (time.process_time() - began) * 1e3}
        took |= {f"{name}_ms": clock.ms for name, clock in clocks.items()}
        tell(took)


def tell(answer: dict[str, float]) -> None:
    """Answer with a line."""
    print(MARK + json.dumps(answer), flush=True)


async def loaded(variant: Variant) -> Any:
    """Return the bot; logs are off, as their redaction is none of the graph's cost."""
    from rasa.core.agent import load_agent  # noqa: PLC0415 (takes seconds, and is measured)
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    logging.disable(logging.WARNING)
    configure_structlog(logging.ERROR)
    endpoints = AvailableEndpoints.read_endpoints(variant.endpoints or "none.yml")
    agent = await load_agent(model_path="models/bot.tar.gz", endpoints=endpoints)
    if not agent.is_ready():
        raise SystemExit("the model could not be loaded")
    return agent


class Clock:
    """Takes the processor time of one method of an object."""

    def __init__(self, owner: Any, name: str) -> None:
        self.ms = 0.0
        self._method = getattr(owner, name)
        setattr(owner, name, self)

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the method."""
        began = time.process_time()
        try:
            return await self._method(*arguments, **named)
        finally:
            self.ms += (time.process_time() - began) * 1e3


def resident_mb() -> float:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    asyncio.run(serve(VARIANTS[sys.argv[1]]))
