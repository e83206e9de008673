from __future__ import annotations

import copy

import pytest
from rasa.shared.exceptions import RasaException

from chatward import Guard
from chatward_rasa.action_calls import ActionCalls
from chatward_rasa.declared import recent
from chatward_rasa.options import Options

KEY = "AKIAQYLPMN5HHHFPZAM2"
BODY = {
    "next_action": "action_hand_over",
    "sender_id": "anna@example.org",
    "version": "3.6.21",
    "tracker": {
        "sender_id": "anna@example.org",
        "slots": {"name": "old@example.org", "session_started_metadata": {"token": KEY}},
        "latest_message": {"text": "old@example.org", "metadata": {"token": KEY}},
        "events": [{"event": "user", "timestamp": 1763.5, "text": f"key {KEY}"}],
    },
    "domain": {"intents": ["greet"], "responses": {"utter_x": [{"text": "us@example.org"}]}},
}


class BrokenGuard(Guard):
    """A guard whose every decision fails."""

    def preview(self, text, **_):
        raise RuntimeError(text)

    def scrub(self, text):
        raise RuntimeError(text)


@pytest.fixture
def calls(guard):
    return ActionCalls(guard, Options())


def test_old_raw_values_do_not_reach_the_action_server(calls):
    sent = calls.fit_request(BODY)

    assert "old@example.org" not in str(sent)
    assert KEY not in str(sent)


def test_the_request_stays_what_the_action_server_expects(calls):
    before = copy.deepcopy(BODY)

    sent = calls.fit_request(BODY)

    assert before == BODY
    assert sent["sender_id"] == sent["tracker"]["sender_id"] == "anna@example.org"
    assert sent["next_action"] == "action_hand_over"
    assert sent["domain"] == BODY["domain"]
    assert sent["tracker"]["events"][0]["timestamp"] == 1763.5


def test_metadata_goes_along_untouched_where_one_asked_for_that(guard):
    calls = ActionCalls(guard, Options(redact_metadata=False))

    sent = calls.fit_request(BODY)

    assert sent["tracker"]["latest_message"]["metadata"] == {"token": KEY}
    assert sent["tracker"]["slots"]["session_started_metadata"] == {"token": KEY}
    assert "old@example.org" not in str(sent)


def test_what_an_action_says_and_stores_is_redacted_before_the_tracker_has_it(calls):
    response = {
        "responses": [{"text": "Ask ops@corp.example", "buttons": [{"title": KEY}]}],
        "events": [
            {"event": "slot", "name": "contact", "value": {"mail": "ops@corp.example"}},
            {"event": "slot", "name": "card", "value": 4111111111111111},
        ],
    }

    calls.fit_response({"sender_id": "kim"}, response)

    assert response["responses"][0]["text"] == "Ask <EMAIL_ADDRESS>"
    assert response["events"][0]["value"] == {"mail": "<EMAIL_ADDRESS>"}
    assert response["events"][1]["value"] == "<CREDIT_CARD>"
    assert KEY not in str(response)


def test_the_users_own_value_from_an_action_becomes_his_placeholder(calls, guard):
    known = guard.inspect("own@example.org", origin="user", conversation="own").text
    response = {"responses": [{"text": "You are own@example.org"}], "events": []}

    calls.fit_response({"sender_id": "own"}, response)

    assert response["responses"][0]["text"] == f"You are {known}"


def test_names_and_order_of_events_survive(calls):
    response = {
        "events": [
            {"event": "slot", "name": "requested_slot", "value": None, "timestamp": None},
            {"event": "followup", "name": "action_listen", "timestamp": None},
        ],
        "responses": [{"response": "utter_help", "name": "Kim"}],
    }
    before = copy.deepcopy(response)

    calls.fit_response({"sender_id": "kim"}, response)

    assert response == before


def test_only_what_was_changed_is_on_record(calls, audit):
    response = {"responses": [{"text": "Fine"}, {"text": "Ask ops@corp.example"}], "events": []}

    calls.fit_response({"sender_id": "kim"}, response)

    assert [event["action"] for event in audit] == ["redact"]


def test_without_redact_output_responses_are_left_alone(guard):
    response = {"responses": [{"text": "Ask ops@corp.example"}], "events": []}

    ActionCalls(guard, Options(redact_output=False)).fit_response({"sender_id": "k"}, response)

    assert response["responses"][0]["text"] == "Ask ops@corp.example"


@pytest.mark.parametrize("response", [None, [], {}, {"responses": None, "events": "x"}])
def test_a_malformed_response_is_left_for_rasa_to_refuse(calls, response):
    before = copy.deepcopy(response)

    calls.fit_response({"sender_id": "kim"}, response)

    assert response == before


def test_a_call_that_cannot_be_checked_is_withheld_without_a_word_of_it(caplog):
    calls = ActionCalls(BrokenGuard(), Options())

    with pytest.raises(RasaException) as caught:
        calls.fit_request(BODY)
    with pytest.raises(RasaException):
        calls.fit_response({"sender_id": "kim"}, {"responses": [{"text": "old@example.org"}]})

    assert "old@example.org" not in str(caught.value) + caplog.text
    assert caught.value.__suppress_context__


def test_a_call_that_cannot_be_checked_goes_on_where_one_asked_for_that():
    calls = ActionCalls(BrokenGuard(), Options(on_error="allow"))

    assert calls.fit_request(BODY) == BODY


def test_a_slot_with_a_protected_text_is_emptied(tmp_path):
    secret = "The launch is called Heron and nobody outside the team may hear of it in spring."
    policy = tmp_path / "secret.yml"
    policy.write_text(f"extends: balanced\nprotected: ['{secret}']\n")
    guard = Guard.from_policy(policy)
    response = {
        "responses": [{"text": secret, "image": "https://corp.example/x.png"}],
        "events": [
            {"event": "slot", "name": "plan", "value": secret},
            {"event": "bot", "text": secret},
        ],
    }

    ActionCalls(guard, Options()).fit_response({"sender_id": "kim"}, response)

    assert response["responses"] == [{"text": guard.policy.refusal}]
    assert response["events"] == [
        {"event": "slot", "name": "plan", "value": None},
        {"event": "bot", "text": guard.policy.refusal},
    ]


def test_a_declared_slots_value_is_hidden_where_actions_see_placeholders(guard, monkeypatch):
    monkeypatch.setattr(recent, "kinds", {"nickname": "person"})
    calls = ActionCalls(guard, Options(nlu_view="raw", actions_view="tokens"))
    tracker = {
        "sender_id": "declared",
        "slots": {"nickname": "Zorblax"},
        "latest_message": {"text": "I am Zorblax"},
    }

    sent = calls.fit_request({**BODY, "sender_id": "declared", "tracker": tracker})

    assert "Zorblax" not in str(sent["tracker"])
    assert sent["tracker"]["slots"]["nickname"].startswith("PERSON_1_")
