"""What would be said to a call, before anything is done; and what the caller's own rules add."""

from __future__ import annotations

import pytest
from guard_with_tools import MAIL, guard, lethal, said, state

from chatward import Action
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.tools import Judgement
from chatward.testing import capture_audit

ASK = Judgement(Action.ASK, "own.approve", "somebody has to approve it")
BLOCK = Judgement(Action.BLOCK, "own.roles", "this role may not call it")


@pytest.mark.parametrize(
    "tool", ["read_page", "send_mail", "delete", "pay", "post", "look_up", "?"]
)
@pytest.mark.parametrize("also", [Judgement(), ASK, BLOCK])
@pytest.mark.parametrize("dark", [True, False])
def test_a_preview_says_what_the_check_says_and_leaves_nothing_behind(tool, also, dark):
    one = guard()
    if dark:
        lethal(one)
    before = state(one)
    with capture_audit() as events:
        seen = one.preview_call(tool, MAIL, conversation="c", also=also)
    assert events == []
    assert state(one) == before
    assert said(one, tool, MAIL, also=also) == (str(seen.action), seen.rule)


def test_the_stricter_of_both_counts():
    one = guard()
    assert said(one, "add", also=ASK) == ("ask", "own.approve")
    assert said(one, "add", also=BLOCK) == ("block", "own.roles")
    assert said(one, "delete", also=ASK) == ("block", "tool:delete.roles")
    assert said(one, "add", also=ASK, approved=True) == ("allow", "own.approve")
    assert said(one, "add", also=BLOCK, approved=True) == ("block", "own.roles")


def test_without_a_conversation_the_worst_is_assumed():
    assert guard().preview_call("post", {}, conversation=None).rule == "tainted"


def test_a_store_that_fails_is_foreseen():
    class Failing(InProcessStore):
        def read(self, owner, fields):
            raise OSError

    assert guard(store=Failing()).preview_call("add", {}, conversation="c").rule == "store-failed"
