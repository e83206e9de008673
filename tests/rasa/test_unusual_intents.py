"""What messages are understood as, told to the guard without Rasa's hooks."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from chatward import Guard
from chatward_rasa.component import Guardrails
from chatward_rasa.explicit import Gate
from chatward_rasa.in_force import admitted
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options

OPTIONS = Options(hooks=False)


@pytest.mark.parametrize("name", ["greet", "nlu_fallback", "out_of_scope"])
def test_a_guarded_channel_learns_what_its_message_was_understood_as(name):
    line = Guardrails(OPTIONS, Gate(Intake(Guard(), OPTIONS)))

    with admitted("hello") as said:
        line.process([Message({"text": "hello", "intent": {"name": name, "confidence": 0.3}})])

    assert said.intent["name"] == name


def test_of_a_typed_intent_it_learns_nothing_here():
    line = Guardrails(OPTIONS, Gate(Intake(Guard(), OPTIONS)))

    with admitted("/greet") as said:
        line.process([Message({"text": "/greet", "intent": {"name": "goodbye"}})])

    assert said.intent is None


@pytest.mark.parametrize("name", OPTIONS.intents)
async def test_refusals_teach_nothing_about_what_is_usual(name):
    class Listening(Guard):
        noted = ()

        def note_intent(self, intent, **_):
            self.noted = (*self.noted, intent)

    guard = Listening()
    await Intake(guard, OPTIONS).note_intent("anna", {"name": name})
    await Intake(guard, OPTIONS).note_intent("anna", {"name": "nlu_fallback"})

    assert guard.noted == ("nlu_fallback",)
