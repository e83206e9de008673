"""`chatward policy`, `chatward warm` and `chatward demo`."""

from __future__ import annotations

import json
import re

import pytest

from chatward import Guard, load_policy, load_profile
from chatward.cli import run
from chatward.cli.demo import TEXTS

MINE = """
name: mine
version: "7"
extends: balanced
protected: [the canary sings at dawn]
redactors: {credit-card: {operator: mask}}
links: {allowed_domains: [example.org]}
rules:
- name: no-cards
  kinds: [credit-card]
  roles: [guest]
  min_score: 0.9
  action: block
"""

REMEMBERING = """
extends: balanced
bot: shop
quarantine: true
surrogates: {person: de_DE}
memory: {store: "rediss://anna:hunter2@store.example.org:6380/1?password=hunter3", vault_days: 2}
releases:
- name: mail-to
  kinds: [email-address]
  to: ["tool:send_mail.to"]
  roles: [member]
- name: not-the-memo
  kinds: [any]
  to: ["tool:pay.memo"]
  action: deny
"""


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text(MINE)
    return file


def test_check_tells_name_version_hash_and_number_of_rules(policy, capsys):
    assert run(["policy", "check", str(policy)]) == 0
    told = dict(line.split() for line in capsys.readouterr().out.splitlines())
    loaded = load_policy(policy)
    stamp = loaded.stamp
    assert told == {
        "name": "mine",
        "version": "7",
        "hash": stamp.hash,
        "rules": str(len(loaded.rules)),
    }


def test_show_lists_every_rule_and_what_it_extends(policy, capsys):
    assert run(["policy", "show", str(policy)]) == 0
    shown = capsys.readouterr().out
    for rule in load_policy(policy).rules:
        assert re.search(rf"^{rule.name} .* {rule.action}$", shown, re.MULTILINE)
    assert re.search(r"^no-cards +credit-card +- +guest +0\.9 +block$", shown, re.MULTILINE)
    assert re.search(r"^redactors +credit-card: mask$", shown, re.MULTILINE)
    assert re.search(r"^allowed domains +example\.org$", shown, re.MULTILINE)


def test_protected_texts_are_counted_and_not_shown(policy, capsys):
    for options in ([], ["--json"]):
        run(["policy", "show", str(policy), *options])
        assert "canary" not in capsys.readouterr().out
    run(["policy", "show", str(policy), "--json"])
    assert json.loads(capsys.readouterr().out)["protected_texts"] == 1


def test_what_is_remembered_is_shown_and_no_password(tmp_path, capsys):
    pytest.importorskip("redis")
    file = tmp_path / "remembering.yml"
    file.write_text(REMEMBERING)
    assert run(["policy", "show", str(file)]) == 0
    table = capsys.readouterr().out
    assert re.search(
        r"^mail-to +email-address +tool:send_mail\.to +member +False +allow$", table, re.MULTILINE
    )
    assert re.search(r"^not-the-memo +any +tool:pay\.memo +- +False +deny$", table, re.MULTILINE)
    assert re.search(r"^own-values-back +personal +user +- +True +allow$", table, re.MULTILINE)
    assert run(["policy", "show", str(file), "--json"]) == 0
    as_json = capsys.readouterr().out
    shown = json.loads(as_json)
    assert shown["memory"] == {
        "store": "rediss://store.example.org:6380/1",
        "conversations_days": 30.0,
        "vault_days": 2.0,
        "quarantine_days": 7.0,
    }
    assert (shown["quarantine"], shown["bot"]) == (True, "shop")
    assert shown["surrogates"] == {"person": "de_DE"}
    assert "hunter" not in table + as_json


@pytest.mark.parametrize(
    ("store", "shown"),
    [
        ("memory:", "memory:"),
        ("sqlite:///bot@home.db?fsync=true", "sqlite:///bot@home.db"),
        ("env:CHATWARD_STORE", "env:CHATWARD_STORE"),
    ],
)
def test_a_store_is_named_without_its_options_and_needs_no_key(
    tmp_path, monkeypatch, capsys, store, shown
):
    monkeypatch.delenv("CHATWARD_MASTER_KEY", raising=False)
    file = tmp_path / "stored.yml"
    file.write_text(f"extends: balanced\nmemory: {{store: '{store}'}}")
    assert run(["policy", "check", str(file)]) == 0
    capsys.readouterr()
    assert run(["policy", "show", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory"]["store"] == shown
    assert [path.name for path in tmp_path.iterdir()] == ["stored.yml"]


def test_check_refuses_what_is_no_store(tmp_path, capsys):
    file = tmp_path / "stored.yml"
    file.write_text("extends: balanced\nmemory: {store: 'sqlit:///a.db'}")
    assert run(["policy", "check", str(file)]) == 2
    assert "Did you mean 'sqlite'?" in capsys.readouterr().err


@pytest.mark.parametrize("profile", ["strict", "balanced", "monitor"])
def test_a_profile_is_shown_by_name(profile, capsys):
    assert run(["policy", "show", profile, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["name"] == profile
    assert shown["mode"] == load_profile(profile).mode
    assert [each["name"] for each in shown["rules"]] == [
        r.name for r in load_profile(profile).rules
    ]


def test_the_schema_is_json_and_knows_every_action(capsys):
    assert run(["policy", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "pseudonymise" in json.dumps(schema)


def test_warm_compiles_once_and_tells_where(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CHATWARD_CACHE_DIR", str(tmp_path / "cache"))
    for told in ("compiled", "was there already"):
        assert run(["warm"]) == 0
        out = capsys.readouterr().out
        assert f"folder    {tmp_path}/cache\n" in out
        assert f"database  {told}\n" in out
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


def test_warm_exits_with_2_where_nothing_can_be_kept(tmp_path, monkeypatch, capsys):
    tmp_path.chmod(0o755)
    monkeypatch.setenv("CHATWARD_CACHE_DIR", str(tmp_path))
    assert run(["warm"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_the_demo_shows_what_the_guard_decides(capsys):
    assert run(["demo"]) == 0
    shown = capsys.readouterr().out
    guard = Guard()
    for origin, text in TEXTS:
        decision = guard.inspect(text, origin=origin, conversation="same")
        what = dict.fromkeys([decision.action.value, decision.rule])  # spotlight is both
        assert f"  {' '.join(what).strip()}  " in shown
    assert len({origin for origin, _ in TEXTS}) >= 4
    assert "I cannot help with that." in shown


def test_the_demo_can_be_audited(tmp_path):
    audit = tmp_path / "audit.jsonl"
    assert run(["demo", "--audit", str(audit)]) == 0
    assert len(audit.read_text().splitlines()) == len(TEXTS)
    assert "anna" not in audit.read_text()
