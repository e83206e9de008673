"""Channels that somebody wrote for his own bot."""

from __future__ import annotations

from rasa.core.channels.channel import InputChannel, OutputChannel
from sanic import Blueprint


class KeepingOutput(OutputChannel):
    """Keeps what it is to send, and says what became of it, as Rasa Pro's channels do."""

    def __init__(self):
        self.sent = []

    @classmethod
    def name(cls):
        return "probe"

    async def send_response(self, recipient_id, message):
        self.sent.append((recipient_id, dict(message)))
        return f"delivered {len(self.sent)}"


class ProbeInput(InputChannel):
    """A channel without a network: its handler is called by hand."""

    def __init__(self, colour="none"):
        self.colour = colour
        self.output = KeepingOutput()

    @classmethod
    def name(cls):
        return "probe"

    @classmethod
    def from_credentials(cls, credentials):
        return cls(**(credentials or {}))

    def blueprint(self, on_new_message):
        self.on_new_message = on_new_message
        return Blueprint("probe", __name__)

    def get_output_channel(self):
        return self.output


class StubbornInput(ProbeInput):
    """Its author wrote the class's own name where `cls` was meant."""

    @classmethod
    def from_credentials(cls, credentials):
        return StubbornInput(**(credentials or {}))


class NoChannel:
    """Something else."""
