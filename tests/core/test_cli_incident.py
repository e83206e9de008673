"""`chatward incident`: list, show, close, drill, watch."""

from __future__ import annotations

import json
import re
import time

import msgspec
import pytest
from incident_parts import KEYS, Clock, Scene
from memory_shell import events
from webhook_server import WRITTEN_SECRET, webhook_server

from chatward import Guard
from chatward.memory.stores.opening import open_store

pytest_plugins = ["vault_shell"]
pytestmark = pytest.mark.usefixtures("master_key")

RULES = (
    "rules:\n- {name: r, when: {kinds: [rapid-fire]}, count: 3, severity: high, channels: [],\n"
    "   contain: [quarantine-conversation, freeze-vault], steps: [{duty: Call back.}]}\n"
    "roles: {duty: whoever is there}\n"
)


@pytest.fixture
def scene(vault_url):
    """An incident about conversation c, just opened in the vault."""
    clock = Clock()
    clock.now = time.time() - 60
    made = Scene(RULES, store=open_store(vault_url), clock=clock)
    made.happens(3, conversation=made.conversation())
    return made


def opened(scene):
    return scene.incidents.all()[0]


def test_incidents_are_listed_and_shown(shell, vault_url, scene):
    status, out, err = shell("incident", "list", "--open", "--vault", vault_url)
    assert (status, err) == (0, b"")
    incident = opened(scene)
    assert re.search(rb"^incident +severity +rule ", out)
    assert re.search(rb"%s +high +r +.* +3 +open +0\.0 s" % incident.id.encode(), out)
    status, out, err = shell("incident", "show", incident.id, "--vault", vault_url)
    assert (status, err) == (0, b"")
    for shown in (
        rb"^conversation +%s$" % incident.conversation.encode(),
        rb"^contained +quarantine-conversation, freeze-vault$",
        rb"^time to contain +0\.0 s$",
        rb"^duty +Call back\.$",
    ):
        assert re.search(shown, out, re.MULTILINE), shown
    listed = json.loads(shell("incident", "list", "--vault", vault_url, "--json")[1])
    shown = json.loads(shell("incident", "show", incident.id, "--vault", vault_url, "--json")[1])
    assert listed == [shown]
    assert shown["seconds_to_contain"] == 0.0
    assert msgspec.convert({k: v for k, v in shown.items() if k != "seconds_to_contain"}, dict)


def test_an_incident_is_closed_and_lets_go(shell, tmp_path, vault_url, scene):
    log, incident = tmp_path / "audit.jsonl", opened(scene)
    closing = ["incident", "close", incident.id, "--vault", vault_url, "--audit", log]
    status, out, err = shell(*closing, "--note", "false alarm, ticket 7")
    assert (status, err) == (0, b"")
    assert re.search(rb"^time to contain +0\.0 s$", out, re.MULTILINE)
    assert re.search(rb"^still contained +nothing$", out, re.MULTILINE)
    told = [(each["did"], each["what"], each["why"]) for each in events(log)]
    assert told == [
        ("released", "quarantine-conversation", ""),
        ("released", "freeze-vault", ""),
        ("closed", "", "false alarm, ticket 7"),
    ]
    assert shell("incident", "list", "--open", "--vault", vault_url)[1] == b"no incident is open\n"
    guard = Guard(keys=KEYS, store=vault_url)
    assert not guard.inspect("Hello.", origin="user", conversation="c").blocked
    status, out, err = shell(*closing, "--note", "again")
    assert (status, out) == (2, b"")
    assert b"is closed already" in err


