"""Playbooks: what a file may say, and what is said to who writes nonsense."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_parts import playbook

from chatward import PolicyError
from chatward.detectors import FAMILIES
from chatward.incidents.entries import SEVERITIES
from chatward.incidents.file import load_playbook, parse_playbook
from chatward.incidents.telling import open_channels
from chatward.kinds import PRESIDIO_KINDS

RULE = "rules:\n- name: r\n  when: {}\n  severity: low\n"


def test_the_shipped_playbook_names_what_exists():
    shipped = load_playbook("standard")
    kinds = {kind for rule in shipped.rules for kind in rule.when.kinds}
    assert kinds <= {*FAMILIES, *PRESIDIO_KINDS}
    assert {role for rule in shipped.rules for role, _ in rule.steps} == set(shipped.roles)
    assert all(rule.steps and rule.channels == ("log",) for rule in shipped.rules)
    open_channels(shipped)


def test_a_file_builds_on_the_shipped_one(tmp_path):
    file = tmp_path / "own.yml"
    file.write_text(
        "extends: standard\n"
        "version: 7\n"
        "channels: {desk: {kind: call, function: 'builtins:repr'}}\n"
        "tell: {critical: [log, desk]}\n"
        "without: [unusual-length]\n"
        "rules:\n"
        "- {name: rapid-fire, when: {kinds: [rapid-fire]}, severity: critical, count: 9}\n"
        "- {name: mine, when: {event: retention}, per: bot, severity: low, channels: []}\n"
    )
    own, shipped = load_playbook(file), load_playbook("standard")
    assert (own.name, own.version) == ("own", "7")
    assert own.hash != shipped.hash
    names = [rule.name for rule in own.rules]
    assert names == [*(r.name for r in shipped.rules if r.name != "unusual-length"), "mine"]
    assert own.rule("rapid-fire").count == 9
    assert own.rule("rapid-fire").channels == ("log", "desk")
    assert own.rule("canary-seen").channels == ("log", "desk")
    assert own.rule("forged-placeholders").channels == ("log",)
    assert own.rule("mine").channels == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a playbook is a mapping"),
        ("- a", "a playbook is a mapping"),
        ("a: [", "line 1: not valid YAML"),
        ("name: 2020-13-45", "not valid YAML"),
        ("ruls: []", "line 1: unknown key 'ruls'; use one of name, "),
        (RULE + "  cout: 3\n", "line 5, rules[0]: unknown key 'cout'"),
        (RULE + "  count: 0\n", "rules[0].count: Expected `int` >= 1"),
        (RULE + "  per: person\n", "unknown per 'person'; use one of conversation, user, bot."),
        (RULE.replace("low", "hgh"), "Did you mean 'high'?"),
        (RULE.replace("{}", "{event: decisions}"), "Did you mean 'decision'?"),
        (RULE.replace("{}", "{event: incident}"), "unknown event 'incident'"),
        (RULE.replace("{}", "{actions: [blok]}"), "unknown action 'blok'; use one of allow"),
        (RULE.replace("{}", "{kind: [a]}"), "Did you mean 'kinds'?"),
        (RULE.replace("name: r", "name: R 1"), "rules[0].name"),
        (RULE + RULE.partition("\n")[2], "two rules are named 'r'"),
        (RULE + "  channels: [desk]\n", "rule 'r': unknown channel 'desk'; use one of log."),
        (RULE + "  steps: [{duty: x}]\n", "unknown role 'duty'; use one of none."),
        (RULE + "  steps: [{a: x, b: y}]\n", "each step is a role and what it does"),
        (RULE + "  contain: [quarantine]\n", "Did you mean 'quarantine-conversation'?"),
        (RULE + "  contain: [{profile: monitor}]\n", "profile 'monitor' contains nothing"),
        (RULE + "  contain: [{lock-tool: 'a b'}]\n", "is no name of a tool"),
        (RULE + "  contain: [{a: x, b: y}]\n", "unknown word 'a, b'"),
        (RULE + "  contain: [{frost: x}]\n", "unknown word 'frost'"),
        (RULE + "  contain: [lock-tool]\n", "only a call tells which tool"),
        (RULE + "  per: bot\n  contain: [hand-over]\n", "need 'per: conversation'"),
        (RULE + "  first: family\n", "say 'per: bot'"),
        (RULE + "  first: family\n  per: bot\n  count: 2\n", "leave out 'spike' and 'count'"),
        (RULE + "  spike: {}\n", "say 'per: bot'"),
        (RULE + "  spike: {before_seconds: 10}\n  per: bot\n", "no less than 'within_seconds'"),
        (RULE + "  spike: {}\n  within_seconds: 1\n  per: bot\n", "no more than 100 times"),
        (RULE + "  escalate_after_seconds: 9\n", "go together"),
        (RULE + "  escalate_to: [log]\n", "go together"),
        (RULE.replace("{}", "{event: call}") + "  per: user\n", "'event: decision'"),
        ("without: [x]", "without: no rule is named 'x'"),
        ("extends: standards", "Did you mean 'standard'?"),
        ("channels: {a: {kind: mail}}", "use one of log, webhook, call."),
        ("channels: {a: {kind: webhook, url: 'https://example.org'}}", "secret"),
        ("channels: {a: {kind: log, url: x}}", "unknown key 'url'"),
    ],
)
def test_nonsense_is_refused_with_a_word_of_help(text, told):
    with pytest.raises(PolicyError) as caught:
        playbook(text)
    assert str(caught.value).startswith("playbook.yml")
    assert told in str(caught.value)


@given(st.text(max_size=200))
def test_any_text_is_a_playbook_or_refused(text):
    with contextlib.suppress(PolicyError):
        parse_playbook(text, where="here")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "odd.yml").write_bytes(b"\xff\xfe\xff")
    for name in ("missing.yml", "odd.yml", "."):
        with pytest.raises(PolicyError, match="cannot be read"):
            load_playbook(tmp_path / name)


HOOK = "channels: {a: {kind: webhook, url: %s, secret: %s}}"


@pytest.mark.parametrize(
    ("url", "secret", "told"),
    [
        ("https://example.org/a", "'plain'", "write env:NAME"),
        ("https://example.org/a", "env:NO_SUCH_VARIABLE", "'NO_SUCH_VARIABLE' is not set"),
        ("https://example.org/a", "env:SHORT", "24 to 64 bytes in base64"),
        ("https://example.org/a", "env:ODD", "24 to 64 bytes in base64"),
        ("http://example.org/a", "env:GOOD", "must be https"),
        ("http://127.0.0.1.example.org/", "env:GOOD", "must be https"),
        ("https://user:hidden@example.org/", "env:GOOD", "no user or password"),
        ("ftp://example.org/", "env:GOOD", "is no address"),
        ("'https://[::1'", "env:GOOD", "is no address"),
        ("'https://example.org:x/'", "env:GOOD", "is no address"),
        ("env:NO_SUCH_VARIABLE", "env:GOOD", "is not set"),
    ],
)
def test_a_webhook_that_must_not_be_used_is_refused(monkeypatch, url, secret, told):
    monkeypatch.setenv("GOOD", "whsec_" + "QUFB" * 8)
    monkeypatch.setenv("SHORT", "QUFB")
    monkeypatch.setenv("ODD", "no base64 but long enough to be a secret")
    with pytest.raises(PolicyError) as caught:
        open_channels(playbook(HOOK % (url, secret)))
    assert told in str(caught.value)
    for secretive in ("plain", "QUFB", "hidden", "example.org", "base64 but"):
        assert secretive not in str(caught.value)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        ("repr", "module:function"),
        ("builtins:no_such", "no such function"),
        ("no_such_module:f", "cannot be imported: ModuleNotFoundError"),
        ("builtins:__doc__", "no such function"),
    ],
)
def test_a_function_that_is_not_there_is_refused(function, told):
    with pytest.raises(PolicyError, match=told):
        open_channels(playbook(f"channels: {{a: {{kind: call, function: '{function}'}}}}"))


def test_every_severity_is_told_somewhere():
    for severity in SEVERITIES:
        assert playbook(RULE.replace("low", severity)).rules[0].channels == ("log",)


def test_no_repr_of_a_playbook_holds_an_address():
    text = HOOK % ("'https://example.org/secret-path'", "env:GOOD")
    assert "secret-path" not in repr(playbook(text))
