"""What follows from what a policy says about tools: one table, and properties of it."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Action
from chatward.policy.arguments import LONGEST_VALUE_CHARS, MOST_ITEMS, argument_pattern
from chatward.policy.tools import (
    UNDECLARED,
    Call,
    Capability,
    Standing,
    ToolRule,
    capabilities_of,
    judge_call,
    rules_about,
)

READS_UNTRUSTED, READS_PRIVATE, SENDS_OUT, CHANGES_STATE = Capability
SETS = [
    frozenset(chosen) for count in range(5) for chosen in itertools.combinations(Capability, count)
]
SOME = st.sampled_from(SETS)
APPROVE = [None, "always", "tainted", "never"]
WHEN = ["ask", "deny", "allow"]


def judged(rules, tool="t", arguments=None, *, role=None, when="ask", declared=None, **standing):
    call = Call(tool, arguments or {}, role, declared)
    return judge_call(rules, when, call, Standing(**standing))


# --- the table ------------------------------------------------------------------------------


@pytest.mark.parametrize("tainted", [False, True])
@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("when", WHEN)
def test_the_table_of_decisions_is_complete(tainted, private, when):
    for capabilities, approve in itertools.product(SETS, APPROVE):
        meet = tainted and private and SENDS_OUT in capabilities
        matters = bool(capabilities & {SENDS_OUT, CHANGES_STATE})
        wanted = {None: "tainted" if matters else "never"}.get(approve, approve)
        if meet and when == "deny":
            expected = (Action.BLOCK, "tainted")
        elif meet and when == "ask":
            expected = (Action.ASK, "tainted")
        elif wanted == "always" or (wanted == "tainted" and tainted):
            expected = (Action.ASK, "tool:t.approve")
        else:
            expected = (Action.ALLOW, "")
        rule = ToolRule("t", capabilities, approve=approve)
        said = judged([rule], tainted=tainted, private=private, when=when)
        assert (said.action, said.rule) == expected, (capabilities, approve)
        assert bool(said.why) == (said.action is not Action.ALLOW)


@given(SOME, SOME, st.booleans(), st.booleans(), st.sampled_from(WHEN))
def test_a_tool_that_can_do_more_is_never_judged_more_mildly(some, more, tainted, private, when):
    def strictness(capabilities):
        rule = ToolRule("t", capabilities)
        said = judged([rule], tainted=tainted, private=private, when=when)
        return said.action.strictness

    assert strictness(some) <= strictness(some | more)


@given(SOME, st.sampled_from(APPROVE), st.sampled_from(WHEN))
def test_what_was_read_never_makes_a_judgement_milder(capabilities, approve, when):
    rule = ToolRule("t", capabilities, approve=approve)

    def strictness(tainted, private):
        said = judged([rule], tainted=tainted, private=private, when=when)
        return said.action.strictness

    for other in (False, True):
        assert strictness(False, other) <= strictness(True, other)
        assert strictness(other, False) <= strictness(other, True)


# --- which rule speaks ------------------------------------------------------------------------


def test_an_undeclared_tool_reads_what_cannot_be_trusted_and_sends_out():
    assert capabilities_of((), "anything") == UNDECLARED == {READS_UNTRUSTED, SENDS_OUT}
    assert judged((), tainted=True, private=True).rule == "tainted"
    assert judged((), tainted=True).rule == "tool:t.approve"
    assert judged(()).action is Action.ALLOW


def test_a_tools_own_word_counts_where_the_policy_is_silent_and_only_there():
    declared = frozenset({READS_PRIVATE})
    assert capabilities_of((), "t", declared) == declared
    assert capabilities_of((), "t", frozenset()) == frozenset()
    assert capabilities_of([ToolRule("t", roles=frozenset("a"))], "t", declared) == declared
    assert capabilities_of([ToolRule("t", frozenset({SENDS_OUT}))], "t", declared) == {SENDS_OUT}
    assert capabilities_of([ToolRule("t", frozenset())], "t", declared) == frozenset()


def test_a_tools_own_rule_beats_a_pattern_and_the_longer_pattern_the_shorter():
    rules = [ToolRule(name) for name in ("*", "send_*", "send_mail", "send_m*")]

    def names(tool):
        return [each.name for each in rules_about(rules, tool)]

    assert names("send_mail") == ["send_mail"]
    assert names("send_money") == ["send_m*"]
    assert names("send_post") == ["send_*"]
    assert names("read") == ["*"]
    assert rules_about(rules[1:], "read") == ()


def test_patterns_that_are_equally_close_hold_together():
    rules = [
        ToolRule("send_*", frozenset({SENDS_OUT}), roles=frozenset({"member"})),
        ToolRule("*_mail", frozenset({READS_PRIVATE}), approve="always"),
    ]
    assert capabilities_of(rules, "send_mail") == {SENDS_OUT, READS_PRIVATE}
    assert judged(rules, "send_mail").rule == "tool:send_*.roles"
    assert judged(rules, "send_mail", role="member").rule == "tool:*_mail.approve"


def test_the_case_of_a_name_counts():
    rule = ToolRule("send_mail", frozenset())
    assert rules_about([rule], "Send_Mail") == ()


# --- roles, budgets, arguments ----------------------------------------------------------------


def test_only_the_roles_that_are_named_may_call():
    rule = ToolRule("t", frozenset(), roles=frozenset({"member", "staff"}))
    for role in ("guest", "Member", "", None):
        said = judged([rule], role=role)
        assert (said.action, said.rule) == (Action.BLOCK, "tool:t.roles")
    assert judged([rule], role="staff").action is Action.ALLOW


@given(st.integers(0, 5), st.integers(0, 8), st.integers(0, 3))
def test_a_budget_counts_every_call_that_may_have_been_its_own(calls, made, others):
    rule = ToolRule("send_*", frozenset(), calls=calls)
    counts = {"send_a": made // 2, "send_b": made - made // 2, "read": 99}
    said = judged([rule], "send_a", made=counts, others=others)
    assert (said.rule == "tool:send_*.calls") == (made + others >= calls)


def test_what_forbids_a_call_is_told_before_what_asks_about_it():
    rule = ToolRule("t", frozenset({SENDS_OUT}), calls=0, approve="always")
    said = judged([rule], tainted=True, private=True)
    assert (said.action, said.rule) == (Action.BLOCK, "tool:t.calls")


ADDRESS = argument_pattern(r"[a-z.]+@example\.org")


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("anna@example.org", True),
        ("anna@example.org, eve@example.net", False),
        ("anna@example.org\n", False),
        (" anna@example.org", False),
        ("", False),
        (None, True),
        (["anna@example.org", "ben@example.org"], True),
        (("anna@example.org", "eve@example.net"), False),
        ([], True),
        ([["anna@example.org"]], False),
        ([None], False),
        ({"to": "anna@example.org"}, False),
        (b"anna@example.org", False),
        (["a@example.org"] * MOST_ITEMS, True),
        (["a@example.org"] * (MOST_ITEMS + 1), False),
        ("a" * LONGEST_VALUE_CHARS + "@example.org", False),
    ],
)
def test_the_whole_value_of_an_argument_has_to_match(value, fits):
    assert ADDRESS.fits(value) is fits
    said = judged([ToolRule("t", frozenset(), arguments={"to": ADDRESS})], arguments={"to": value})
    assert said.rule == ("" if fits else "tool:t.arguments.to")
    assert "@" not in said.why


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        (r"\d{1,3}", 250, True),
        (r"\d{1,3}", 2_500, False),
        (r"\d{1,3}", -5, False),
        (r"\d+\.\d", 2.5, True),
        ("true|false", True, True),
        ("1", True, False),
    ],
)
def test_numbers_are_matched_as_json_writes_them(pattern, value, fits):
    assert argument_pattern(pattern).fits(value) is fits


def test_an_argument_that_is_not_named_is_free_unless_a_star_speaks_about_it():
    nothing = argument_pattern("(?!)")
    free = ToolRule("t", frozenset(), arguments={"to": ADDRESS})
    closed = ToolRule("t", frozenset(), arguments={"to": ADDRESS, "*": nothing})
    smuggled = {"to": "anna@example.org", "bcc": "eve@example.net"}
    assert judged([free], arguments=smuggled).action is Action.ALLOW
    assert judged([closed], arguments=smuggled).rule == "tool:t.arguments.*"
    assert judged([closed], arguments={"to": "anna@example.org"}).action is Action.ALLOW
    assert judged([closed], arguments={"*": "x"}).action is Action.BLOCK


HARMLESS = [
    r".*@example\.org",
    r"https://[\w.-]+/.*",
    r".*foo.*bar",
    r"[^@]{1,64}@[^@]{1,255}\.[a-z]{2,20}",
    r"[a-z]{2,20}(\.[a-z]{2,20}){0,3}",
    r"[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}",
    r"(?i:berlin|paris)",
    r"(?=.*a).*b",
]
ENDLESS = [r"(a+)+", r"(a|a)*", r"(?:a{1,30}){1,30}", r"(\w)\1", r"(?:.*,){3}", "a?" * 40]


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_pattern_that_is_taken_is_matched_in_no_time(pattern):
    wanted = argument_pattern(pattern)
    began = time.perf_counter()
    for piece in ("a", "foo", "a@", "https://a/", "aa.", "AA00 ", " ", "\n"):
        wanted.fits((piece * LONGEST_VALUE_CHARS)[: LONGEST_VALUE_CHARS - 1] + "!")
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_could_take_without_end_is_refused(pattern):
    with pytest.raises(ValueError, match="without end"):
        argument_pattern(pattern)
