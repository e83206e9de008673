"""What Chatward is built on is there in Rasa Pro, and fits: imports, signatures, small calls."""

from __future__ import annotations

import inspect

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.core.channels import BUILTIN_CHANNELS
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.run import _create_single_channel
from rasa.core.tracker_stores.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import EndpointConfig
from rasa_channels_parts import ATTACK, MAIL, PHONE, REFUSAL, SECRET

import chatward_rasa.channels
from chatward_rasa import GuardedEventBroker, GuardedNLG, GuardedTrackerStore, Guardrails
from chatward_rasa.channels import GuardedInput
from chatward_rasa.in_force import admitted, intake_in_force
from chatward_rasa.pro_store import MoreOfPro

SLOTS = {"email": {"type": "text", "mappings": [{"type": "from_llm"}]}}
DOMAIN = Domain.from_dict({"intents": ["greet"], "slots": SLOTS})
STORE = {"type": "chatward_rasa.GuardedTrackerStore", "store": {"type": "InMemory"}}


def line(**options):
    context = ExecutionContext(GraphSchema({}), "test")
    return Guardrails.load({"hooks": False, **options}, None, None, context)


def parameters(function):
    return list(inspect.signature(function).parameters)


# --- the line ---------------------------------------------------------------------------------


def test_the_line_is_a_component_of_the_recipe():
    assert DefaultV1Recipe._from_registry("chatward_rasa.Guardrails").clazz is Guardrails


def test_the_line_with_hooks_says_that_this_rasa_has_none():
    with pytest.raises(InvalidConfigException, match="hooks: false"):
        line(hooks=True)


def test_the_line_decides_on_what_no_channel_decided_on():
    guardrails = line()

    (refused,) = guardrails.process([Message({TEXT: ATTACK})])
    with admitted("hello"):
        (passed,) = guardrails.process([Message({TEXT: "hello"})])

    assert refused.get(INTENT)["name"] == "guardrail_blocked"
    assert passed.get(TEXT) == "hello"
    assert intake_in_force() is not None


# --- channels ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rest", "callback", "socketio"])
def test_a_channel_is_guarded_and_otherwise_what_it_was(name):
    credentials = {"callback": {"url": "http://127.0.0.1:9"}}.get(name)
    plain = BUILTIN_CHANNELS[name]

    made = _create_single_channel(f"chatward_rasa.channels.{plain.__name__}", credentials)

    assert isinstance(made, plain)
    assert isinstance(made, GuardedInput)
    assert (made.name(), made.url_prefix()) == (plain.name(), plain.__new__(plain).url_prefix())


def test_every_built_in_channel_has_a_guarded_class():
    for plain in BUILTIN_CHANNELS.values():
        mine = getattr(chatward_rasa.channels, plain.__name__)
        assert issubclass(mine, plain)
        passed_on = parameters(plain.blueprint)[1:]
        assert passed_on[0] == "on_new_message"


class Delivering(CollectingOutputChannel):
    """Returns what became of a message, as voice channels do; takes pieces."""

    def __init__(self):
        super().__init__()
        self.pieces = []

    async def send_response(self, recipient_id, message):
        await super().send_response(recipient_id, message)
        return "delivered"

    async def send_response_chunk(self, recipient_id, chunk, **kwargs):
        self.pieces.append((recipient_id, chunk))
        await super().send_response_chunk(recipient_id, chunk, **kwargs)


def received_by_rest(reply):
    """Return a guarded channel's handler, and what it hands on."""
    channel = _create_single_channel("chatward_rasa.channels.RestInput", None)
    handed_on = []

    async def rasa(message):
        handed_on.append(message)
        return await reply(message)

    async def receive(message):
        return await channel.chatward.receive(message, rasa)

    return receive, handed_on


async def test_a_message_is_decided_on_and_the_result_of_sending_comes_back():
    line()
    output = Delivering()
    receive, handed_on = received_by_rest(
        lambda message: message.output_channel.send_response(
            message.sender_id, {"text": f"{message.text} {SECRET}"}
        )
    )

    result = await receive(UserMessage(MAIL, output, PHONE, is_voice=True))

    assert result == "delivered"
    assert handed_on[0].text.startswith("EMAIL_ADDRESS_1_")
    assert handed_on[0].sender_id.startswith("user_")
    assert handed_on[0].is_voice
    assert output.messages == [{"recipient_id": PHONE, "text": f"{MAIL} <AWS_ACCESS_KEY>"}]


async def test_an_answer_in_pieces_is_guarded():
    line()
    output = Delivering()

    async def reply(message):
        channel, to = message.output_channel, message.sender_id
        await channel.send_response_chunk_start(to)
        for piece in (message.text[:9], message.text[9:], " and ", SECRET[:7], SECRET[7:], "."):
            await channel.send_response_chunk(to, piece)
        await channel.send_response_chunk_end(to)

    receive, _ = received_by_rest(reply)
    await receive(UserMessage(MAIL, output, PHONE))

    assert "".join(piece for _, piece in output.pieces) == f"{MAIL} and <AWS_ACCESS_KEY>."
    assert {to for to, _ in output.pieces} == {PHONE}


