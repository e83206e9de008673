"""What stands in the audit logs that the command line is tried on."""

from __future__ import annotations

from audit_samples import decision, sample

NOW = 1_795_000_000.0
REFERENCES = ["r1", "r2", "r3", "r4", "r5"]
EVENTS = [
    decision(reference="r1", time=NOW, rule="", action="allow", findings=[], edits=[]),
    decision(reference="r2", time=NOW + 3_600, conversation="c2", user="u1"),
    decision(
        reference="r3",
        time=NOW + 7_200,
        rule="prompt-injection",
        action="block",
        findings=[("prompt-injection", 0, 9, 1.0, "block", "plain")],
        edits=[],
        door="rasa",
        stage="retrieval",
        origin="document",
        enforced=False,
    ),
    sample("grant", reference="r4", time=NOW + 9_000, did="refused", conversation="c2"),
    sample("appeal", reference="r5", time=NOW + 9_999, about="r3", verdict="false-alarm"),
]


def references(out):
    return [line.split()[-1] for line in out.splitlines()]
