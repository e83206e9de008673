"""A folder of rubbish, and commands that are handed it; used with `pytest_plugins`."""

from __future__ import annotations

import gzip
import io
import sqlite3
import sys
from contextlib import closing

import pytest
from bad_input_parts import SAID, VAULT
from memory_shell import KEYS, written

from chatward import Guard
from chatward.audit.signed_file import SignedFile
from chatward.cli import run
from chatward.memory.keys import VARIABLE


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a signed log, the store of its guard, and a good deal of rubbish."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, written(KEYS.master))
    log = SignedFile("audit.jsonl", KEYS)
    Guard(store=VAULT, keys=KEYS, audit=log).inspect(SAID, origin="user", conversation="c1")
    log.close()
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    with closing(sqlite3.connect("other.db")) as database:
        database.execute("CREATE TABLE t (a)")
    for name, content in {
        "empty": b"",
        "binary": bytes(range(256)) * 12,
        "broken": b'{"event":"decision"\n[]\n1\n' + SAID.encode() + b"\n",
        "surrogate": b'{"event":"decision","time":1,"reference":"\\ud800"}\n',
        "long": b'{"event":"decision","reference":"' + b"x" * 10_000_000 + b'"}\n',
        "deep": b"[" * 1_000_000,
        "packed.gz": b"\x1f\x8brubbish",
        "cut.gz": gzip.compress(b"{}\n" * 1000)[:-9],
        "bomb": bomb(9, 20),
        "itself": b"rules: &a\n- *a\n",
        "twice": b"rules: []\nextends: strict\nrules: []\n",
        "tag": b"rules: !!python/object/apply:os.getcwd []\n",
        "list": b"- 1\n",
        "slip": b"extend: standard\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def bomb(width, depth):
    """YAML whose few aliases stand for more values than there is memory."""
    first = f"a0: &a0 [{','.join('x' * width)}]"
    rest = (f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * width)}]" for n in range(1, depth))
    return "\n".join([first, *rest]).encode()


@pytest.fixture
def asked(here, capsysbinary, monkeypatch):
    """Run a command; return its status, standard output and standard error."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))

    def ask(line):
        status = run(line if isinstance(line, list) else line.split())
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        assert b"anna@example.org" not in out + err
        return status, out.decode(), err.decode()

    return ask
