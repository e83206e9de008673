"""What a bot checks about itself when its model is loaded."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from rasa.shared.exceptions import InvalidConfigException

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward_rasa.doctor.startup import check_at_start, serving_arguments
from chatward_rasa.options import Options

BAD = "tracker_store: {type: nowhere.Store}\n"


@pytest.fixture
def served(tmp_path, monkeypatch):
    """As if this were `rasa run` in a folder with these endpoints."""

    def as_server(endpoints, *arguments):
        (tmp_path / "endpoints.yml").write_text(endpoints)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["rasa", "run", *arguments])

    return as_server


def check(guard, trained_with=None, **options):
    check_at_start(guard, Options(**options), trained_with=trained_with)


def test_one_line_says_that_all_is_well(guard, caplog):
    with caplog.at_level(logging.INFO, "chatward_rasa"):
        check(guard, guard.policy.stamp.hash)
    (record,) = caplog.records
    assert record.getMessage().startswith("self-check: all well; policy 'balanced'")


def test_a_store_that_rasa_would_replace_is_told_or_refused(guard, served, caplog):
    served(BAD)
    check(guard)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "Rasa would keep conversations in memory" in record.getMessage()
    with pytest.raises(InvalidConfigException, match="nowhere"):
        check(guard, self_check="refuse")
    caplog.clear()
    check(guard, self_check="off")
    assert not caplog.records


def test_roles_that_clients_can_claim_are_refused(guard, served, tmp_path):
    served("{}")
    (tmp_path / "credentials.yml").write_text("rest:\n")
    with pytest.raises(InvalidConfigException, match="anybody can claim a role"):
        check(guard, self_check="refuse", role_key="staff_role")


def test_a_warning_refuses_nothing(guard, caplog):
    check(guard, "another hash", self_check="refuse")
    assert "the policy has changed since the model was trained" in caplog.text


def test_a_policy_that_only_watches_and_workers_apart_are_told(caplog, monkeypatch):
    monkeypatch.setenv("SANIC_WORKERS", "2")
    check(Guard(parse_policy("extends: balanced\nname: w\nmode: monitor\n", where="x")))
    assert "only watches" in caplog.text
    assert "each has a memory of its own" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "endpoints"),
    [
        (["bin/rasa", "run"], "endpoints.yml"),
        (["site/rasa/__main__.py", "run", "--endpoints", "e.yml"], "e.yml"),
        (["rasa", "shell", "--endpoints=e.yml"], "e.yml"),
        (["rasa", "train"], None),
        (["pytest", "run"], None),
        ([], None),
    ],
)
def test_it_knows_whether_this_process_serves(arguments, endpoints):
    found = serving_arguments(arguments)
    assert (found and found["endpoints"]) == (endpoints and Path(endpoints))
