"""Attachments: what a policy says about them, what a guard decides, what stands in the log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Guard, PassageError, PolicyError, load_profile
from chatward.action import Action
from chatward.audit.attachment_events import AttachmentEvent, kinds_as_written
from chatward.cli import run
from chatward.decision import Door
from chatward.memory.stores.in_process import InProcessStore
from chatward.passage import Origin
from chatward.policy.attachments import action_on_attachments
from chatward.policy.entries import ATTACHMENT_ORIGINS
from chatward.policy.file import json_schema, parse_policy
from chatward.testing import capture_audit

WORDS = {"allow": Action.ALLOW, "strip": Action.SANITISE, "refuse": Action.BLOCK}
ORIGINS = [Origin(name) for name in ATTACHMENT_ORIGINS]
PICTURES = {"image": 2}


def policy(text):
    return parse_policy(text, where="policy.yml")


def words(text):
    return {origin.value: word for origin, word in policy(text).attachments.items()}


def guard(text, **parts):
    return Guard(policy(f"extends: balanced\n{text}"), **parts)


# --- the policy -------------------------------------------------------------------------------


def test_one_word_is_for_everybody_and_a_mapping_for_whom_it_names():
    everybody = dict.fromkeys(ATTACHMENT_ORIGINS, "refuse")
    assert words("attachments: refuse") == everybody
    assert words("attachments: {tool: strip}") == {"tool": "strip"}
    assert words("extends: strict\nattachments: {user: allow}") == {**everybody, "user": "allow"}
    assert words("extends: strict\nattachments: strip") == dict.fromkeys(everybody, "strip")
    assert words("mode: enforce") == {}


def test_who_has_no_word_is_allowed():
    for origin in Origin:
        assert action_on_attachments({}, origin) is Action.ALLOW


@pytest.mark.parametrize("name", ["balanced", "monitor"])
def test_by_default_what_people_and_models_show_passes_and_what_was_found_does_not(name):
    said = {origin.value: word for origin, word in load_profile(name).attachments.items()}
    passing = dict.fromkeys(("user", "history", "model"), "allow")
    assert said == {**passing, "tool": "strip", "document": "strip"}


def test_the_strict_profile_refuses_what_nobody_can_look_into():
    assert set(load_profile("strict").attachments.values()) == {"refuse"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "attachments: strp",
            ["line 1", "attachments", "'strp'", "allow, strip, refuse", "'strip'"],
        ),
        ("attachments: {usr: strip}", ["unknown key 'usr'", "history, model", "mean 'user'"]),
        ("attachments: {tool: drop}", ["attachments.tool", "unknown word 'drop'", "allow, strip"]),
        ("attachments: {system: allow}", ["unknown key 'system'", "user, tool"]),
        ("attachments: [strip]", ["attachments", "got `array`"]),
        ("atachments: strip", ["Did you mean 'attachments'?"]),
    ],
)
def test_a_slip_of_the_pen_is_named_with_place_and_guess(text, parts):
    with pytest.raises(PolicyError) as caught:
        policy(text)
    for part in ["policy.yml", *parts]:
        assert part in str(caught.value)


def test_what_is_said_is_shown_and_in_the_schema(tmp_path, capsys):
    file = tmp_path / "mine.yml"
    file.write_text("extends: balanced\nattachments: {user: refuse}\n")
    assert run(["policy", "show", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["attachments"]["user"] == "refuse"
    assert "attachments" in json.dumps(json_schema())


@given(
    layers=st.lists(
        st.sampled_from(sorted(WORDS))
        | st.dictionaries(st.sampled_from(ATTACHMENT_ORIGINS), st.sampled_from(sorted(WORDS))),
        min_size=1,
        max_size=1,
    ),
    profile=st.sampled_from(["balanced", "strict", "monitor"]),
)
def test_a_file_has_the_last_word_and_leaves_the_rest_to_the_profile(layers, profile):
    said = words(f"extends: {profile}\nattachments: {json.dumps(layers[0])}")
    below = {origin.value: word for origin, word in load_profile(profile).attachments.items()}
    for origin in ATTACHMENT_ORIGINS:
        own = layers[0] if isinstance(layers[0], str) else layers[0].get(origin)
        assert said[origin] == (own or below[origin])


# --- the decision -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_the_word_for_who_sent_them_decides(word, origin):
    one = guard(f"attachments: {word}")
    decision = one.check_attachments(PICTURES, origin=origin)
    assert decision.action is WORDS[word]
    assert decision.rule == "attachments"
    assert decision.enforced
    says_no = one.policy.refusal if origin in ("user", "model") else one.policy.withheld
    assert decision.text == (says_no if word == "refuse" else "")
    assert decision.kinds == (() if word == "allow" else ("image",))


@pytest.mark.parametrize(
    ("word", "door", "unenforceable", "expected"),
    [
        ("strip", Door("d", can_edit=False), "block", (Action.BLOCK, "unenforceable", True)),
        ("strip", Door("d", can_edit=False), "audit", (Action.SANITISE, "attachments", False)),
        (
            "strip",
            Door("d", can_edit=False, can_block=False),
            "block",
            (Action.SANITISE, "attachments", False),
        ),
        ("refuse", Door("d", can_edit=False), "audit", (Action.BLOCK, "attachments", True)),
        ("refuse", Door("d", can_block=False), "block", (Action.BLOCK, "attachments", False)),
        (
            "allow",
            Door("d", can_edit=False, can_block=False),
            "block",
            (Action.ALLOW, "attachments", True),
        ),
    ],
)
def test_what_a_door_cannot_do_follows_unenforceable(word, door, unenforceable, expected):
    one = guard(f"attachments: {word}\nunenforceable: {unenforceable}")
    said = one.check_attachments(PICTURES, origin="user", door=door)
    assert (said.action, said.rule, said.enforced) == expected
    assert said.blocked is bool(said.text)


def test_where_the_policy_only_monitors_nothing_is_carried_out():
    one = guard("attachments: refuse\nmode: monitor")
    said = one.check_attachments(PICTURES, origin="user")
    assert (said.action, said.enforced, said.blocked, said.text) == (Action.BLOCK, False, False, "")


def test_a_refusal_can_tell_its_reference():
    one = guard("attachments: refuse\nrefusal: No ({reference}).")
    said = one.check_attachments(PICTURES, origin="user")
    assert said.text == f"No ({said.reference})."


def test_who_is_not_heard_is_not_seen():
    one = guard("attachments: allow")
    one.review.quarantine("c1", why="test")
    assert one.check_attachments(PICTURES, origin="user", conversation="c1").rule == "quarantined"
    assert not one.check_attachments(PICTURES, origin="tool", conversation="c1").blocked


def test_a_document_that_passes_unseen_taints_the_conversation():
    one = guard("attachments: {document: allow}")
    one.check_attachments(PICTURES, origin="user", conversation="c1")
    one.preview_attachments(PICTURES, origin="document", conversation="c1")
    assert one.review.memory.open("c1").state.tainted == ""
    one.check_attachments(PICTURES, origin="document", conversation="c1")
    assert one.review.memory.open("c1").state.tainted == "document"
    other = guard("attachments: {document: strip}")
    other.check_attachments(PICTURES, origin="document", conversation="c1")
    assert other.review.memory.open("c1").state.tainted == ""


def test_an_origin_that_is_none_is_refused():
    with pytest.raises(PassageError, match="Did you mean 'user'"):
        guard("").check_attachments(PICTURES, origin="usr")


class Unreadable(InProcessStore):
    def read(self, *_args, **_more):
        raise OSError


class Unwritable(InProcessStore):
    def write(self, *_args, **_more):
        raise OSError


@pytest.mark.parametrize("store", [Unreadable, Unwritable])
@pytest.mark.parametrize(("fail", "action"), [("closed", "block"), ("degraded", "allow")])
def test_without_the_store_the_policy_says_whether_they_pass(store, fail, action):
    one = guard(f"attachments: allow\nfail: {{store: {fail}}}", store=store())
    with capture_audit() as events:
        said = one.check_attachments(PICTURES, origin="user", conversation="c1")
    assert said.action == action
    (event,) = events
    assert (event["failed"], event["conversation"]) == (["store"], "unavailable")


# --- the record -------------------------------------------------------------------------------


def test_every_decision_is_one_event_and_a_preview_none():
    one = guard("")
    door = Door("somewhere")
    with capture_audit() as events:
        one.preview_attachments(PICTURES, origin="tool")
        said = one.check_attachments(
            {"image": 2, "file": 1}, origin="tool", conversation="c1", role="staff", door=door
        )
    (event,) = events
    stamp = one.policy.stamp
    assert {name: event[name] for name in event if name not in {"time", "conversation"}} == {
        "schema": 1,
        "event": "attachment",
        "reference": said.reference,
        "bot": one.policy.bot,
        "role": "staff",
        "door": "somewhere",
        "origin": "tool",
        "attachments": [["file", 1], ["image", 2]],
        "action": "sanitise",
        "enforced": True,
        "rule": "attachments",
        "failed": [],
        "policy": [stamp.name, stamp.version, stamp.hash],
    }
    assert event["conversation"] == one.review.memory.open("c1").key.pseudonym


@given(kinds=st.dictionaries(st.text(max_size=40), st.integers(1, 9), min_size=1, max_size=5))
def test_names_that_are_no_kinds_are_not_written_and_all_are_counted(kinds):
    written = kinds_as_written(kinds)
    assert sum(written.values()) == sum(kinds.values())
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", kind) for kind in written)


def test_neither_names_nor_addresses_get_into_the_log():
    with capture_audit() as events:
        guard("").check_attachments(
            {"Anna Schmidt.pdf": 1, "https://example.org/a": 2}, origin="user"
        )
    assert events[0]["attachments"] == [["unknown", 3]]
    assert "Anna" not in json.dumps(events)


def test_every_field_of_the_event_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
    told = page.split("- **`attachment`**")[1].split("\n- **")[0]
    named = set(re.findall(r"`(\w+)`", told))
    common = {"schema", "event", "time", "reference", "conversation"}
    assert set(AttachmentEvent.__struct_fields__) - common <= named


def test_the_table_of_the_profiles_says_what_they_do():
    page = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
    table = page.split("<!-- attachments -->\n")[1].split("\n\n")[0].splitlines()[2:]
    for row in table:
        origin, balanced, strict = (cell.strip() for cell in row.split("|")[1:-1])
        named = Origin(re.match(r"`(\w+)`", origin)[1])
        assert load_profile("balanced").attachments[named] == balanced
        assert load_profile("strict").attachments[named] == strict
    assert len(table) == len(ATTACHMENT_ORIGINS)
