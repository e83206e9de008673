"""What the doctor says about endpoints.yml: Rasa itself would go on without a word."""

from __future__ import annotations

import socket

import pytest

pytest_plugins = ["rasa_doctor_fixtures"]

MODULE = """
class Store:
    def __init__(self, domain, event_broker=None, host=None, db=None):
        pass

class Narrow:
    def __init__(self, domain):
        pass

class Broker:
    pass

a_function = print
"""


@pytest.fixture
def endpoint(bot, change):
    """Puts a block into endpoints.yml, beside a module that it may name."""
    # A module of its own name for each test: what is imported stays in the process.
    module = f"own_{abs(hash(bot)) % 10**9}"
    (bot / f"{module}.py").write_text(MODULE)

    def put(name, **block):
        if "." in str(block.get("type")):
            block["type"] = block["type"].replace("own.", f"{module}.")
        change("endpoints.yml", lambda data: data.update({name: block}))

    return put


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("tracker_store", "own.Missing", "cannot be imported (AttributeError): Rasa would keep"),
        ("tracker_store", "nowhere.Store", "cannot be imported (ModuleNotFoundError)"),
        ("tracker_store", "sqlite", "no such name in Rasa"),
        ("tracker_store", "own.Narrow", "cannot be built as Rasa does it"),
        ("tracker_store", "own.a_function", "is no class"),
        ("event_broker", "own.Missing", "Rasa would publish nothing"),
        ("event_broker", "own.Broker", "has no from_endpoint_config"),
        ("lock_store", "own.Missing", "Rasa would not start"),
        ("nlg", "own.Missing", "Rasa would not start"),
    ],
)
def test_a_class_that_rasa_could_not_use_is_an_error(endpoint, says, name, kind, said):
    endpoint(name, type=kind)
    ((level, sentence),) = says(name)
    assert level == "error"
    assert said in sentence


def test_a_store_of_ones_own_is_fine_if_it_takes_what_rasa_hands_over(endpoint, says):
    endpoint("tracker_store", type="own.Store", db="x")
    assert says("tracker_store")[0][0] == "ok"
    endpoint("tracker_store", type="own.Store", dialect="x")
    assert "unexpected keyword argument 'dialect'" in says("tracker_store")[0][1]


def test_what_stands_inside_a_guarded_store_is_looked_at_too(endpoint, says):
    guarded = "chatward_rasa.tracker_store.GuardedTrackerStore"
    endpoint("tracker_store", type=guarded)
    assert "holds the original block under `store:`" in says("tracker_store")[0][1]
    endpoint("tracker_store", type=guarded, store={"type": "nowhere.Store"})
    ((level, sentence),) = says("tracker_store.store")
    assert (level, "nowhere.Store" in sentence) == ("error", True)
    endpoint("tracker_store", type=guarded, store={"type": "SQL", "db": "x.db"})
    assert says("tracker_store.store")[0][0] == "ok"


def test_a_guarded_store_goes_by_the_policy_of_the_line(endpoint, change, says):
    kind, store = "chatward_rasa.GuardedTrackerStore", {"type": "SQL"}
    change("config.yml", lambda config: config["pipeline"][-1].update(policy="guard.yml"))
    endpoint("tracker_store", type=kind, store=store)
    assert "is not the one under the Guardrails line" in says("tracker_store")[0][1]
    endpoint("tracker_store", type=kind, store=store, policy="guard.yml")
    assert says("tracker_store") == []


def test_a_server_that_does_not_answer_is_a_warning(endpoint, says):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        endpoint("tracker_store", type="redis", url="127.0.0.1", port=port)
        assert says("tracker_store")[0] == (
            "warning",
            f"endpoints.yml, tracker_store: 127.0.0.1:{port} does not answer here.",
        )
        probe.listen()
        assert says("tracker_store")[0][0] == "ok"


def test_actions_on_another_machine_go_by_https(endpoint, says):
    endpoint("action_endpoint", url="http://actions.example.org/webhook")
    assert says("action_endpoint")[0][0] == "warning"
    endpoint("action_endpoint", url="https://actions.example.org/webhook")
    assert says("action_endpoint")[0][0] == "ok"


def test_a_block_or_a_file_that_is_no_mapping_is_an_error(bot, change, says):
    change("endpoints.yml", lambda data: data.update(tracker_store="SQL"))
    assert says("tracker_store")[0][0] == "error"
    (bot / "endpoints.yml").write_text("- x\n")
    assert says("endpoints")[0][0] == "error"
