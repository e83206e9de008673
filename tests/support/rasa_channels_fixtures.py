"""The bot behind guarded channels, trained once and served for all that ask for it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from rasa_channels_parts import BOT, ChannelBot, bot_folder, serving_vendor, start_training

CREDENTIALS = """
chatward_rasa.channels.RestInput:
chatward_rasa.channels.CallbackInput:
  url: VENDOR/callback
chatward_rasa.channels.SocketIOInput:
  chatward: {client_metadata: drop}
chatward_rasa.channels.GuardedChannel:
  channel: local_twilio.LocalTwilio
  account_sid: AC123
  auth_token: made-up
  twilio_number: "+15005550006"
"""

ENDPOINTS = """
action_endpoint: {url: "http://127.0.0.1:ACTIONS/webhook"}
tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}
event_broker: {type: file, path: events.log}
"""


LINE = "chatward_rasa.Guardrails\n"

EXPLICIT_ENDPOINTS = """
action_endpoint: {url: "http://127.0.0.1:ACTIONS/webhook"}
tracker_store:
  type: chatward_rasa.GuardedTrackerStore
  policy: chatward.yml
  restore: false
  store: {type: SQL, dialect: sqlite, db: tracker.db}
event_broker:
  type: chatward_rasa.GuardedEventBroker
  policy: chatward.yml
  broker: {type: file, path: events.log}
nlg: {type: chatward_rasa.GuardedNLG, policy: chatward.yml}
"""


@pytest.fixture(scope="session")
def channel_bot(tmp_path_factory):
    """The contact desk with Chatward's line and guarded channels, a store on disk, running."""
    options = "  policy: chatward.yml\n  role_key: staff_role\n"
    with serving(tmp_path_factory.mktemp("channels"), options, ENDPOINTS) as bot:
        yield bot


@pytest.fixture(scope="session")
def explicit_bot(tmp_path_factory):
    """The same without Rasa's plugin hooks, and everything else guarded."""
    options = "  policy: chatward.yml\n  hooks: false\n"
    with serving(tmp_path_factory.mktemp("explicit"), options, EXPLICIT_ENDPOINTS) as bot:
        yield bot


@contextmanager
def serving(folder, options, endpoints):
    with serving_vendor() as vendor:
        made = bot_folder(
            folder / "bot",
            config=(BOT / "config.yml").read_text().replace(LINE, LINE + options),
            credentials=CREDENTIALS.replace("VENDOR", vendor.url),
            endpoints=endpoints,
        )
        bot = ChannelBot(made, vendor)
        assert start_training(bot).wait() == 0, (made / "train.log").read_text()[-3000:]
        try:
            bot.start()
            yield bot
        finally:
            bot.stop()
