"""The sinks of a policy: what each needs, and what it is told."""

from __future__ import annotations

import subprocess
import sys

import pytest
from evidence_parts import FORGED, KEYS, environment
from sink_parts import lines, policy

from chatward import Guard, Keyring, KeyringError, PolicyError
from chatward.audit.log import FileAudit
from chatward.decision import Door
from chatward.incidents.keeping import Incidents
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit

WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from chatward import Guard, Keyring, PolicyError
from chatward.policy.file import parse_policy
try:
    Guard(parse_policy(sys.argv[2], where="p.yml"), keys=Keyring(b"k" * 32))
except PolicyError as error:
    print(error)
"""

# --- what each needs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "says", "extra"),
    [
        ("opentelemetry", "audit: {otel: true}", "chatward[otel]"),
        ("opentelemetry", "audit: {metrics: [otel]}", "chatward[otel]"),
        ("opentelemetry", "audit: {file: a.jsonl, witness: otel}", "chatward[otel]"),
        ("prometheus_client", "audit: {metrics: [prometheus]}", "chatward[metrics]"),
        ("urllib3", "incidents: playbook.yml", "chatward[webhook]"),
    ],
)
def test_a_package_that_is_missing_is_a_fault_of_the_policy(tmp_path, module, says, extra):
    hook = "{kind: webhook, url: 'http://127.0.0.1:1/', secret: env:DESK_SECRET}"
    rule = "{name: r, when: {}, severity: low, channels: [desk]}"
    (tmp_path / "playbook.yml").write_text(f"channels: {{desk: {hook}}}\nrules: [{rule}]\n")
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT, module, f"extends: balanced\n{says}"],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert extra in ended.stdout
    assert len(ended.stdout.splitlines()) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["playbook.yml"]


def test_a_log_that_is_to_be_signed_needs_a_master_key(tmp_path):
    chosen = policy(audit={"file": str(tmp_path / "a.jsonl"), "signed": True})
    with pytest.raises(KeyringError, match="CHATWARD_MASTER_KEY"):
        Guard(chosen, keys=Keyring(b"k" * 32, ephemeral=True))
    assert list(tmp_path.iterdir()) == []


def test_a_playbook_or_a_shadow_that_is_not_there_is_told_when_the_guard_is_built(tmp_path):
    for key in ("incidents", "shadow"):
        with pytest.raises(PolicyError, match=r"missing\.yml"):
            Guard(policy(**{key: str(tmp_path / "missing.yml")}), keys=KEYS)


# --- a log of one's own -----------------------------------------------------------------------


def test_a_log_of_ones_own_takes_the_place_of_the_sinks_and_the_rest_works(tmp_path):
    audit = {"file": str(tmp_path / "a.jsonl"), "sqlite": str(tmp_path / "a.db"), "otel": True}
    chosen = policy(audit=audit, shadow="strict", incidents="standard")
    store, own = InProcessStore(), tmp_path / "own.jsonl"
    guard = Guard(chosen, keys=KEYS, store=store, audit=FileAudit(own))
    for _ in range(3):
        guard.inspect(FORGED, origin="user", conversation="c")
    guard.inspect("Hello\u200b there, how are you", origin="user", conversation="d")
    assert "forged-placeholders" in {each.rule for each in Incidents(store).all()}
    assert guard.inspect("hello", origin="user", conversation="c").rule == "quarantined"
    assert {each["did"] for each in lines(own, "incident")} >= {"opened", "contained"}
    assert lines(own, "shadow")
    assert [each.name for each in tmp_path.iterdir()] == ["own.jsonl"]


# --- what a model made up ---------------------------------------------------------------------

MAIL = "leak-9c1f@example.org"


@pytest.mark.parametrize(
    ("to", "written"),
    [
        ("user", "user"),
        ("tool:send_mail", "tool:send_mail"),
        ("tool:send_mail.to", "tool:send_mail.to"),
        ("tool:send_mail.to.name", "tool:send_mail.to.name"),
        ("tool:leak-9c1f@example", "tool:?"),
        (f"tool:{MAIL}", "tool:?.org"),
        (f"tool:send_mail.{MAIL}", "tool:send_mail.?.org"),
        ("tool:4111,1111.4111-1111-1111-1111", "tool:?.?"),
    ],
)
def test_a_place_that_values_go_to_is_written_as_far_as_it_can_be_a_name(to, written):
    guard = Guard(keys=KEYS)
    text = guard.inspect(f"Mail {MAIL}", origin="user", conversation="c").text
    with capture_audit() as events:
        guard.restore(text, conversation="c", to=to)
    assert [each["to"] for each in events] == [written]


@pytest.mark.parametrize(
    ("source", "written"),
    [("", ""), ("upload", "upload"), ("tool:a/b.c", "tool:a/b.c"), (f"tool:{MAIL}", "")],
)
def test_a_tool_that_a_text_came_from_is_written_where_it_can_be_a_name(source, written):
    with capture_audit() as events:
        Guard(keys=KEYS).inspect("hello", origin="tool", door=Door("d", source=source))
    assert [each["source"] for each in events] == [written]


def test_a_playbook_about_a_kind_that_nobody_finds_is_refused(tmp_path):
    playbook = tmp_path / "playbook.yml"
    playbook.write_text(
        "rules:\n- {name: slip, when: {kinds: [rapid-fir]}, severity: low}\n", "utf-8"
    )
    named = parse_policy(f"extends: balanced\nincidents: {playbook}", where="p")
    with pytest.raises(PolicyError, match=r"rule 'slip': .*Did you mean 'rapid-fire'"):
        Guard(named)
