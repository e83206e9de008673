"""What becomes stricter and what laxer from one policy to another."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_parts import NAMES, POLICIES, RELEASES, ROLES, RULES, differing, policy_of, written
from replay_parts import KINDS

from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.decide import verdict
from chatward.policy.diff import PARTS, differences
from chatward.policy.diff_settings import without_secrets
from chatward.policy.file import load_profile
from chatward.policy.model import Policy
from chatward.policy.releases import may_release


def rule(kinds, action, more=""):
    return f"rules: [{{name: a, kinds: [{kinds}], action: {action}{', ' if more else ''}{more}}}]"


# --- what holds for all policies ------------------------------------------------------------


def test_every_field_of_a_policy_is_compared():
    assert set(PARTS) == {each.name for each in fields(Policy)} - {"stamp", "change"}


@settings(max_examples=100)
@given(POLICIES)
def test_a_policy_does_not_differ_from_itself(policy):
    assert differences(policy, policy, KINDS) == []
    assert differences(policy, policy) == []


@settings(max_examples=150)
@given(POLICIES, POLICIES)
def test_what_is_stricter_one_way_is_laxer_the_other_way(a, b):
    there, back = differences(a, b, KINDS), differences(b, a, KINDS)

    def about(found, direction):
        return sorted(each.about for each in found if each.direction == direction)

    assert about(there, "stricter") == about(back, "laxer")
    assert about(there, "laxer") == about(back, "stricter")
    assert about(there, "different") == about(back, "different")


@settings(max_examples=150)
@given(
    st.tuples(RULES, RULES).map(lambda both: [policy_of({"rules": each}) for each in both]),
    st.sampled_from((*NAMES[:3], "person", "api-key")),
    st.sampled_from(Origin),
    st.sampled_from((None, "else", *ROLES)),
    st.floats(0.0, 1.0),
)
def test_where_nothing_is_said_about_rules_they_do_the_same(policies, kind, origin, role, score):
    finding = Finding(0, 1, kind, score)
    was, now = (verdict(each, finding, KINDS[kind], origin, role)[0] for each in policies)
    found = [each for each in differences(*policies, KINDS) if " is " in each.sentence]
    if was is not now:
        stricter = now.strictness > was.strictness
        assert ("stricter" if stricter else "laxer") in {each.direction for each in found}


@settings(max_examples=150)
@given(
    st.tuples(RELEASES, RELEASES).map(lambda both: [policy_of({"releases": e}) for e in both]),
    st.sampled_from((*NAMES[:3], "person", "api-key")),
    st.sampled_from(("user", "tool:pay", "tool:pay.to", "tool:pay.x", "tool:mail")),
    st.sampled_from((None, *ROLES)),
    st.booleans(),
)
def test_where_nothing_is_said_about_releases_they_do_the_same(policies, kind, to, role, own):
    was, now = (may_release(each, kind, KINDS[kind], to, role, own=own)[0] for each in policies)
    found = [each for each in differences(*policies, KINDS) if "restored" in each.sentence]
    if was is not now:
        assert ("laxer" if now else "stricter") in {each.direction for each in found}


# --- sentences ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "extends: balanced",
            f"extends: balanced\n{rule('credit-card', 'block', 'origins: [user]')}",
            "stricter: credit-card in texts of user is blocked (was pseudonymised).",
        ),
        (
            rule("personal, secret", "redact"),
            rule("secret", "redact"),
            "laxer: all of personal in texts of anybody is allowed (was redacted).",
        ),
        (
            rule("injection", "block", "origins: [user, tool], min_score: 0.94"),
            rule("injection", "block", "origins: [user, tool], min_score: 0.8"),
            (
                "stricter: all of injection from 0.8 to below 0.94 in texts of user and tool "
                "is blocked (was allowed)."
            ),
        ),
        (
            "rules: []",
            rule("any", "redact", "roles: [guest], min_score: 0.0"),
            (
                "stricter: everything of any score in texts of anybody is redacted (was allowed) "
                "for the role guest."
            ),
        ),
        (
            rule("age", "redact", "roles: [x]"),
            rule("age", "redact"),
            (
                "stricter: age in texts of anybody is redacted (was allowed) "
                "for everybody but the role x."
            ),
        ),
        (
            rule("personal", "redact"),
            rule("personal", "block")[:-1] + ", {name: b, kinds: [age], action: redact}]",
            "stricter: the rest of personal in texts of anybody is blocked (was redacted).",
        ),
        (rule("age", "allow"), "rules: []", None),
    ],
)
def test_rules_are_compared_by_what_they_do(before, after, sentence):
    assert differing(before, after) == ([] if sentence is None else [sentence])


SETTINGS = {
    "rules": ("rules: []", "rules: [{name: a, kinds: [age], action: block}]", "stricter"),
    "releases": (
        "releases: []",
        "releases: [{name: a, kinds: [credit-card], to: ['tool:pay']}]",
        "laxer",
    ),
    "tools": ("tools: []", "tools: [{name: pay, roles: [member]}]", "stricter"),
    "tainted": ("tainted: ask", "tainted: deny", "stricter"),
    "attachments": ("attachments: {user: refuse}", "attachments: {user: strip}", "laxer"),
    "spotlight": ("spotlight: [tool]", "spotlight: []", "laxer"),
    "allowed_domains": (
        "links: {allowed_domains: [example.org]}",
        "links: {allowed_domains: [example.org, a.example.net]}",
        "laxer",
    ),
    "protected": ("protected: []", "protected: [the canary sings]", "stricter"),
    "mode": ("mode: enforce", "mode: monitor", "laxer"),
    "unenforceable": ("unenforceable: block", "unenforceable: audit", "laxer"),
    "fail": ("fail: {store: closed}", "fail: {store: degraded}", "laxer"),
    "redactions": (
        "redactors: {age: {operator: mask}}",
        "redactors: {age: {operator: keep}}",
        "laxer",
    ),
    "surrogates": ("surrogates: {}", "surrogates: {person: de_DE}", "different"),
    "retention": ("memory: {vault_days: 30}", "memory: {vault_days: 7}", "stricter"),
    "quarantine": ("quarantine: false", "quarantine: true", "different"),
    "audit": ("audit: {signed: true}", "audit: {signed: false}", "laxer"),
    "incidents": ("incidents: standard", "", "laxer"),
    "regulations": ("regulations: {}", "regulations: {GDPR: [age]}", "different"),
    "store": ("memory: {store: 'memory:'}", "memory: {store: 'sqlite:///a.db'}", "different"),
    "model": ("", "model: own.npz", "different"),
    "bot": ("", "\nbot: other", "different"),
    "shadow": ("", "shadow: strict", "different"),
    "refusal": ("refusal: A", "refusal: B", "different"),
    "refusals": ("refusal: {en: A, de: B}", "refusal: {en: A, de: C}", "different"),
    "withheld": ("withheld: A", "withheld: B", "different"),
}


@pytest.mark.parametrize("field", PARTS)
def test_a_change_of_each_field_is_told_with_its_direction(field):
    before, after, direction = SETTINGS[field]
    if field == "bot":
        a, b = written(before), replace(written(before), bot="other")
    else:
        a, b = written(before), written(after)
    told = [each for each in differences(a, b, KINDS) if "names" not in each.about]
    assert [each.direction for each in told] == [direction]
    assert told[0].sentence.endswith(".")


def test_a_domain_within_an_allowed_one_changes_nothing():
    before = "links: {allowed_domains: [example.org]}"
    assert differing(before, "links: {allowed_domains: [example.org, a.example.org]}") == []


def test_renamed_rules_are_told_because_logs_and_grants_name_them():
    before = "rules: [{name: old, kinds: [age], action: block}]"
    found = differences(written(before), written(before.replace("old", "new")), KINDS)
    assert [each.sentence for each in found] == ["of the rules' names new are new, gone are old."]


def test_neither_protected_texts_nor_passwords_nor_parameters_are_differing():
    secret = (
        "protected: [the canary sings at dawn]\n"
        "memory: {store: 'rediss://anna:hunter2@store.example.org/1?password=hunter3'}\n"
        "redactors: {age: {operator: replace, params: {new_value: hunter4}}}\n"
        "refusal: 'Call hunter5.'\nwithheld: hunter6\n"
    )
    other = "redactors: {age: {operator: replace, params: {new_value: hunter7}}}"
    both = [*differing(secret, other), *differing(other, secret)]
    assert len(both) == 10
    assert "canary" not in str(both)
    assert "hunter" not in str(both)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("memory:", "memory:"),
        ("env:CHATWARD_STORE", "env:CHATWARD_STORE"),
        ("sqlite:///bot@home.db?fsync=true", "sqlite:///bot@home.db"),
        ("sqlite:///a.db#keys=rediss://u:p@h/1?x=p", "sqlite:///a.db#keys=rediss://h/1"),
    ],
)
def test_a_store_is_named_without_its_secrets(url, shown):
    assert without_secrets(url) == shown


def test_profiles_are_ordered_as_their_names_say():
    balanced, strict, monitor = map(load_profile, ("balanced", "strict", "monitor"))
    assert {e.direction for e in differences(balanced, strict, KINDS)} == {"stricter", "different"}
    assert {e.direction for e in differences(balanced, monitor, KINDS)} == {"laxer", "different"}
