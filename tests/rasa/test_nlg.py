"""Responses from the domain and from a server, inspected; the server gets nothing raw."""

from __future__ import annotations

import json

import pytest
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.utils.endpoints import EndpointConfig
from rasa_channels_parts import serving_vendor
from rasa_store_parts import CARD, DOMAIN, KEY, MAIL, NAME, TOOL_MAIL, tracker_of

from chatward import Guard
from chatward.resting import Resting
from chatward_rasa.declared import recent
from chatward_rasa.in_force import put_in_force
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options

OTHERS = "carla.other@example.org"
RESPONSES = {"utter_thanks": [{"text": "Thank you, {email}"}], "utter_key": [{"text": f"{KEY}"}]}
WITH_RESPONSES = Domain.from_dict({**DOMAIN.as_dict(), "responses": RESPONSES})


class OwnNLG(NaturalLanguageGenerator):
    """Somebody's own generator."""

    def __init__(self, endpoint_config, domain):
        self.colour = endpoint_config.kwargs["colour"]

    async def generate(self, utter_action, tracker, output_channel, **kwargs):
        return {"text": f"{self.colour} {OTHERS}"}


def made(domain=WITH_RESPONSES, **options):
    endpoint = EndpointConfig.from_dict({"type": "chatward_rasa.GuardedNLG", **options})
    return NaturalLanguageGenerator.create(endpoint, domain)


@pytest.fixture
def in_force():
    intake = Intake(Guard(), Options())
    put_in_force(intake)
    return intake


@pytest.fixture
def server():
    """A response server, what it was asked, and what it says."""
    says = {"text": "Good day"}
    with serving_vendor(lambda _: dict(says)) as vendor:
        vendor.says = says
        yield vendor


async def test_responses_come_from_the_domain_as_before():
    tracker = tracker_of("anna", [SlotSet("email", "nobody")])

    assert await made().generate("utter_thanks", tracker, "rest") == {"text": "Thank you, nobody"}
    assert await made(nlg={"type": "response"}).generate("utter_none", tracker, "rest") is None


async def test_rasa_gives_it_the_responses_of_each_model_it_loads():
    generator = made(domain=None)

    assert isinstance(generator, TemplatedNaturalLanguageGenerator)
    generator.responses = RESPONSES

    assert await generator.generate("utter_thanks", tracker_of("anna", []), "rest")


async def test_a_response_that_holds_a_secret_does_not_reach_the_tracker():
    response = await made().generate("utter_key", tracker_of("anna", []), "rest")

    assert response == {"text": "<AWS_ACCESS_KEY>"}


async def test_a_server_is_told_nothing_raw(server, in_force):
    tracker = tracker_of("anna")

    await made(nlg={"url": server.url}).generate(
        "utter_thanks", tracker, "rest", amount=MAIL, more={"id": CARD}
    )

    ((_, asked),) = server.sent
    text = json.dumps(asked)
    for value in (MAIL, TOOL_MAIL, CARD, KEY, "4111111111111111"):
        assert value not in text
    assert asked["response"] == "utter_thanks"
    assert asked["channel"] == {"name": "rest"}
    assert asked["tracker"]["sender_id"] == "anna"
    placeholder = asked["tracker"]["slots"]["email"]
    assert placeholder == asked["arguments"]["amount"]
    assert in_force.guard.at_rest("anna").show(placeholder) == MAIL


async def test_a_server_is_not_told_what_is_in_a_declared_slot(server, in_force, monkeypatch):
    monkeypatch.setattr(recent, "kinds", {"name": "person"})
    tracker = tracker_of("anna", [SlotSet("name", NAME), BotUttered(f"Hello {NAME.upper()}")])

    await made(nlg={"url": server.url}).generate("utter_thanks", tracker, "rest")

    ((_, asked),) = server.sent
    assert NAME.lower() not in json.dumps(asked).lower()
    assert in_force.guard.at_rest("anna").show(asked["tracker"]["slots"]["name"]) == NAME


async def test_a_request_that_cannot_be_checked_is_not_sent(server, in_force, monkeypatch):
    monkeypatch.setattr(Resting, "hide", _broken)

    with pytest.raises(RasaException, match="withheld"):
        await made(nlg={"url": server.url}).generate("utter_x", tracker_of("anna"), "rest")

    assert server.sent == []


def _broken(*_, **__):
    raise ZeroDivisionError


async def test_what_a_server_says_is_inspected_before_the_tracker_has_it(server):
    server.says.update(text=f"Ask {OTHERS}", custom={"deep": [OTHERS, KEY]})

    response = await made(nlg={"url": server.url, "type": "callback"}).generate(
        "utter_thanks", tracker_of("anna", []), "rest"
    )

    assert OTHERS not in str(response)
    assert KEY not in str(response)
    assert response["text"].startswith("Ask <EMAIL_ADDRESS")


async def test_a_server_may_repeat_placeholders(server, in_force):
    placeholder = in_force.guard.inspect(MAIL, origin="user", conversation="anna").text
    server.says["text"] = f"Noted: {placeholder}"

    response = await made(nlg={"url": server.url}).generate(
        "utter_thanks", tracker_of("anna", []), "rest"
    )

    assert response["text"] == f"Noted: {placeholder}"


async def test_a_server_that_says_nonsense_fails_as_before(server):
    server.says.update(text=7)

    with pytest.raises(RasaException, match="validate NLG response"):
        await made(nlg={"url": server.url}).generate("utter_x", tracker_of("anna", []), "rest")


async def test_a_generator_of_ones_own_stands_inside(monkeypatch):
    import rasa_own_channels

    monkeypatch.setattr(rasa_own_channels, "OwnNLG", OwnNLG, raising=False)
    generator = made(nlg={"type": "rasa_own_channels.OwnNLG", "colour": "blue"})

    response = await generator.generate("utter_x", tracker_of("anna", []), "rest")

    assert response["text"].startswith("blue <EMAIL_ADDRESS")


async def test_a_policy_may_refuse_a_response(tmp_path):
    path = tmp_path / "strict.yml"
    path.write_text(
        "extends: balanced\nname: nlg\nrules:\n- {name: no-keys, origins: [model], "
        "kinds: [aws-access-key], action: block}\n"
    )

    response = await made(policy=str(path)).generate("utter_key", tracker_of("anna", []), "rest")

    assert response == {"text": "I cannot help with that."}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"url": "http://x"}, "'url' is not an option"),
        ({"ngl": {}}, "Did you mean 'nlg'"),
        ({"nlg": {}}, "its 'url' or its 'type'"),
        ({"nlg": "http://x"}, "holds the original block"),
        ({"nlg": {"type": "nowhere.Missing"}}, "nlg, type: 'nowhere.Missing'"),
        ({"policy": "missing.yml"}, "endpoints.yml, nlg, policy"),
    ],
)
def test_a_wrong_block_stops_the_start_with_a_sentence(options, said):
    with pytest.raises(InvalidConfigException, match=said):
        made(**options)