def test_a_closed_incident_may_keep_what_it_holds_until_it_is_closed_again(shell, vault_url, scene):
    closing = ["incident", "close", opened(scene).id, "--note", "n", "--vault", vault_url]
    out = shell(*closing, "--keep")[1]
    assert b"quarantine-conversation, freeze-vault" in out
    guard = Guard(keys=KEYS, store=vault_url)
    assert guard.inspect("Hello.", origin="user", conversation="c").rule == "quarantined"
    status, out, _ = shell(*closing)
    assert status == 0
    assert not guard.inspect("Hello.", origin="user", conversation="c").blocked


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["show", "inc-0"], b"no incident 'inc-0' is kept"),
        (["close", "inc-0", "--note", "n"], b"no incident 'inc-0' is kept"),
        (["close", "inc-0", "--note", " "], b"1 to 500 characters"),
        (["close", "inc-0", "--note", "n" * 501], b"1 to 500 characters"),
        (["close", "inc-0"], b"--note"),
        (["drill", "r", "--playbook", "missing.yml"], b"cannot be read"),
        (["drill", "rapid-fir", "--playbook", "standard"], b"Did you mean 'rapid-fire'?"),
        (["watch", "missing.jsonl", "--playbook", "standard"], b"missing.jsonl"),
    ],
)
def test_what_cannot_be_done_is_one_line(shell, vault_url, scene, given, told):
    status, out, err = shell("incident", *given, "--vault", vault_url)
    assert (status, out, err.count(b"\n")) == (2, b"", 1)
    assert told in err


def test_with_another_master_key_nothing_is_let_go_and_the_incident_stays_open(
    shell, vault_url, scene, monkeypatch
):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", "QUFB" * 10 + "QUE=")
    closing = ["incident", "close", opened(scene).id, "--note", "n", "--vault", vault_url]
    status, out, err = shell(*closing)
    assert (status, out, err.count(b"\n")) == (2, b"", 1)
    assert b"stays open and holds 'quarantine-conversation': KeyringError" in err
    assert opened(scene).closed is None


def test_a_vault_that_is_not_there_is_an_error(shell, tmp_path):
    status, out, err = shell("incident", "list", "--vault", f"sqlite:///{tmp_path}/none.db")
    assert (status, out) == (2, b"")
    assert b"none.db: no such file" in err


# --- drills -----------------------------------------------------------------------------------


@pytest.fixture
def hooks(monkeypatch):
    with webhook_server() as running:
        monkeypatch.setenv("HOOK_SECRET", WRITTEN_SECRET)
        monkeypatch.setenv("HOOK_URL", running.url)
        yield running


@pytest.fixture
def book(tmp_path):
    file = tmp_path / "playbook.yml"
    file.write_text(
        "extends: standard\n"
        "channels: {desk: {kind: webhook, url: env:HOOK_URL, secret: env:HOOK_SECRET,"
        " attempts: 1}}\n"
        "tell: {critical: [log, desk]}\n"
    )
    return file


def test_a_drill_tells_every_channel(shell, tmp_path, vault_url, scene, hooks, book):
    log = tmp_path / "audit.jsonl"
    drilling = ["incident", "drill", "canary-seen", "--playbook", book, "--vault", vault_url]
    status, out, _ = shell(*drilling, "--audit", log)
    assert status == 0
    assert re.search(rb"^told +log, desk$", out, re.MULTILINE)
    assert hooks.taken[0]["data"]["drill"] is True
    assert hooks.taken[0]["data"]["contained"] == []
    assert [each["event"] for each in events(log)] == ["incident"] * 3 + ["drill"]
    assert b"open, drill" in shell("incident", "list", "--vault", vault_url)[1]


def test_a_drill_with_a_channel_that_fails_exits_with_1(
    shell, vault_url, scene, hooks, book, tmp_path
):
    hooks.answers, log = [500], tmp_path / "audit.jsonl"
    drilling = ["incident", "drill", "canary-seen", "--playbook", book, "--vault", vault_url]
    status, out, _ = shell(*drilling, "--audit", log)
    assert status == 1
    assert re.search(rb"^not told +desk$", out, re.MULTILINE)
    assert [each["why"] for each in events(log) if each.get("did") == "not-notified"] == [
        "answered with status 500"
    ]
