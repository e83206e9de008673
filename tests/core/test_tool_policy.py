"""How a policy file says what holds for tools, and what it is told where it is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chatward import PolicyError, load_profile
from chatward.cli import run
from chatward.policy import file
from chatward.policy.arguments import argument_pattern
from chatward.policy.entries import ToolEntry
from chatward.policy.file import parse_policy
from chatward.policy.tools import Capability, ToolRule, parse_capabilities

# --- the file ---------------------------------------------------------------------------------

WRITTEN = r"""
tools:
- name: send_mail
  capabilities: [sends-out, changes-state]
  roles: [member]
  arguments: {to: '[a-z.]+@example\.org'}
  calls: 3
  approve: always
- name: read_*
tainted: deny
"""


def test_a_file_says_all_there_is_about_a_tool():
    policy = parse_policy(WRITTEN, where="test")
    mail, read = policy.tools
    assert mail == ToolRule(
        "send_mail",
        frozenset({Capability.SENDS_OUT, Capability.CHANGES_STATE}),
        frozenset({"member"}),
        {"to": argument_pattern(r"[a-z.]+@example\.org")},
        3,
        "always",
    )
    assert read == ToolRule("read_*")
    assert policy.tainted == "deny"


def test_without_a_word_tools_are_free_and_the_worst_is_asked_about():
    for profile in ("strict", "balanced", "monitor"):
        policy = load_profile(profile)
        assert (policy.tools, policy.tainted) == ((), "ask")


def test_a_tool_of_the_same_name_takes_the_place_of_the_one_below():
    over, under = (
        file._convert(text, "test")
        for text in (
            "tools: [{name: a, calls: 1}, {name: b, roles: [x]}]",
            "tools: [{name: b, calls: 9, capabilities: [sends-out]}, {name: c}]\ntainted: deny",
        )
    )
    policy = file._build([over, under], "test", "test")
    by_name = {each.name: each for each in policy.tools}
    assert by_name == {
        "a": ToolRule("a", calls=1),
        "b": ToolRule("b", roles=frozenset({"x"})),
        "c": ToolRule("c"),
    }
    assert policy.tainted == "deny"


def test_what_is_said_about_tools_is_in_the_hash_of_the_policy():
    texts = ("", "\ntools: [{name: a}]", "\ntools: [{name: a, calls: 1}]", "\ntainted: deny")
    hashes = {parse_policy(f"extends: balanced{each}", where="test").stamp.hash for each in texts}
    assert len(hashes) == len(texts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "tools:\n- name: a\n  capabilities: [send-out]",
            r"line 3, tools\[0\].*: unknown capability 'send-out'; .* Did you mean 'sends-out'\?",
        ),
        ("tools: [{name: a, capability: []}]", "unknown key 'capability'.*'capabilities'"),
        ("tools: [{name: a, approve: never-ever}]", "unknown approve 'never-ever'.*mean 'never'"),
        ("tainted: block", "unknown tainted 'block'; use one of ask, deny, allow"),
        ("tools: [{name: a}, {name: a}]", "two tools are named 'a'"),
        ("tools: [{name: 'a b'}]", "tool 'a b': a name has letters"),
        ("tools: [{name: 'a[bc]?'}]", "a name has letters"),
        ("tools: [{name: ''}]", "a name has letters"),
        ("tools: [{capabilities: []}]", "name"),
        ("tools: [{name: a, calls: -1}]", ">= 0"),
        (
            "tools: [{name: a, arguments: {to: '['}}]",
            "'a', argument 'to': .* no regular expression",
        ),
        ("tools: [{name: a, arguments: {to: '(a*)*'}}]", "argument 'to': .* without end"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_guess(text, told):
    with pytest.raises(PolicyError, match=told):
        parse_policy(text, where="test")


@pytest.mark.parametrize("words", [["send-out"], "sends-out", [3]])
def test_a_capability_that_a_tool_declares_has_to_be_one(words):
    with pytest.raises(PolicyError, match="unknown capability; use a list of reads-untrusted"):
        parse_capabilities(words)


def test_the_page_explains_every_key_and_every_capability():
    text = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
    section = text.split("\n## Tools\n")[1].split("\n## ")[0]
    named = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
    assert named[:6] == list(ToolEntry.__struct_fields__)
    assert named[6:10] == [each.value for each in Capability]
    assert named[10:] == ["tainted", "ask", "deny", "allow"]


def test_the_command_shows_what_is_said_about_tools(tmp_path, capsys):
    path = tmp_path / "tools.yml"
    path.write_text(WRITTEN)
    assert run(["policy", "show", str(path), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["tainted"] == "deny"
    assert shown["tools"] == [
        {
            "name": "send_mail",
            "capabilities": ["changes-state", "sends-out"],
            "roles": ["member"],
            "arguments": {"to": r"[a-z.]+@example\.org"},
            "calls": 3,
            "approve": "always",
        },
        {
            "name": "read_*",
            "capabilities": None,
            "roles": [],
            "arguments": {},
            "calls": None,
            "approve": None,
        },
    ]
    assert run(["policy", "show", str(path)]) == 0
    assert re.search(r"^read_\* +-( +-)* *$", capsys.readouterr().out, re.MULTILINE)
