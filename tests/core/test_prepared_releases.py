"""Values that the application lets go where no release speaks, and releases told of only later."""

from __future__ import annotations

from chatward import Guard
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit

MAIL = "anna@example.org"


def guard(policy=""):
    text = f"extends: balanced\n{policy}"
    return Guard(parse_policy(text, where="test"), store=InProcessStore())


def told(one):
    return one.inspect(MAIL, origin="user", conversation="c").text


def test_the_application_lets_a_value_go_where_no_release_speaks():
    one = guard()
    written = told(one)
    assert one.restore(written, conversation="c", to="tool:send_mail.to") == written
    with capture_audit() as events:
        to = "tool:send_mail.to"
        assert one.restore(written, conversation="c", to=to, allow=True) == MAIL
    assert events[0]["released"] == [["email-address", 1, "(caller)"]]


def test_a_release_that_forbids_it_is_obeyed():
    denied = "releases: [{name: never, kinds: [any], to: ['tool:*'], action: deny}]"
    one = guard(denied)
    written = told(one)
    assert one.restore(written, conversation="c", to="tool:send_mail.to", allow=True) == written


def test_a_prepared_release_is_on_record_once_it_is_told_of():
    one = guard()
    written = told(one)
    with capture_audit() as events:
        prepared = one.prepare_release(written, conversation="c", to="user")
        assert prepared.text == MAIL
        assert events == []
        prepared.record()
    assert [each["event"] for each in events] == ["release"]
    assert MAIL not in repr(prepared)


def test_where_nothing_is_restored_nothing_is_told():
    with capture_audit() as events:
        prepared = guard().prepare_release("no placeholder", conversation="c", to="user")
        prepared.record()
    assert (prepared.text, events) == ("no placeholder", [])
