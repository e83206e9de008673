"""Calls of tools have budgets that hold for all at once, and grants that let one through."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from guard_with_tools import guard, lethal, said, state

from chatward import GrantError
from chatward.memory.conversation import CALLED_TOOLS, Conversation, with_call
from chatward.memory.stores.opening import open_store
from chatward.testing import capture_audit

# --- budgets ----------------------------------------------------------------------------------


def test_a_budget_ends_and_only_allowed_calls_use_it():
    one = guard("- {name: 'send_*', capabilities: [sends-out], calls: 2, approve: always}")
    for _ in range(5):
        assert said(one, "send_fax")[0] == "ask"
    assert said(one, "send_fax", approved=True)[0] == "allow"
    assert said(one, "send_post", approved=True)[0] == "allow"
    assert said(one, "send_fax", approved=True) == ("block", "tool:send_*.calls")
    assert said(one, "send_fax", conversation="another", approved=True)[0] == "allow"
    assert state(one).calls == {"send_fax": 1, "send_post": 1}


def test_two_guards_with_eight_threads_spend_a_budget_once(tmp_path):
    url = f"sqlite:///{tmp_path}/memory.db"
    guards = [guard(store=open_store(url)) for _ in range(2)]
    together = threading.Barrier(8)

    def ask(number):
        together.wait()
        return [said(guards[number % 2], "look_up") for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        answers = [each for part in pool.map(ask, range(8)) for each in part]
    assert answers.count(("allow", "")) == 5
    assert answers.count(("block", "tool:look_up.calls")) == 27
    assert state(guards[0]).calls == {"look_up": 5}


def test_a_budget_holds_between_the_texts_of_a_conversation():
    one = guard()
    for number in range(5):
        one.inspect(f"look up {number}", origin="user", conversation="c")
        assert said(one, "look_up") == ("allow", "")
    assert said(one, "look_up") == ("block", "tool:look_up.calls")
    assert state(one).messages == 5


def test_made_up_names_cannot_push_a_count_out():
    crowded = Conversation()
    for number in range(3 * CALLED_TOOLS):
        crowded = with_call(crowded, f"made_up_{number}")
    assert len(crowded.calls) == CALLED_TOOLS + 1
    assert sum(crowded.calls.values()) == 3 * CALLED_TOOLS
    one = guard()
    one.review.memory.open("c").update(lambda _: crowded)
    assert said(one, "look_up") == ("block", "tool:look_up.calls")


# --- grants -----------------------------------------------------------------------------------


def granted(one, tool="post", **more):
    return one.review.issue_grant("c", f"call-tool:{tool}", note="ticket 7", **more)


def test_a_grant_lets_one_denied_call_through():
    one = guard("tainted: deny")
    lethal(one)
    token = granted(one)
    with capture_audit() as events:
        decision = one.check_call("post", {}, conversation="c", grant=token)
        assert (decision.allowed, decision.rule, decision.lifted) == (True, "tainted", "grant")
        with pytest.raises(GrantError, match="used"):
            one.check_call("post", {}, conversation="c", grant=token)
    assert [(each["event"], each.get("did")) for each in events] == [
        ("grant", "used"),
        ("call", None),
        ("grant", "refused"),
    ]
    assert state(one).calls == {"post": 1}


def test_a_grant_that_is_not_needed_is_not_used_up():
    one = guard("tainted: deny")
    token = granted(one)
    assert said(one, "post", grant=token) == ("allow", "")
    lethal(one)
    assert said(one, "post", grant=token) == ("allow", "tainted")


def test_a_grant_is_for_its_tool_and_its_conversation():
    one = guard("tainted: deny")
    lethal(one)
    lethal(one, "another")
    with pytest.raises(GrantError, match="not for 'call-tool:post'"):
        said(one, "post", grant=granted(one, "send_mail"))
    with pytest.raises(GrantError, match="another conversation"):
        said(one, "post", conversation="another", grant=granted(one))
    with pytest.raises(GrantError, match="say which"):
        said(one, "post", conversation=None, grant=granted(one))
    with pytest.raises(GrantError, match="not issued"):
        said(one, "post", grant="cwg1.x.y")
    with pytest.raises(GrantError, match="unknown purpose"):
        granted(one, "")


def test_a_grant_lets_roles_arguments_and_budgets_pass_too():
    one = guard()
    many = {"once": False, "minutes": 5}
    token = granted(one, "delete", **many)
    assert said(one, "delete", role="guest", grant=token) == ("allow", "tool:delete.roles")
    token = granted(one, "send_mail", **many)
    assert said(one, "send_mail", {"to": "x"}, grant=token)[0] == "allow"
    token = granted(one, "look_up", **many)
    assert [said(one, "look_up", grant=token)[0] for _ in range(9)] == ["allow"] * 9
