"""What is said about the log, tools and releases that two policies do not have in common."""

from __future__ import annotations

import pytest
from policy_parts import differing


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("keep_days: 30", "keep_days: 7", "laxer: audit files that are full are kept for 7 days."),
        ("keep_days: 30", "", "stricter: audit files that are full are kept for ever."),
        ("file: a", "", "laxer: the audit file is gone."),
        ("file: a", "file: b", "different: the audit file is b."),
        ("witness: w", "", "laxer: the witness of the audit file is gone."),
        ("sqlite: a.db", "", "laxer: the audit database is gone."),
        ("fsync: true", "", "laxer: a record need not be on the disk before it counts as written."),
        ("otel: true", "", "laxer: events do not go to OpenTelemetry."),
        ("", "spill: s", "stricter: the file for events that cannot be written is s."),
        (
            "rotate_bytes: 5000",
            "rotate_bytes: 6000",
            "different: a new audit file begins after 6000 bytes.",
        ),
        ("", "metrics: [otel]", "different: metrics go to: otel."),
        ("signed: true", "", "laxer: audit records are signed where there is a master key."),
    ],
)
def test_less_evidence_is_laxer(before, after, sentence):
    assert differing(f"audit: {{{before}}}", f"audit: {{{after}}}") == [sentence]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("calls: 2", "calls: 3", ["laxer: the tool pay may be called 3 times in a conversation."]),
        ("calls: 2", "", ["laxer: the tool pay may be called any number of times."]),
        ("", "approve: always", ["stricter: the tool pay needs approval for every call."]),
        (
            "capabilities: []",
            "capabilities: [sends-out]",
            [
                "stricter: the tool pay counts as sends-out.",
                "stricter: the tool pay needs approval once untrusted text was read.",
            ],
        ),
        (
            "arguments: {to: a}",
            "arguments: {to: b}",
            ["different: the argument to of the tool pay has to match another pattern."],
        ),
        (
            "arguments: {'*': a}",
            "",
            ["laxer: any other argument of the tool pay may be anything."],
        ),
        (
            "roles: [a, b]",
            "roles: [a]",
            ["stricter: the role b may not call the tool pay."],
        ),
    ],
)
def test_tools_are_compared_by_what_holds_for_them(before, after, sentences):
    def tool(text):
        return f"tools: [{{name: pay{', ' if text else ''}{text}}}]"

    assert differing(tool(before), tool(after)) == sentences


def test_a_broader_entry_for_tools_holds_for_those_without_their_own():
    before = "tools: [{name: 'send_*', roles: [member]}, {name: send_mail}]"
    after = "tools: [{name: 'send_*', roles: [member]}]"
    assert differing(before, after) == [
        "stricter: who has no such role may not call the tool send_mail."
    ]


@pytest.mark.parametrize(
    ("more", "whose"),
    [
        ("own_only: true", ", of what the user brought up himself"),
        ("", ""),
        ("roles: [x]", " for the role x"),
    ],
)
def test_releases_say_whose_values_and_for_whom(more, whose):
    release = f"releases: [{{name: r, kinds: [age], to: [user, 'tool:pay.*'], {more}}}]"
    sentence = f"age may be restored for tool:pay.* and the user{whose}."
    assert differing("", release) == [f"laxer: {sentence}"]
