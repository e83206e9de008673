"""The command line over a vault in a file, with a master key of its own."""

from __future__ import annotations

import io

import pytest
from memory_shell import KEYS, MAIL, about, written

from chatward.cli import run


@pytest.fixture
def master_key(monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written(KEYS.master))


@pytest.fixture
def vault_url(tmp_path, master_key):
    return f"sqlite:///{tmp_path}/vault.db"


@pytest.fixture
def shell(capsysbinary, monkeypatch):
    """Runs a command line; returns (exit status, standard output, standard error)."""

    def call(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        status = run([str(each) for each in arguments])
        return status, *capsysbinary.readouterr()

    return call


@pytest.fixture
def pseudonymised(shell, vault_url):
    """What became of a user's text in conversation c."""
    status, out, err = shell("redact", *about("c", vault_url), stdin=MAIL)
    assert (status, err) == (0, b"")
    return out
