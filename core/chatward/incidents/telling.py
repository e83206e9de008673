"""Channels: how people are told. None of them is waited for by a chat."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Protocol

import msgspec

from chatward.incidents.calls import CallChannel
from chatward.incidents.entries import ChannelEntry, LogEntry, WebhookEntry
from chatward.incidents.message import Message
from chatward.incidents.not_told import NotTold
from chatward.incidents.playbook import Playbook
from chatward.incidents.recording import LOGGER
from chatward.incidents.webhook import WebhookChannel

_LEVELS = {
    "low": logging.INFO,
    "medium": logging.WARNING,
    "high": logging.ERROR,
    "critical": logging.CRITICAL,
}


class Channel(Protocol):
    """Tells people."""

    def send(self, message: Message) -> None:
        """Send one message; returns once it was taken.

        Raises:
            NotTold: It was not.

        """
        ...


class LogChannel:
    """The standard library's logger ``chatward.incidents``, one JSON line for each message."""

    def send(self, message: Message) -> None:
        """Log the message at the level of its severity."""
        line = msgspec.json.encode(message.fields()).decode()
        logging.getLogger(LOGGER).log(_LEVELS[message.incident.severity], "%s", line)


def open_channels(playbook: Playbook) -> Mapping[str, Channel]:
    """Return the channels of a playbook, ready to send.

    Raises:
        PolicyError: One of them cannot be: a function or secret that is not there, an address that
            must not be used, a package that is missing.

    """
    return {name: _channel(name, entry) for name, entry in playbook.channels.items()}


def sent(channels: Mapping[str, Channel], message: Message) -> str:
    """Send a message to its channel; return why it was not taken, or nothing where it was."""
    channel = channels.get(message.channel)
    if channel is None:
        return "the playbook has no such channel"
    try:
        channel.send(message)
    except NotTold as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 (a channel must not end the thread of all)
        return f"the channel failed: {type(error).__name__}"
    return ""


def _channel(name: str, entry: ChannelEntry) -> Channel:
    if isinstance(entry, LogEntry):
        return LogChannel()
    if isinstance(entry, WebhookEntry):
        return WebhookChannel(name, entry)
    return CallChannel(name, entry.function)
