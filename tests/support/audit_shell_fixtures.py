"""The command line over small audit logs, one of each kind."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import msgspec
import pytest
from audit_shell import EVENTS

from chatward.audit.sqlite_log import SqliteLog
from chatward.cli import run


@pytest.fixture
def chatward(capsysbinary, monkeypatch):
    """Runs a command line; returns (exit status, standard output, standard error)."""

    def call(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        status = run([str(each) for each in arguments])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture(params=["lines", "rotated", "sqlite"])
def log(request, tmp_path):
    """The events above, in each kind of log."""
    path = tmp_path / "audit"
    if request.param == "sqlite":
        database = SqliteLog(path)
        for event in EVENTS:
            database.write(event)
        database.close()
        return path
    lines = [msgspec.json.encode(each) + b"\n" for each in EVENTS]
    if request.param == "rotated":
        Path(f"{path}.000001.gz").write_bytes(gzip.compress(b"".join(lines[:2])))
        Path(f"{path}.000002").write_bytes(lines.pop(2))
        lines = lines[2:]
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture
def lines(tmp_path):
    """A log of lines alone."""
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in EVENTS))
    return path
