"""A running guard takes another policy, goes back, or refuses: and says so in the log."""

from __future__ import annotations

import threading
import time

import pytest

from chatward import Guard, PolicyError, load_profile
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit
from chatward.watching import PolicyWatch

ASKED = "Mail anna@example.org"
ONE = "name: bank\nextends: balanced\n"
TWO = """
name: bank
extends: balanced
version: "2"
change: Mail addresses are refused from now on.
rules:
- {name: no-mail, kinds: [email-address], action: block}
"""


def policy(text):
    return parse_policy(text, where="bank.yml")


@pytest.fixture
def guard():
    return Guard(policy(ONE))


def test_the_next_text_is_decided_by_the_new_policy(guard):
    assert guard.inspect(ASKED, origin="user").action == "redact"
    guard.reload(policy(TWO))
    decision = guard.inspect(ASKED, origin="user")
    assert (decision.action, decision.rule) == ("block", "no-mail")
    assert decision.policy.version == "2"


def test_a_change_is_on_record_with_its_note_and_what_it_means(guard):
    with capture_audit() as events:
        guard.reload(policy(TWO))
    (event,) = events
    assert (event["event"], event["did"]) == ("policy", "changed")
    assert event["was"][:2] == ["bank", "1"]
    assert event["now"][:2] == ["bank", "2"]
    assert event["note"] == "Mail addresses are refused from now on."
    assert event["stricter"] >= 1
    assert event["laxer"] == 0


def test_going_back_is_laxer_again_and_on_record(guard):
    guard.reload(policy(TWO))
    with capture_audit() as events:
        guard.roll_back()
    assert events[0]["did"] == "rolled-back"
    assert events[0]["laxer"] >= 1
    assert guard.inspect(ASKED, origin="user").action == "redact"
    guard.roll_back()
    assert guard.inspect(ASKED, origin="user").action == "block"


def test_there_is_nothing_to_go_back_to_at_first(guard):
    with pytest.raises(PolicyError, match="none was reloaded"):
        guard.roll_back()


def test_the_same_policy_again_is_no_change(guard):
    with capture_audit() as events:
        guard.reload(policy(ONE))
    assert events == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(TWO.replace("change", "# "), "'change'", id="no-note"),
        pytest.param(TWO.replace('"2"', '"1"'), "count it up", id="same-version"),
        pytest.param(TWO + "bot: other\n", "changes bot: that takes a restart", id="restart"),
        pytest.param(TWO.replace("[email-address]", "[emial]"), "unknown kind", id="no-kind"),
        pytest.param(TWO + "surrogates: {person: xx_YY}\n", "locale", id="no-locale"),
    ],
)
def test_what_cannot_be_carried_out_changes_nothing_and_is_on_record(guard, text, problem):
    before = guard.policy
    with capture_audit() as events, pytest.raises(PolicyError, match=problem):
        guard.reload(policy(text))
    assert guard.policy is before
    assert [(each["event"], each["did"]) for each in events] == [("policy", "refused")]
    assert problem in events[0]["note"]
    assert guard.inspect(ASKED, origin="user").action == "redact"


def test_a_file_that_is_not_there_is_refused_on_record(guard, tmp_path):
    with capture_audit() as events, pytest.raises(PolicyError, match="cannot be read"):
        guard.reload(tmp_path / "none.yml")
    assert events[0]["did"] == "refused"
    assert events[0]["now"] == ["", "", ""]


def test_a_stream_ends_by_the_policy_it_began_with(guard):
    with capture_audit() as events:
        stream = guard.stream(origin="model")
        begun = stream.feed("Mail anna@exa")
        guard.reload(policy(TWO))
        assert begun + stream.feed("mple.org") + stream.finish() == "Mail <EMAIL_ADDRESS>"
        decided = guard.inspect(ASKED, origin="model")
    assert decided.action == "block"
    assert [each["policy"][1] for each in events if each["event"] == "decision"] == ["1", "2"]


def test_threads_see_one_policy_or_the_other_and_nothing_between(guard):
    seen, stop = set(), threading.Event()

    def ask():
        while not stop.is_set():
            said = guard.inspect(ASKED, origin="user")
            seen.add((said.action.value, said.policy.version))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    guard.reload(policy(TWO))
    for _ in range(20):
        guard.roll_back()
    stop.set()
    for each in threads:
        each.join()
    assert seen <= {("redact", "1"), ("block", "2")}


def test_own_detectors_judges_and_conversations_stay():
    def judge(_text):
        raise RuntimeError

    guard = Guard(policy(ONE + "fail: {detect: degraded}\n"), judges=[judge])
    asked = guard.inspect(ASKED, origin="user", conversation="c1").text
    guard.reload(
        policy(TWO.replace("action: block", "action: pseudonymise") + "fail: {detect: open}\n")
    )
    again = guard.inspect(ASKED, origin="user", conversation="c1")
    assert again.text == asked
    assert again.failed == ("judge",)
    assert guard.restore(asked, conversation="c1") == ASKED


# --- a file that is watched -------------------------------------------------------------------


def test_a_changed_file_is_reloaded_and_a_broken_one_is_not(tmp_path, caplog):
    file = tmp_path / "bank.yml"
    file.write_text(ONE, "utf-8")
    guard = Guard.from_policy(file)
    watch = PolicyWatch(guard, file)
    watch.look()
    assert guard.policy.stamp.version == "1"
    file.write_text(TWO, "utf-8")
    watch.look()
    assert guard.policy.stamp.version == "2"
    file.write_text("rules: [", "utf-8")
    watch.look()
    watch.look()
    assert guard.policy.stamp.version == "2"
    warnings = [each for each in caplog.records if each.name == "chatward.policy"]
    assert len(warnings) == 1
    file.unlink()
    watch.look()
    assert guard.policy.stamp.version == "2"


def test_a_thread_looks_until_it_is_told_to_stop(tmp_path):
    file = tmp_path / "bank.yml"
    file.write_text(ONE, "utf-8")
    guard = Guard.from_policy(file)
    with PolicyWatch(guard, file, every_seconds=0.01):
        file.write_text(TWO, "utf-8")
        for _ in range(1_000):
            if guard.policy.stamp.version == "2":
                break
            time.sleep(0.01)
    assert guard.policy.stamp.version == "2"
    assert "chatward-policy" not in {each.name for each in threading.enumerate()}


def test_a_shipped_profile_can_be_reloaded_as_a_policy_of_ones_own():
    guard = Guard(load_profile("balanced"))
    with pytest.raises(PolicyError, match="'change'"):
        guard.reload(load_profile("strict"))
