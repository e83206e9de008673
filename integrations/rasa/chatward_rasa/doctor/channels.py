"""credentials.yml: which channels there are, and whether a client can claim a role there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.places import class_at, importing_from
from chatward_rasa.doctor.results import Result, error, ok

# Rasa's channels that pass on `metadata` as the client wrote it, and their guarded classes.
_CLIENTS_METADATA = {"rest": "RestInput", "socketio": "SocketIOInput", "callback": "CallbackInput"}
_OURS = "chatward_rasa.channels."
_BUILT_IN = frozenset(
    {
        *("botframework", "callback", "cmdline", "facebook", "hangouts", "mattermost", "rasa"),
        *("rest", "rocketchat", "slack", "socketio", "telegram", "twilio", "twilio_voice", "webex"),
    }
)


def check_channels(bot: Bot) -> Iterator[Result]:
    """Check that the channels can be imported, and that none lets clients name their role."""
    if bot.credentials is None:
        yield error("channels", "credentials.yml is no YAML mapping.")
        return
    with importing_from(bot.folder):
        for name, block in sorted((str(key), value) for key, value in bot.credentials.items()):
            yield from _check_channel(name, block)
    yield from check_roles(bot)


def check_roles(bot: Bot) -> Iterator[Result]:
    """Check that no channel lets clients name their role."""
    key = bot.option("role_key", None)
    if not key:
        return
    claimed = sorted(
        str(name) for name, block in (bot.credentials or {}).items() if _takes_roles(name, block)
    )
    if claimed:
        yield error(
            "roles",
            f"role_key is set, and {', '.join(claimed)} hands over metadata as the client wrote "
            f"it, so anybody can claim a role: put {_OURS}RestInput or the like in its place.",
        )
    else:
        yield ok("roles", "no channel that is switched on takes roles from clients.")


def _check_channel(name: str, block: Any) -> Iterator[Result]:
    if name in _BUILT_IN:
        return
    paths = [name]
    if name.startswith(f"{_OURS}GuardedChannel"):
        paths.append(str(block.get("channel")) if isinstance(block, dict) else "")
    for path in paths:
        found = class_at(path)
        if isinstance(found, str):
            yield error(
                "channels",
                f"credentials.yml, {path!r}: cannot be imported ({found}); Rasa would not start.",
            )
        elif not hasattr(found, "from_credentials"):
            yield error("channels", f"credentials.yml, {path!r}: is no input channel.")


def _takes_roles(name: Any, block: Any) -> bool:
    """Tell whether a channel hands over a client's metadata with whatever role it names."""
    if name in _CLIENTS_METADATA:
        return True
    own = str(name).removeprefix(_OURS)
    if own == str(name) or own not in {*_CLIENTS_METADATA, *_CLIENTS_METADATA.values()}:
        return False
    options = block.get("chatward") if isinstance(block, dict) else None
    return isinstance(options, dict) and options.get("client_metadata") == "trust"
