"""A guard that keeps what it blocks and writes a log, as `chatward appeal` finds them."""

from __future__ import annotations

import pytest
from appeal_parts import ATTACK
from memory_shell import KEYS

from chatward import Guard
from chatward.audit.log import FileAudit
from chatward.policy.file import parse_policy

pytest_plugins = ["vault_shell"]


@pytest.fixture
def audit_log(tmp_path):
    return tmp_path / "audit.jsonl"


@pytest.fixture
def keeping_guard(vault_url, audit_log):
    policy = parse_policy("extends: balanced\nquarantine: true", where="test")
    return Guard(policy, keys=KEYS, store=vault_url, audit=FileAudit(audit_log))


@pytest.fixture
def refused(keeping_guard):
    """The reference of a decision about an attack that is kept for review."""
    decision = keeping_guard.inspect(ATTACK, origin="user", conversation="c")
    assert decision.blocked
    return decision.reference
