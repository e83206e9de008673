from __future__ import annotations

import asyncio
import copy

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel

from chatward import Guard
from chatward_rasa.answers import GuardedSend, guard_answers
from chatward_rasa.options import Options

KEY = "AKIAQYLPMN5HHHFPZAM2"
PROTECTED = "The launch is called Heron and nobody outside the team may hear of it before spring."


class BrokenGuard(Guard):
    """A guard whose every decision fails."""

    async def ainspect(self, text, **_):
        raise RuntimeError(text)


def guarded_channel(guard, options=None):
    channel = CollectingOutputChannel()
    guard_answers(channel, guard, options or Options())
    return channel


async def sent(channel, message, recipient="anna"):
    await channel.send_response(recipient, message)
    return channel.messages


async def test_foreign_addresses_and_keys_do_not_go_out(guard):
    channel = guarded_channel(guard)

    messages = await sent(channel, {"text": f"Ask ops@corp.example, key {KEY}."})

    assert messages == [
        {"recipient_id": "anna", "text": "Ask <EMAIL_ADDRESS>, key <AWS_ACCESS_KEY>."}
    ]


async def test_the_users_own_values_come_back_to_him_and_to_nobody_else(guard):
    text = guard.inspect("anna@example.org", origin="user", conversation="anna").text
    channel = guarded_channel(guard)

    await sent(channel, {"text": text})
    await sent(channel, {"text": text}, recipient="mallory")

    assert [message["text"] for message in channel.messages] == ["anna@example.org", text]


async def test_everything_in_a_message_is_looked_at_not_only_its_text(guard):
    channel = guarded_channel(guard)
    message = {
        "text": "Choose",
        "buttons": [{"title": "ops@corp.example", "payload": '/ask{"mail": "ops@corp.example"}'}],
        "custom": {"blocks": [{"text": {"text": f"key {KEY}"}}]},
    }

    shown = str(await sent(channel, message))

    assert "ops@corp.example" not in shown
    assert KEY not in shown


async def test_the_event_that_rasa_stores_is_not_changed_by_what_is_shown(guard):
    text = guard.inspect("anna@example.org", origin="user", conversation="anna").text
    message = {"text": text, "buttons": [{"title": text, "payload": "/x"}]}
    buttons = message["buttons"]
    before = copy.deepcopy(buttons)

    await sent(guarded_channel(guard), message)

    assert buttons == before


async def test_a_text_that_must_not_come_out_gives_a_refusal_alone(tmp_path):
    policy = tmp_path / "secret.yml"
    policy.write_text(f"extends: balanced\nprotected: ['{PROTECTED}']\n")
    guard = Guard.from_policy(policy)

    for message in (
        {"text": PROTECTED, "buttons": [{"title": "More", "payload": "/more"}]},
        {"text": "Look:", "custom": {"note": PROTECTED}},
    ):
        messages = await sent(guarded_channel(guard), message)
        assert messages == [{"recipient_id": "anna", "text": guard.policy.refusal}]


async def test_a_channel_is_wrapped_once_and_keeps_its_type(guard):
    channel = guarded_channel(guard)
    guard_answers(channel, guard, Options())

    assert isinstance(channel, CollectingOutputChannel)
    assert isinstance(channel.send_response, GuardedSend)
    assert not isinstance(channel.send_response.send, GuardedSend)


async def test_an_answer_is_one_audit_event_and_its_clean_parts_are_none(guard, audit):
    message = {"text": "Choose", "buttons": [{"title": "One", "payload": "/one"}]}

    await sent(guarded_channel(guard), message)

    assert [(event["door"], event["origin"]) for event in audit] == [("rasa", "model")]


async def test_without_redact_output_only_the_users_own_values_are_put_back(guard):
    text = guard.inspect("anna@example.org", origin="user", conversation="anna").text
    channel = guarded_channel(guard, Options(redact_output=False))

    messages = await sent(channel, {"text": f"{text} and ops@corp.example"})

    assert messages[0]["text"] == "anna@example.org and ops@corp.example"


@pytest.mark.parametrize(
    ("on_error", "shown"), [("block", "I cannot help with that."), ("allow", "Hello")]
)
async def test_a_failure_of_chatward_follows_on_error(on_error, shown):
    channel = guarded_channel(BrokenGuard(), Options(on_error=on_error))

    assert (await sent(channel, {"text": "Hello"}))[0]["text"] == shown


async def test_what_the_channel_returns_is_handed_back(guard):
    class Delivering(CollectingOutputChannel):
        async def send_response(self, recipient_id, message):
            await super().send_response(recipient_id, message)
            return "delivered"

    channel = Delivering()
    guard_answers(channel, guard, Options())

    assert await channel.send_response("anna", {"text": "Hello"}) == "delivered"


async def test_where_the_bot_cannot_answer_a_refusal_it_is_said_alone_to_that_user_only(guard):
    channel = guarded_channel(guard)
    channel.send_response.refuse("mallory", guard.policy.refusal)

    await sent(channel, {"text": "What was that?"}, recipient="mallory")
    await sent(channel, {"text": "Hello"}, recipient="kim")
    channel.send_response.listen("mallory")
    await sent(channel, {"text": "Hello again"}, recipient="mallory")

    assert [(message["recipient_id"], message["text"]) for message in channel.messages] == [
        ("mallory", guard.policy.refusal),
        ("kim", "Hello"),
        ("mallory", "Hello again"),
    ]


async def test_a_channel_that_has_to_wait_gets_that_refusal_too(guard):
    class Slow(OutputChannel):
        said = ()

        async def send_text_message(self, recipient_id, text, **_):
            await asyncio.sleep(0)
            self.said = (recipient_id, text)

    channel = Slow()
    guard_answers(channel, guard, Options()).refuse("mallory", guard.policy.refusal)
    await asyncio.sleep(0.01)

    assert channel.said == ("mallory", guard.policy.refusal)


def test_a_channel_gets_the_options_of_the_model_loaded_last(guard):
    channel = guarded_channel(guard)
    first = channel.send_response

    assert guard_answers(channel, guard, Options()) is first
    second = guard_answers(channel, guard, Options(redact_output=False))
    assert channel.send_response is second
    assert second.send is first.send


async def test_an_answer_without_words_is_looked_at_and_restored(guard):
    own = guard.inspect("anna@example.org", origin="user", conversation="anna").text
    channel = guarded_channel(guard)

    messages = await sent(channel, {"custom": {"to": own, "cc": "ops@corp.example"}})

    assert messages[0]["custom"] == {"to": "anna@example.org", "cc": "<EMAIL_ADDRESS>"}


async def test_to_nobody_in_particular_nothing_is_restored(guard):
    own = guard.inspect("anna@example.org", origin="user", conversation="default").text

    messages = await sent(guarded_channel(guard), {"text": own}, recipient="default")

    assert messages[0]["text"] == own


async def test_a_collecting_channel_that_has_to_wait_after_all_is_an_error(guard):
    class Slow(CollectingOutputChannel):
        async def send_response(self, recipient_id, message):
            await asyncio.sleep(1)

    channel = Slow()

    with pytest.raises(RuntimeError):
        guard_answers(channel, guard, Options()).refuse("mallory", guard.policy.refusal)
