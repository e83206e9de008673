"""`chatward grant`: issue, show, revoke."""

from __future__ import annotations

import re

import pytest
from memory_shell import events

pytest_plugins = ["vault_shell"]
pytestmark = pytest.mark.usefixtures("master_key")


def test_a_grant_is_issued_shown_and_revoked(shell, tmp_path, vault_url, pseudonymised):
    log = tmp_path / "audit.jsonl"
    issue = ["grant", "issue", "c", "--purpose", "read-vault", "--note", "ticket 7"]
    status, token, err = shell(*issue, "--vault", vault_url, "--minutes", "5", "--audit", log)
    assert (status, err, len(token.splitlines())) == (0, b"", 1)
    status, out, _ = shell("grant", "show", "-", "--vault", vault_url, stdin=token)
    assert status == 0
    assert re.search(rb"^purpose +read-vault$", out, re.MULTILINE)
    assert re.search(rb"^uses +one$", out, re.MULTILINE)
    assert re.search(rb"^good +yes$", out, re.MULTILINE)
    offline = shell("grant", "show", token.decode())[1]
    assert b"yes, unless it was used or revoked" in offline
    revoke = ["grant", "revoke", "-", "--vault", vault_url, "--audit", log]
    assert shell(*revoke, stdin=token) == (0, b"revoked\n", b"")
    status, out, _ = shell("grant", "show", "-", "--vault", vault_url, stdin=token)
    assert (status, b"no: the grant was revoked" in out) == (1, True)
    told = [(each["did"], each["purpose"], each["why"]) for each in events(log)]
    assert told == [("issued", "read-vault", "ticket 7"), ("revoked", "read-vault", "")]


def test_a_grant_may_be_for_many_uses(shell, vault_url, pseudonymised):
    issue = ["grant", "issue", "c", "--purpose", "read-vault", "--note", "n", "--vault", vault_url]
    token = shell(*issue, "--many")[1]
    assert re.search(
        rb"^uses +any number$", shell("grant", "show", token.decode())[1], re.MULTILINE
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], b"say for which conversation"),
        (["c"], b"--purpose: say what for: read-vault"),
        (["c", "--reference", "r"], b"leave the conversation out"),
        (["--reference", "r", "--purpose", "read-vault"], b"read-quarantine only"),
        (["--reference", "r"], b"no text is kept under this reference"),
        (["c", "--purpose", "read-valut"], b"Did you mean 'read-vault'?"),
        (["c", "--purpose", "read-vault", "--minutes", "61"], b"60 minutes at most"),
    ],
)
def test_a_grant_for_nothing_is_refused(shell, vault_url, pseudonymised, given, told):
    status, out, err = shell("grant", "issue", *given, "--note", "n", "--vault", vault_url)
    assert (status, out) == (2, b"")
    assert told in err


@pytest.mark.parametrize("command", ["show", "revoke"])
def test_a_forged_grant_is_refused(shell, vault_url, pseudonymised, command):
    status, out, err = shell("grant", command, "cwg1.e30.e30", "--vault", vault_url)
    assert (status, out) == (2, b"")
    assert b"not issued under this master key" in err