async def test_what_is_sent_without_send_response_is_guarded():
    line()
    output = Delivering()
    receive, _ = received_by_rest(
        lambda message: message.output_channel.send_text_message(
            recipient_id=message.sender_id, text=f"{message.text} {SECRET}"
        )
    )

    await receive(UserMessage(MAIL, output, PHONE))

    assert output.messages == [{"recipient_id": PHONE, "text": f"{MAIL} <AWS_ACCESS_KEY>"}]


async def test_a_refused_answer_has_no_pieces():
    output = Delivering()  # without a line the refusal is said by the channel

    async def reply(message):
        await message.output_channel.send_response_chunk(message.sender_id, "I will")

    receive, _ = received_by_rest(reply)
    await receive(UserMessage(ATTACK, output, "anna"))

    assert output.pieces == []
    assert [each["text"] for each in output.messages] == [REFUSAL]


def test_the_methods_that_send_are_called_as_we_call_them():
    assert parameters(OutputChannel.send_response)[:3] == ["self", "recipient_id", "message"]
    assert parameters(OutputChannel.send_response_chunk)[:3] == ["self", "recipient_id", "chunk"]
    for name in ("send_response_chunk_start", "send_response_chunk_end"):
        assert parameters(getattr(OutputChannel, name)) == ["self", "recipient_id", "kwargs"]


# --- at rest ----------------------------------------------------------------------------------


@pytest.fixture
def store():
    made = TrackerStore.create(EndpointConfig.from_dict(STORE), DOMAIN)
    while not isinstance(made, GuardedTrackerStore):
        made = made._tracker_store
    return made


async def test_a_conversation_rests_with_placeholders_and_comes_back(store):
    events = [UserUttered(f"I am {MAIL}"), SlotSet("email", MAIL), BotUttered(f"Hello {MAIL}")]

    await store.save(DialogueStateTracker.from_events("anna", events, slots=DOMAIN.slots))

    at_rest = str([each.as_dict() for each in (await store._inner.retrieve("anna")).events])
    whole = await store.retrieve("anna")
    assert MAIL not in at_rest
    assert "EMAIL_ADDRESS_1_" in at_rest
    assert whole.get_slot("email") == MAIL
    await store.delete("anna")
    assert not await store.exists("anna")


async def test_an_updated_conversation_rests_with_placeholders(store):
    before = [UserUttered("hello"), SlotSet("email", "none")]
    await store.save(DialogueStateTracker.from_events("anna", before, slots=DOMAIN.slots))

    after = DialogueStateTracker.from_events("anna", [UserUttered(MAIL)], slots=DOMAIN.slots)
    await store.update(after)

    assert MAIL not in str(
        [each.as_dict() for each in (await store._inner.retrieve("anna")).events]
    )


def test_the_store_is_asynchronous_for_rasa_and_passes_on_all_that_it_does_not_do(store):
    assert check_if_tracker_store_async(store)
    store.engine_version = "7"
    store.use_permissive_slots = True
    assert (store._inner.engine_version, store._inner.use_permissive_slots) == ("7", True)
    own = set(vars(MoreOfPro)) | set(vars(GuardedTrackerStore))
    answers = {
        name
        for name, item in vars(TrackerStore).items()
        if inspect.iscoroutinefunction(item) and not name.startswith("_")
    }
    by_the_parent = {
        "create_tracker",
        "events_not_yet_persisted",
        "get_or_create_full_tracker",
        "get_or_create_tracker",
    }
    assert answers - own == by_the_parent


async def test_events_are_published_with_placeholders(tmp_path):
    block = {
        "type": "chatward_rasa.GuardedEventBroker",
        "broker": {"type": "file", "path": str(tmp_path / "events.log")},
    }

    broker = await EventBroker.create(EndpointConfig.from_dict(block))
    broker.publish({"sender_id": "anna", "user_id": None, "event": "user", "text": MAIL})

    assert isinstance(broker, GuardedEventBroker)
    written = (tmp_path / "events.log").read_text()
    assert "EMAIL_ADDRESS_1_" in written
    assert MAIL not in written


# --- responses --------------------------------------------------------------------------------


async def test_responses_are_generated_and_inspected():
    block = EndpointConfig.from_dict({"type": "chatward_rasa.GuardedNLG"})
    generator = NaturalLanguageGenerator.create(block, DOMAIN)
    tracker = DialogueStateTracker.from_events("anna", [], slots=DOMAIN.slots)

    generator.responses = {"utter_key": [{"text": SECRET}]}
    response = await generator.generate("utter_key", tracker, CollectingOutputChannel())

    assert isinstance(generator, GuardedNLG)
    assert isinstance(generator, TemplatedNaturalLanguageGenerator)
    assert response["text"] == "<AWS_ACCESS_KEY>"
