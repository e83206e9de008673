"""Which URLs open a store, who may read its file, and when a server is trusted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing

import pytest
from redis_server import RedisServer
from tls_front import make_certificates, tls_front

from chatward.errors import StoreError
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.stores.opening import open_store
from chatward.memory.stores.redis import RedisStore
from chatward.memory.stores.sqlite import SqliteStore

VALUE = b"4111 1111 1111 1111 of anna@example.org"
LIVES = {"state": FOREVER}


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("memory:", InProcessStore),
        ("redis://localhost", RedisStore),
        ("redis://127.0.0.1:6380/2?timeout_seconds=0.5", RedisStore),
        ("redis://127.8.9.1", RedisStore),
        ("redis://[::1]:6379/0", RedisStore),
        ("rediss://user:word@cache.example.org:6379/0", RedisStore),
        ("rediss://cache.example.org?ssl_cert_reqs=required&ssl_check_hostname=true", RedisStore),
        ("unix:///run/redis.sock?db=1", RedisStore),
    ],
)
def test_a_url_opens_its_kind_of_store(url, kind):
    with closing(open_store(url)) as store:
        assert isinstance(store, kind)
        assert store.blocking == store.durable == (kind is not InProcessStore)
        assert "word" not in repr(store)


def test_a_file_is_named_relative_or_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///near.db", f"sqlite:///{tmp_path}/far%20away.db?fsync=true"):
        with closing(open_store(url)) as store:
            assert store.write("anna", [Change("state", "n", None, VALUE)], LIVES)
    assert {"near.db", "far away.db"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "allowed are memory:"),
        ("sqlight:///a.db", "Did you mean 'sqlite'?"),
        ("rediz://user:hunter2@127.0.0.1", "Did you mean 'redis'?"),
        ("sqlite://a.db", "sqlite:///relative.db"),
        ("sqlite:///", "names no file"),
        ("sqlite:///a.db?fsink=true", "Did you mean 'fsync'?"),
        ("sqlite:///a.db?fsync=hunter2", "must be true or false"),
        ("sqlite:///a.db?timeout_seconds=hunter2", "must be a number"),
        ("redis://127.0.0.1?timeout_seconds=0", "must be a number"),
        ("redis://user:hunter2@cache.example.org", "use rediss://"),
        ("redis://10.0.0.1", "use rediss://"),
        ("redis://localhost.example.org", "use rediss://"),
        ("redis://127.0.0.1:hunter2", "cannot be read"),
        ("redis://127.0.0.1?db=hunter2", "wrong value"),
        ("redis://127.0.0.1?ssl_ca_certs=hunter2", "unknown option"),
        ("redis://127.0.0.1?decode_responses=hunter2", "unknown option"),
        ("rediss://127.0.0.1?ssl_cert_reqs=none", "must be checked"),
        ("rediss://127.0.0.1?ssl_cert_reqs=optional", "must be checked"),
        ("rediss://127.0.0.1?ssl_check_hostname=false", "must be checked"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_and_never_shown(url, says):
    with pytest.raises(StoreError, match=re.escape(says)) as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_without_the_package_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(StoreError, match=r"pip install 'chatward\[redis\]'"):
        open_store("redis://127.0.0.1")


def test_nobody_else_may_read_the_file_or_its_log(tmp_path):
    wide = tmp_path / "wide.db"
    wide.touch(0o644)
    before = os.umask(0)
    try:
        for path in (tmp_path / "new.db", wide):
            with closing(SqliteStore(path)) as store:
                store.write("anna", [Change("state", "n", None, VALUE)], LIVES)
                modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
            assert modes.keys() >= {path.name, f"{path.name}-wal", f"{path.name}-shm"}
            assert set(modes.values()) <= {0o600, 0o644 if path != wide else 0o600}
    finally:
        os.umask(before)


def lies_in(folder, value):
    return [path.name for path in folder.iterdir() if value in path.read_bytes()]


@pytest.mark.parametrize("size", [1, 400])
def test_what_is_dropped_or_written_over_is_in_no_byte_of_the_files(tmp_path, size):
    value, later = VALUE * size, b"10 Downing Street, " * size
    with closing(SqliteStore(tmp_path / "memory.db")) as store:
        for owner in ("anna", "ben"):
            changes = [Change("vault", f"n{number}", None, value) for number in range(20)]
            store.write(owner, changes, {"vault": FOREVER})
        assert lies_in(tmp_path, VALUE)
        store.write("anna", [Change("vault", "n0", value, later)], {"vault": FOREVER})
        assert store.drop("ben") == store.drop("anna") == 1
        assert lies_in(tmp_path, VALUE) == lies_in(tmp_path, later[:19]) == []


def test_a_value_written_over_is_gone_once_the_log_is_emptied(tmp_path):
    with closing(SqliteStore(tmp_path / "memory.db")) as store:
        store.write("anna", [Change("state", "n", None, VALUE)], LIVES)
        store.write("anna", [Change("state", "n", VALUE, b"other")], LIVES)
        assert store.empty_log()
        assert lies_in(tmp_path, VALUE) == []


def test_connections_are_closed_with_the_last_use_of_the_store(tmp_path):
    code = (
        "import sys; from chatward.memory.stores.opening import open_store;"
        "store = open_store(sys.argv[1]); print(store.read('anna', [('state', 'n')]))"
    )
    command = [sys.executable, "-W", "error", "-c", code, f"sqlite:///{tmp_path}/memory.db"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[None]\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["memory.db"]


def test_a_server_is_believed_only_with_a_certificate_we_can_check(tmp_path):
    authority, certificate = make_certificates(tmp_path / "ours")
    other_authority, _ = make_certificates(tmp_path / "other")
    with RedisServer() as server, tls_front(certificate, server.port) as port:
        url = f"rediss://127.0.0.1:{port}/0"
        with closing(open_store(f"{url}?ssl_ca_certs={authority}")) as store:
            assert store.write("anna", [Change("state", "n", None, VALUE)], LIVES)
            assert store.read("anna", [("state", "n")]) == [VALUE]
        for doubtful in (url, f"{url}?ssl_ca_certs={other_authority}"):
            with closing(open_store(doubtful)) as store, pytest.raises(StoreError) as caught:
                store.read("anna", [("state", "n")])
            assert "certificate was not accepted" in str(caught.value)


def test_a_certificate_for_another_address_is_refused(tmp_path):
    authority, certificate = make_certificates(tmp_path / "ours", address="127.0.0.9")
    with RedisServer() as server, tls_front(certificate, server.port) as port:
        url = f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={authority}"
        with closing(open_store(url)) as store, pytest.raises(StoreError) as caught:
            store.read("anna", [("state", "n")])
        assert "certificate was not accepted" in str(caught.value)


def test_a_server_without_tls_is_not_spoken_to_in_the_clear():
    with RedisServer() as server:
        url = f"rediss://127.0.0.1:{server.port}?timeout_seconds=0.5"
        with closing(open_store(url)) as store, pytest.raises(StoreError):
            store.read("anna", [("state", "n")])
