"""Keys and stores, as every command about memory meets them."""

from __future__ import annotations

import sqlite3

import pytest
from memory_shell import MAIL, about, written

pytest_plugins = ["vault_shell"]
pytestmark = pytest.mark.usefixtures("master_key")


def test_after_a_rotation_the_old_master_key_can_go(
    shell, tmp_path, monkeypatch, vault_url, pseudonymised
):
    path = tmp_path / "vault.db"
    lives = ends(path)
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"n" * 32, b"k" * 32))
    assert shell("vault", "rotate", "--vault", vault_url) == (0, b"2 keys wrapped anew\n", b"")
    assert shell("vault", "rotate", "--vault", vault_url) == (0, b"0 keys wrapped anew\n", b"")
    assert ends(path) == lives
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"n" * 32))
    restore = ["restore", "--conversation", "c", "--vault", vault_url]
    assert shell(*restore, stdin=pseudonymised) == (0, MAIL, b"")
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(b"k" * 32))
    status, out, err = shell(*restore, stdin=pseudonymised)
    assert (status, out) == (2, b"")
    assert b"was not wrapped by the master key in CHATWARD_MASTER_KEY" in err


def ends(path):
    with sqlite3.connect(path) as connection:
        query = "SELECT owner, room, expires FROM drawers ORDER BY owner, room"
        rows = connection.execute(query).fetchall()
    connection.close()
    return rows


EVERY_COMMAND = [
    ["redact", "--pseudonyms", "--conversation", "c"],
    ["restore", "--conversation", "c"],
    ["forget", "c"],
    ["retention", "run"],
    ["grant", "issue", "c", "--purpose", "read-vault", "--note", "n"],
    ["grant", "revoke", "cwg1.e30.e30"],
    ["grant", "show", "cwg1.e30.e30"],
    ["vault", "rotate"],
]


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=" ".join)
def test_a_lasting_store_needs_a_master_key(shell, tmp_path, monkeypatch, command):
    monkeypatch.delenv("CHATWARD_MASTER_KEY")
    (tmp_path / "vault.db").touch(0o600)
    url = f"sqlite:///{tmp_path}/vault.db"
    status, out, err = shell(*command, "--vault", url, stdin=MAIL)
    assert (status, out) == (2, b"")
    assert b"needs a master key: set CHATWARD_MASTER_KEY" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=" ".join)
def test_a_store_that_is_down_is_one_line_without_the_password(shell, command):
    if command[1] in {"revoke", "show"}:  # they must get as far as the store
        issued = ["grant", "issue", "c", "--purpose", "read-vault", "--note", "n"]
        command = [*command[:2], shell(*issued, "--vault", "memory:")[1].decode()]
    url = "redis://:open-sesame@127.0.0.1:1/0"
    status, out, err = shell(*command, "--vault", url, stdin=MAIL)
    assert (status, out) == (2, b"")
    assert b"cannot be reached" in err
    assert b"sesame" not in err
    assert len(err.splitlines()) == 1


def test_a_store_that_fails_on_the_way_is_told(shell, tmp_path, vault_url, pseudonymised):
    with sqlite3.connect(tmp_path / "vault.db") as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON fields BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    connection.close()
    said = b"I am bob@example.org"
    status, out, err = shell("redact", *about("c", vault_url), stdin=said)
    assert (status, out) == (1, b"I am <EMAIL_ADDRESS>")  # the policy says closed
    assert err == b"chatward redact: the store failed on the way; not every value has a pseudonym\n"


@pytest.mark.parametrize("command", EVERY_COMMAND[1:], ids=" ".join)
def test_a_slip_in_the_name_of_a_file_makes_no_empty_store(shell, tmp_path, command):
    status, out, err = shell(*command, "--vault", f"sqlite:///{tmp_path}/valut.db", stdin=MAIL)
    assert (status, out) == (2, b"")
    assert b"valut.db: no such file" in err
    assert not list(tmp_path.iterdir())
