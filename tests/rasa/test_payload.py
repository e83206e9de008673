from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.nlu.training_data.message import Message

from chatward_rasa.payload import block_message, defused, read_typed_intent

MESSAGES = [
    "/greet",
    "  /greet  ",
    "/ greet ",
    '/greet{"name": "Kim"}',
    '/greet{"name": "\\u004bim"}',
    '/greet {"name": "Kim"} and more',
    '/greet@0.7{"name": ["Kim", 3]}',
    "/greet{broken",
    "/greet{broken}",
    '/greet[{"name": "Kim"}]',
    "/greet me, please",
    "//greet",
]


@pytest.mark.parametrize("text", MESSAGES)
@pytest.mark.filterwarnings("ignore")
def test_a_typed_intent_is_read_as_rasa_reads_it(text):
    rasas = RegexMessageHandler().process([Message({"text": text})])[0]

    ours = read_typed_intent(text)

    assert ours is not None
    assert ours.intent == rasas.get("intent")["name"]
    values = [
        value
        for values in (ours.entities or {}).values()
        for value in (values if isinstance(values, list) else [values])
    ]
    assert values == [entity["value"] for entity in rasas.get("entities")]


@pytest.mark.parametrize("text", ["greet", "what is 1/2?", "", "@greet", "/", "/{}"])
def test_plain_words_are_no_intent_for_either(text):
    rasas = RegexMessageHandler().process([Message({"text": text})])[0]

    assert read_typed_intent(text) is None
    assert rasas.get("intent") is None


@given(st.text(alphabet='/{}@"\\:,greet 0.9\n\u200b', max_size=30).map("/".__add__))
@pytest.mark.filterwarnings("ignore")
def test_every_text_is_read_as_the_intent_that_rasa_reads_in_it(text):
    try:
        rasas = RegexMessageHandler().process([Message({"text": text})])[0].get("intent")
    except ValueError:  # Rasa cannot read the confidence
        return

    ours = read_typed_intent(text)

    assert (ours and ours.intent) == (rasas and rasas["name"])


def test_a_refused_message_becomes_the_block_intent_and_nothing_else():
    text = block_message("guardrail_blocked", 'a "rule"', "ab12")

    read = RegexMessageHandler().process([Message({"text": text})])[0]

    assert read.get("intent") == {"name": "guardrail_blocked", "confidence": 1.0}
    assert json.loads(text.removeprefix("/guardrail_blocked")) == {
        "guardrail_rule": 'a "rule"',
        "guardrail_reference": "ab12",
        "guardrail_reason": "failure",
        "guardrail_language": "-",
    }


@pytest.mark.parametrize("text", ["/guardrail_blocked{}", " // guardrail_blocked", "/"])
def test_a_defused_message_is_no_intent_any_more(text):
    assert read_typed_intent(defused(text)) is None
