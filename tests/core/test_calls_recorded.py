"""What stands in the log of a call, and what happens where log or store fail."""

from __future__ import annotations

import json

import pytest
from guard_with_tools import guard, lethal, said, state

from chatward import Action, AuditError, StoreError
from chatward.calls import Asked
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.tools import call_of
from chatward.testing import capture_audit

# --- the record -------------------------------------------------------------------------------


def test_every_check_is_one_event_without_any_value():
    one = guard()
    lethal(one)
    arguments = {
        "to": "anna@example.org",
        "body": ["4111 1111 1111 1111"],
        "eve@example.net": 1,
        "x" * 99: 2,
    }
    with capture_audit() as events:
        decision = one.check_call(
            "send_mail", arguments, conversation="c", role="member", approved=True
        )
    (event,) = events
    stamp = one.policy.stamp
    assert {name: event[name] for name in event if name not in {"time", "conversation"}} == {
        "schema": 1,
        "event": "call",
        "reference": decision.reference,
        "bot": "policy",
        "role": "member",
        "tool": "send_mail",
        "capabilities": ["sends-out"],
        "arguments": ["?", "body", "to"],
        "action": "ask",
        "enforced": True,
        "rule": "tainted",
        "lifted": "approval",
        "tainted": "tool:read_page",
        "private": True,
        "failed": [],
        "policy": [stamp.name, stamp.version, stamp.hash],
    }
    assert event["conversation"] == one.review.memory.open("c").key.pseudonym
    for secret in ("anna@", "4111 1111", "eve@", "xxx"):
        assert secret not in json.dumps(event)
        assert secret not in repr(decision)


def test_a_repr_holds_no_value():
    asked = Asked(
        call_of("t", {"to": "anna@example.org"}, None, None), "conversation-7", grant="g7"
    )
    assert not [each for each in ("anna", "conversation-7", "g7") if each in repr(asked)]


def test_an_event_of_no_conversation_names_none():
    with capture_audit() as events:
        said(guard(), "post", conversation=None)
    assert events[0]["conversation"] is None
    assert (events[0]["tainted"], events[0]["private"]) == ("unknown", True)


def test_in_monitor_mode_every_call_is_allowed_counted_and_recorded_as_it_would_be():
    one = guard("mode: monitor")
    lethal(one)
    with capture_audit() as events:
        decision = one.check_call("post", {}, conversation="c")
        assert (decision.action, decision.rule) == (Action.ALLOW, "tainted")
        assert decision.enforced is False
        assert said(one, "delete") == ("allow", "tool:delete.roles")
    assert [(each["action"], each["enforced"]) for each in events] == [
        ("ask", False),
        ("block", False),
    ]
    assert state(one).calls == {"post": 1, "delete": 1}


class Full:
    """An audit log that takes nothing."""

    def write(self, event):
        raise AuditError("full")


def test_a_call_that_cannot_be_recorded_fails_as_the_policy_says():
    with pytest.raises(AuditError):
        said(guard(audit=Full()), "add")
    assert said(guard("fail: {audit: degraded}", audit=Full()), "add") == ("allow", "")


# --- a store that fails -----------------------------------------------------------------------


class Down(InProcessStore):
    """A store that can be taken down."""

    down = ""

    def read(self, owner, fields):
        if self.down == "read":
            raise StoreError("down")
        return super().read(owner, fields)

    def write(self, owner, changes, lives):
        if self.down:
            raise OSError("anna@example.org")
        return super().write(owner, changes, lives)


@pytest.mark.parametrize("down", ["read", "write"])
def test_a_store_that_fails_blocks_every_call_where_the_policy_says_closed(down):
    store = Down()
    one = guard(store=store)
    said(one, "add")
    store.down = down
    with capture_audit() as events:
        assert said(one, "add", approved=True) == ("block", "store-failed")
    assert (events[0]["failed"], events[0]["conversation"]) == (["store"], "unavailable")
    with pytest.raises(StoreError, match="withhold the result") as caught:
        one.note_result("read_page", conversation="c")
    assert "anna" not in str(caught.value)
    assert caught.value.__cause__ is None
    store.down = ""
    assert said(one, "add") == ("allow", "")


@pytest.mark.parametrize("mode", ["degraded", "open"])
def test_otherwise_the_worst_is_supposed_while_it_fails(mode):
    store = Down()
    one = guard(f"fail: {{store: {mode}}}", store=store)
    store.down = "read"
    with capture_audit() as events:
        assert said(one, "add") == ("allow", "")
        assert said(one, "post") == ("ask", "tainted")
        assert said(one, "post", approved=True) == ("allow", "tainted")
        assert said(one, "delete") == ("block", "tool:delete.roles")
        one.note_result("read_page", conversation="c")
    assert [each["failed"] for each in events] == [["store"]] * 4


def test_a_store_that_fails_stops_nothing_in_monitor_mode():
    store = Down()
    one = guard("mode: monitor", store=store)
    store.down = "read"
    with capture_audit() as events:
        assert said(one, "add") == ("allow", "store-failed")
        one.note_result("read_page", conversation="c")
    assert (events[0]["action"], events[0]["enforced"]) == ("block", False)
