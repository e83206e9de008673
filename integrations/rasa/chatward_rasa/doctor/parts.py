"""Whether a bot without hooks has every part that must be guarded in their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.results import Result, error, ok

_CHANNELS = "chatward_rasa.channels."
_KEEPS = {
    "tracker_store": "GuardedTrackerStore",
    "event_broker": "GuardedEventBroker",
    "nlg": "GuardedNLG",
}


def check_parts(bot: Bot) -> Iterator[Result]:
    """Check, where the line says `hooks: false`, what does the hooks' work."""
    if bot.option("hooks", default=True) is not False:
        return
    open_channels = sorted(
        str(name) for name in bot.credentials or {} if not str(name).startswith(_CHANNELS)
    )
    bare = [
        name for name, ours in _KEEPS.items() if _is_bare((bot.endpoints or {}).get(name), ours)
    ]
    for name in open_channels:
        yield error(
            "parts", f"credentials.yml: {name!r} is not guarded, and there are no hooks: its "
            f"messages come in as they are. Put {_CHANNELS}RestInput or the like in its place."
        )  # fmt: skip
    for name in bare:
        yield error(
            "parts", f"endpoints.yml: {name!r} is not guarded, and there are no hooks: put "
            f"`type: chatward_rasa.{_KEEPS[name]}` there, with your block inside."
        )  # fmt: skip
    if not open_channels and not bare:
        yield ok("parts", "there are no hooks; channels and what keeps or tells texts are guarded.")


def _is_bare(block: Any, ours: str) -> bool:
    kind = str(block.get("type")) if isinstance(block, dict) else ""
    return isinstance(block, dict) and not (
        kind.startswith("chatward_rasa.") and kind.endswith(f".{ours}")
    )
