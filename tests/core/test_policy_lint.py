"""What there is to look at in a policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from policy_parts import POLICIES
from replay_parts import KINDS

from chatward.cli.policy_checked import highest_scores
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.decide import verdict
from chatward.policy.file import load_profile, parse_policy
from chatward.policy.lint import CHECKS, lint

PAGE = (Path(__file__).parents[2] / "docs/policy-life.md").read_text(encoding="utf-8")

# A policy with nothing to look at: what is added to it is what is found.
CLEAN = """
extends: balanced
version: "2"
change: A test.
"""
OLD = "rules: [{name: old, kinds: [age], action: redact, min_score: 0.4}]"
ALL_KINDS = "rules: [{name: talk, kinds: [conduct, age], action: redact, min_score: 0.3}]"
TWICE = (
    "rules: [{{name: mail, kinds: [email-address], action: redact}},"
    " {{name: twice, kinds: [email-address], action: {}, origins: [user]}}]"
)
PAYING = "releases: [{name: pay, kinds: [credit-card], to: ['tool:pay.to']}]"

# For each check: what it is found in, where, and what is near it and has nothing to look at.
SAMPLES = {
    "rule-never-speaks": (
        TWICE.format("redact"),
        "rule twice",
        TWICE.format("block"),
    ),
    "rule-out-of-reach": (
        "rules: [{name: old, kinds: [age], action: redact, min_score: 0.5}]",
        "rule old",
        "rules: [{name: old, kinds: [age], action: redact, min_score: 0.4}]",
    ),
    "hole": (
        "rules: [{name: secrets, kinds: [secret], action: redact, origins: [user]}]",
        "rules, secret",
        "rules: [{name: s, kinds: [secret], action: allow}]",
    ),
    "kinds-let-pass": (OLD, "rules, conduct", ALL_KINDS),
    "not-marked-as-data": ("spotlight: [tool]", "spotlight", "spotlight: [tool, document, user]"),
    "attachments-unseen": (
        "attachments: {tool: allow}",
        "attachments",
        "attachments: {tool: refuse}",
    ),
    "release-never-applies": (
        "releases: [{name: keys, kinds: [api-key], to: [user]}]",
        "release keys",
        "releases: [{name: names, kinds: [person], to: [user]}]",
    ),
    "release-sends-out": (
        PAYING,
        "release pay",
        f"{PAYING}\ntools: [{{name: pay, capabilities: [changes-state]}}]",
    ),
    "tool-lifts-limits": (
        "tools: [{name: 'send_*', roles: [a, b]}, {name: send_mail, calls: 3}]",
        "tool send_mail",
        "tools: [{name: 'send_*', roles: [a, b]}, {name: send_mail, roles: [a, b]}]",
    ),
    "tainted-allowed": ("tainted: allow", "tainted", "tainted: deny"),
    "role-named-once": (
        "tools: [{name: pay, roles: [member]}, {name: buy, roles: [member, membr]}]",
        "role membr",
        "tools: [{name: pay, roles: [member]}, {name: buy, roles: [member]}]",
    ),
    "redactor-keeps": (
        "redactors: {age: {operator: keep}}",
        "redactors, age",
        "redactors: {age: {operator: mask}}",
    ),
    "domain-too-wide": (
        "links: {allowed_domains: [org]}",
        "links.allowed_domains, org",
        "links: {allowed_domains: [example.org]}",
    ),
    "protected-too-short": (
        "protected: [the canary]",
        "protected",
        "protected: [the canary sings at dawn]",
    ),
    "quarantine-forgets": (
        "quarantine: true",
        "quarantine",
        "quarantine: true\nmemory: {store: 'sqlite:///a.db'}",
    ),
    "kept-long": ("memory: {vault_days: 366}", "memory.vault_days", "memory: {vault_days: 365}"),
    "fails-open": ("fail: {detect: open}", "fail.detect", "fail: {detect: closed}"),
    "fails-degraded": ("fail: {store: degraded}", "fail.store", "fail: {store: closed}"),
    "log-may-fail": (
        "fail: {audit: degraded}",
        "fail.audit",
        "fail: {audit: degraded}\naudit: {spill: spilled.jsonl}",
    ),
    "log-unsigned": (
        "audit: {file: a.jsonl, signed: false}",
        "audit.signed",
        "audit: {file: a.jsonl}",
    ),
    "only-watches": ("mode: monitor", "mode", "mode: enforce"),
    "unenforceable-passes": ("unenforceable: audit", "unenforceable", "unenforceable: block"),
    "no-change-note": ("change: ''", "change", "change: Why."),
    "no-version": ("", "version", "version: '3'"),
}


def flaws(text, written=frozenset({"version"})):
    policy = parse_policy(text, where="test")
    return lint(policy, KINDS, highest_scores(), written)


def laid_over(text):
    """The clean policy with other keys, which take the place of its own."""
    keys = {line.partition(":")[0] for line in text.splitlines()}
    kept = [line for line in CLEAN.splitlines() if line.partition(":")[0] not in keys]
    return "\n".join([*kept, text])


def test_there_is_a_sample_of_every_check():
    assert list(SAMPLES) == list(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_finds_what_it_is_for_and_says_where(name):
    text, place, near = SAMPLES[name]
    written = frozenset() if name == "no-version" else frozenset({"version"})
    found = [each for each in flaws(laid_over(text), written) if each.name == name]
    assert [each.place for each in found] == [place]
    assert found[0].severity == CHECKS[name]
    assert name not in {each.name for each in flaws(laid_over(near))}


def test_nothing_else_is_found_in_a_clean_policy():
    assert flaws(f"{CLEAN}{ALL_KINDS}") == []


@pytest.mark.parametrize(
    ("profile", "names"),
    [
        ("balanced", ["kinds-let-pass", "kinds-let-pass"]),
        ("strict", ["kinds-let-pass"]),
        ("monitor", ["kinds-let-pass", "kinds-let-pass", "only-watches"]),
    ],
)
def test_in_the_profiles_there_are_only_notes_that_the_docs_explain(profile, names):
    found = lint(load_profile(profile), KINDS, highest_scores())
    assert [each.name for each in found] == names
    places = {"rules, conduct", "rules, personal", "mode"}
    assert {each.place for each in found} <= places


def test_the_docs_explain_every_check_and_no_other():
    rows = re.findall(r"^\| `([a-z-]+)` \| (warning|note) \|", PAGE, re.MULTILINE)
    assert dict(rows) == dict(CHECKS)


@pytest.mark.parametrize("other", ["tool:pay", "user"])
def test_a_release_that_another_always_comes_before_is_told(other):
    text = (
        f"releases: [{{name: first, kinds: [person], to: ['{other}'], action: deny}},"
        f" {{name: last, kinds: [person], to: ['{other}']}}]"
    )
    assert ("release-never-applies", "release last") in {(e.name, e.place) for e in flaws(text)}


def test_where_nobody_has_said_what_a_tool_can_do_the_sentence_says_so():
    (found,) = [
        each
        for each in flaws(
            "extends: balanced\nreleases: [{name: r, kinds: [person], to: ['tool:x']}]"
        )
        if each.name == "release-sends-out"
    ]
    assert "as nothing is said" in found.sentence


def test_no_text_that_is_protected_is_told():
    assert "canary" not in str(flaws(f"{CLEAN}protected: [the canary]"))


@settings(max_examples=80)
@given(POLICIES)
def test_a_rule_that_is_said_never_to_speak_never_does(policy):
    found = {e.place for e in lint(policy, KINDS) if e.name == "rule-never-speaks"}
    steps = {0.0, 0.25, 1.0, *(rule.min_score for rule in policy.rules)}
    for kind in ("credit-card", "age", "person", "html-comment", "api-key", "data-link"):
        for origin in Origin:
            for role in (None, "guest", "staff"):
                for score in steps:
                    finding = Finding(0, 1, kind, score)
                    _, rule = verdict(policy, finding, KINDS[kind], origin, role)
                    assert f"rule {rule}" not in found
