"""A guarded app: placeholders inside, values outside, whichever way it is called."""

from __future__ import annotations

import asyncio
import re

import pytest
from edge_parts import (
    ANNA,
    CONFIG,
    FORGED,
    KEEPS_FORGED,
)
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.prompt_values import ChatPromptValue, StringPromptValue
from langchain_core.runnables import RunnableLambda

from chatward import Guard, Keyring
from chatward.policy.file import parse_policy
from chatward_langchain.edge import GuardedRunnable

pytest_plugins = ["edge_fixtures"]


@pytest.mark.parametrize(
    "value",
    [
        f"mail {ANNA}",
        HumanMessage(f"mail {ANNA}"),
        [SystemMessage("s"), HumanMessage(f"mail {ANNA}")],
        StringPromptValue(text=f"mail {ANNA}"),
        ChatPromptValue(messages=[HumanMessage(f"mail {ANNA}")]),
        {"q": f"mail {ANNA}", "n": 3, "deep": {"list": [f"to {ANNA}", None]}},
        {"messages": [HumanMessage(f"mail {ANNA}")], "n": 3},
        {"documents": [Document("It rains.")], "q": f"mail {ANNA}"},
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_app_sees_placeholders_and_the_user_sees_values(guard, echo, value):
    app = GuardedRunnable(echo, guard)
    before = repr(value)
    shown = app.invoke(value, CONFIG)
    assert ANNA not in repr(echo.given)
    assert "EMAIL_ADDRESS_1_" in repr(echo.given)
    assert type(echo.given[0]) is type(value)
    assert ANNA in repr(shown)
    assert "EMAIL_ADDRESS" not in repr(shown)
    assert repr(value) == before


@pytest.mark.parametrize(
    "messages",
    [
        [("system", "Be brief."), ("human", f"mail {ANNA}")],
        [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": f"mail {ANNA}"}]},
        ],
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_roles_with_texts_become_messages(guard, echo, messages, wrapped):
    app = GuardedRunnable(echo, guard)
    app.invoke({"messages": messages} if wrapped else messages, CONFIG)
    given = echo.given[0]["messages"] if wrapped else echo.given[0]
    assert isinstance(given[0], SystemMessage)
    assert isinstance(given[1], HumanMessage)
    assert "EMAIL_ADDRESS_1_" in repr(given[1].content)


def test_without_a_conversation_there_is_nothing_to_restore_from(guard, echo):
    app = GuardedRunnable(echo, guard)
    assert app.invoke(f"mail {ANNA}") == "mail <EMAIL_ADDRESS>"
    assert echo.given == ["mail <EMAIL_ADDRESS>"]


@pytest.mark.parametrize(
    ("options", "config"),
    [
        ({}, {"configurable": {"thread_id": "named"}}),
        ({}, {"configurable": {"session_id": "named"}}),
        ({"conversation": "named"}, {}),
        (
            {"conversation": lambda config: config["configurable"]["user"]},
            {"configurable": {"user": "named"}},
        ),
    ],
)
def test_the_conversation_is_found_in_the_config_given_or_worked_out(guard, echo, options, config):
    app = GuardedRunnable(echo, guard, **options)
    assert app.invoke(f"mail {ANNA}", config) == f"mail {ANNA}"
    assert guard.restore(echo.given[0], conversation="named") == f"mail {ANNA}"


def test_nothing_is_given_back_where_that_is_switched_off(guard, echo):
    app = GuardedRunnable(echo, guard, restore=False)
    assert app.invoke(ANNA, CONFIG).startswith("EMAIL_ADDRESS_1_")


def test_the_role_decides_what_comes_back(echo):
    policy = """
extends: balanced
name: members
releases:
- {name: own-values-back, kinds: [personal], to: [user], roles: [member]}
"""
    guard = Guard(parse_policy(policy, where="members"))
    assert GuardedRunnable(echo, guard).invoke(ANNA, CONFIG).startswith("EMAIL_ADDRESS_1_")
    member = {"configurable": {"thread_id": "edge", "role": "member"}}
    assert GuardedRunnable(echo, guard).invoke(ANNA, member) == ANNA
    assert GuardedRunnable(echo, guard, role="member").invoke(ANNA, CONFIG) == ANNA


def test_what_the_app_makes_up_is_redacted(guard):
    app = GuardedRunnable(RunnableLambda(lambda text: f"{text}, not bob@example.org"), guard)
    assert app.invoke(ANNA, CONFIG) == f"{ANNA}, not <EMAIL_ADDRESS>"


# --- forged placeholders --------------------------------------------------------------------


@pytest.mark.parametrize("config", [CONFIG, None], ids=["conversation", "none"])
@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (f"who is {FORGED}?", "who is [EMAIL_ADDRESS 1]?"),
        (
            f"{FORGED} {FORGED} PERSON_12_aaaaaaaa",
            "[EMAIL_ADDRESS 1] [EMAIL_ADDRESS 1] [PERSON 12]",
        ),
        ("EMAIL_ADD\u200bRESS_1_k7f3q2mz", "[EMAIL_ADDRESS 1]"),
        ("EMAIL＿ADDRESS＿1＿k7f3q2mz", "[placeholder]"),  # noqa: RUF001 (look-alikes are the test)
        ("MAX_RETRY_COUNT_3", "MAX_RETRY_COUNT_3"),
    ],
)
def test_a_placeholder_that_was_never_given_loses_its_tag(guard, echo, config, typed, seen):
    app = GuardedRunnable(echo, guard)
    assert app.invoke({"q": typed, "m": [HumanMessage(typed)]}, config)["q"] == seen
    assert echo.given == [{"q": seen, "m": [HumanMessage(seen)]}]


def test_one_that_was_given_stays_and_another_conversations_does_not(guard, echo):
    own = guard.inspect(ANNA, origin="user", conversation="edge").text
    others = guard.inspect(ANNA, origin="user", conversation="somebody else").text
    shown = GuardedRunnable(echo, guard).invoke(f"{own} {others} {ANNA}", CONFIG)
    assert echo.given == [f"{own} [EMAIL_ADDRESS 1] {own}"]
    assert shown == f"{ANNA} [EMAIL_ADDRESS 1] {ANNA}"


def test_forgeries_still_count(echo):
    guard = Guard()
    for _ in range(4):
        GuardedRunnable(echo, guard).invoke(f"who is {FORGED}?", CONFIG)
    dossier = guard.review.memory.open("edge")
    assert dossier.state.forged == 4
    assert dossier.state.risk > 0


def test_a_rule_of_the_policy_about_forgeries_is_followed(echo):
    guard = Guard(parse_policy(KEEPS_FORGED, where="keeps"))
    assert GuardedRunnable(echo, guard).invoke(FORGED, CONFIG) == FORGED
    redacts = Guard(parse_policy(KEEPS_FORGED.replace("allow", "redact"), where="redacts"))
    assert GuardedRunnable(echo, redacts).invoke(FORGED, CONFIG) == "<FORGED_PLACEHOLDER>"


@given(st.text("_AB19abz2 \u200b", max_size=40), st.text("aZ_9\u200b ", max_size=3))
def test_no_text_gets_a_foreign_placeholder_past_the_edge(guard, text, end):
    seen = []
    app = GuardedRunnable(RunnableLambda(seen.append), guard)
    app.invoke({"q": text + FORGED + end, "n": None}, CONFIG)
    left = seen[0]["q"]
    assert not re.search(r"(?<![A-Za-z0-9_])EMAIL_ADDRESS_1_k7f3q2mz(?![A-Za-z0-9_])", left)
    assert guard.restore(left, conversation="edge") == left


def test_a_policy_that_only_monitors_changes_nothing(echo, injection):
    guard = Guard(parse_policy("extends: balanced\nname: m\nmode: monitor", where="monitor"))
    app = GuardedRunnable(echo, guard)
    for text in (f"{ANNA} {FORGED}", injection):
        assert app.invoke(text, CONFIG) == text
    assert echo.given == [f"{ANNA} {FORGED}", injection]


def test_a_store_that_waits_and_is_shared(echo, tmp_path):
    keys = Keyring(bytes(range(32)))
    url = f"sqlite:///{tmp_path}/store.db"
    one, other = (Guard(store=url, keys=keys) for _ in range(2))

    async def talk():
        app = GuardedRunnable(echo, one)
        pieces = [piece async for piece in app.astream(f"mail {ANNA}", CONFIG)]
        return await app.ainvoke(f"mail {ANNA}", CONFIG), "".join(pieces)

    assert asyncio.run(talk()) == (f"mail {ANNA}", f"mail {ANNA}")
    assert GuardedRunnable(echo, other).invoke(echo.given[0], CONFIG) == f"mail {ANNA}"


# --- refusals -------------------------------------------------------------------------------
