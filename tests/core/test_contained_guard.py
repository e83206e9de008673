"""What incidents hold back, as a guard obeys it: tools, the vault, the profile."""

from __future__ import annotations

import pytest

from chatward import Guard, Keyring, Origin, load_profile
from chatward.memory.containment import READ_EVERY_SECONDS, Containment
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit
from chatward.tightening import tightened

ASKED = "Mail anna@example.org"


class Clock:
    """A clock that a test sets."""

    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    return InProcessStore()


@pytest.fixture
def containment(store):
    return Containment(store)


@pytest.fixture
def guard(store, clock):
    return Guard(keys=Keyring(b"k" * 32), store=store, clock=clock)


def test_a_locked_tool_is_not_called_and_another_is(guard, containment):
    containment.hold("i1", "lock-tool:send_mail")
    said = guard.check_call("send_mail", {}, conversation="c1")
    assert (said.action, said.rule) == ("block", "tool-locked")
    assert guard.preview_call("send_mail", {}, conversation="c1").rule == "tool-locked"
    assert guard.check_call("read_page", {}, conversation="c1").rule != "tool-locked"
    containment.let_go("i1", "lock-tool:send_mail")


def test_all_tools_can_be_locked_and_an_approval_does_not_help(guard, containment):
    containment.hold("i1", "lock-tool:*")
    said = guard.check_call("any_tool", {}, conversation=None, approved=True)
    assert (said.action, said.rule) == ("block", "tool-locked")


async def test_a_locked_tool_is_not_called_from_an_event_loop_either(guard, containment):
    containment.hold("i1", "lock-tool:send_mail")
    said = await guard.acheck_call("send_mail", {}, conversation="c1")
    assert said.rule == "tool-locked"


def test_a_frozen_vault_lets_no_value_go_and_the_log_says_why(guard, containment, clock):
    asked = guard.inspect(ASKED, origin="user", conversation="c1").text
    assert guard.restore(asked, conversation="c1") == ASKED
    containment.hold("i1", "freeze-vault")
    clock.now += READ_EVERY_SECONDS
    with capture_audit() as events:
        assert guard.restore(asked, conversation="c1") == asked
    assert events[0]["denied"] == [["email-address", 1, "vault-frozen"]]
    restorer = guard.restorer(conversation="c1")
    assert restorer.feed(asked) + restorer.finish() == asked
    prepared = guard.prepare_release(asked, conversation="c1", to="tool:send", allow=True)
    assert prepared.text == asked
    containment.let_go("i1", "freeze-vault")
    clock.now += READ_EVERY_SECONDS
    assert guard.restore(asked, conversation="c1") == ASKED


def test_under_another_profile_texts_are_decided_more_strictly(guard, containment, clock):
    asked = "Hello\u200b there, how are you"
    assert guard.inspect(asked, origin="user", conversation="c1").action == "sanitise"
    containment.hold("i1", "profile:strict")
    clock.now += READ_EVERY_SECONDS
    with capture_audit() as events:
        said = guard.inspect(asked, origin="user", conversation="c1")
        guard.inspect(asked, origin="user", conversation="c1")
    assert (said.action, said.rule) == ("block", "strict:hidden-text")
    assert said.policy.name == "balanced under strict"
    changed, *decisions = events
    assert (changed["event"], changed["did"], changed["now"][0]) == (
        "policy",
        "profile",
        "balanced under strict",
    )
    assert changed["stricter"] > 0
    assert changed["laxer"] == 0
    assert [each["event"] for each in decisions] == ["decision", "decision"]
    containment.let_go("i1", "profile:strict")
    clock.now += READ_EVERY_SECONDS
    with capture_audit() as events:
        assert guard.inspect(asked, origin="user", conversation="c1").action == "sanitise"
    assert events[0]["did"] == "profile"


@pytest.mark.parametrize("way", ["preview", "stream"])
def test_previews_and_streams_go_by_it_too(guard, containment, way):
    containment.hold("i1", "profile:strict")
    asked = "Hello\u200b there, how are you"
    if way == "preview":
        said = guard.preview(asked, origin="user")
    else:
        stream = guard.stream(origin="user")
        stream.feed(asked)
        stream.finish()
        said = stream.decision
    assert said.policy.name == "balanced under strict"


def test_no_profile_makes_a_policy_laxer(store, clock, containment):
    own = parse_policy(
        "extends: balanced\nrules:\n- {name: no-mail, kinds: [email-address], action: block}",
        where="p",
    )
    guard = Guard(own, store=store, clock=clock)
    containment.hold("i1", "profile:balanced")
    assert guard.inspect(ASKED, origin="user").rule == "no-mail"


def test_what_was_only_watched_is_only_watched(store, containment):
    containment.hold("i1", "profile:strict")
    said = Guard(load_profile("monitor"), store=store).inspect("Hello\u200b", origin="user")
    assert not said.enforced


def test_a_reload_under_another_profile_takes_its_rules(guard, containment):
    containment.hold("i1", "profile:strict")
    second = """
extends: balanced
name: bank
bot: balanced
version: "2"
change: No mail addresses.
rules:
- {name: no-mail, kinds: [email-address], action: block}
"""
    guard.reload(parse_policy(second, where="p"))
    assert guard.inspect(ASKED, origin="user").policy.name == "bank under strict"
    assert guard.inspect(ASKED, origin="user").rule == "no-mail"


class Down(InProcessStore):
    """A store that can be switched off."""

    down = False

    def room(self, owner, room):
        if self.down:
            from chatward import StoreError

            raise StoreError("down")
        return super().room(owner, room)


def test_a_store_that_cannot_tell_holds_nothing_back_by_itself(clock):
    store = Down()
    store.down = True
    guard = Guard(store=store, clock=clock)
    assert guard.inspect("hello", origin="user").action == "allow"


def test_a_profile_makes_attachments_and_releases_stricter_and_nothing_laxer():
    own = parse_policy("extends: balanced\nattachments: {user: refuse, tool: allow}", where="p")
    under = tightened(own, "strict")
    assert set(under.attachments.values()) == {"refuse"}
    assert {each.name for each in under.releases if not each.allow} == {"strict:own-values-back"}
    assert [each.name for each in under.releases if each.allow] == ["own-values-back"]
    milder = tightened(own, "balanced")
    assert milder.attachments[Origin.USER] == "refuse"
    assert milder.attachments[Origin.TOOL] == "strip"


def test_the_store_is_waited_for_when_what_is_held_back_has_to_be_read_again(clock):
    class Waiting(InProcessStore):
        blocking = True

    guard = Guard(store=Waiting(), clock=clock)
    assert guard.waits(None)
    guard.inspect("hello", origin="user")
    assert not guard.waits(None)
    clock.now += READ_EVERY_SECONDS
    assert guard.waits(None)


def test_what_is_made_fit_for_a_log_asks_no_store(clock):
    class Unasked(InProcessStore):
        def room(self, owner, room):
            raise AssertionError(room)

    assert Guard(store=Unasked(), clock=clock).scrub(ASKED) == "Mail <EMAIL_ADDRESS>"
