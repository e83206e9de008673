"""A bot without hooks, of which one part was forgotten: the doctor and the start say so."""

from __future__ import annotations

import logging

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa import Guardrails
from chatward_rasa.doctor.run import examine

pytest_plugins = ["rasa_doctor_fixtures"]

STORE = {
    "type": "chatward_rasa.GuardedTrackerStore",
    "store": {"type": "SQL", "dialect": "sqlite", "db": "rasa.db"},
}
BROKER = {
    "type": "chatward_rasa.GuardedEventBroker",
    "broker": {"type": "file", "path": "events.log"},
}
ENDPOINTS = {"tracker_store": STORE, "event_broker": BROKER}
CREDENTIALS = {"chatward_rasa.channels.RestInput": None}


def said_of_parts(folder):
    return [(each.level.value, each.says) for each in examine(folder, {}) if each.check == "parts"]


def without_hooks(change, endpoints, credentials):
    change("config.yml", lambda config: config["pipeline"][-1].update(hooks=False))
    for name, content in (("endpoints.yml", endpoints), ("credentials.yml", credentials)):
        change(name, lambda was, new=content: (was.clear(), was.update(new)))


def test_a_bot_with_hooks_is_not_asked_for_parts(bot):
    assert said_of_parts(bot) == []


def test_a_bot_with_all_parts_is_well(bot, change):
    without_hooks(change, ENDPOINTS, CREDENTIALS)

    ((level, _),) = said_of_parts(bot)
    assert level == "ok"


@pytest.mark.parametrize(
    ("endpoints", "credentials", "named"),
    [
        (ENDPOINTS, {"rest": None}, "'rest'"),
        (ENDPOINTS, {**CREDENTIALS, "my.own.Channel": {}}, "'my.own.Channel'"),
        ({**ENDPOINTS, "tracker_store": STORE["store"]}, CREDENTIALS, "'tracker_store'"),
        ({**ENDPOINTS, "event_broker": BROKER["broker"]}, CREDENTIALS, "'event_broker'"),
        ({**ENDPOINTS, "nlg": {"url": "http://localhost:1"}}, CREDENTIALS, "'nlg'"),
    ],
)
def test_a_part_that_is_forgotten_is_named(bot, change, endpoints, credentials, named):
    without_hooks(change, endpoints, credentials)

    ((level, says),) = said_of_parts(bot)
    assert level == "error"
    assert named in says


def load(**options):
    context = ExecutionContext(GraphSchema({}), "test")
    Guardrails.load({"hooks": False, **options}, None, None, context)


def test_the_start_says_so_and_refuses_where_it_is_told_to(bot, change, monkeypatch, caplog):
    without_hooks(change, ENDPOINTS, {"rest": None})
    monkeypatch.chdir(bot)
    monkeypatch.setattr("sys.argv", ["rasa", "run"])

    with caplog.at_level(logging.INFO):
        load()

    assert "parts: credentials.yml: 'rest' is not guarded" in caplog.text
    with pytest.raises(InvalidConfigException, match="'rest' is not guarded"):
        load(self_check="refuse")


def test_the_start_of_a_whole_bot_is_quiet(bot, change, monkeypatch, caplog):
    without_hooks(change, ENDPOINTS, CREDENTIALS)
    monkeypatch.chdir(bot)
    monkeypatch.setattr("sys.argv", ["rasa", "run"])

    load(self_check="refuse")

    assert "self-check" not in caplog.text
