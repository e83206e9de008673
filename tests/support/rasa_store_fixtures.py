"""Stores to put inside the guarded one, and the policy whose vault knows what was hidden."""

from __future__ import annotations

import pytest
from rasa_store_parts import write_policy
from redis_server import RedisServer


@pytest.fixture(scope="module")
def redis_running():
    with RedisServer() as running:
        yield running


@pytest.fixture
def policy(tmp_path, master_key):
    return write_policy(tmp_path, f"memory: {{store: 'sqlite:///{tmp_path / 'vault.db'}'}}\n")


@pytest.fixture
def master_key(monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=")


@pytest.fixture
def blocks(tmp_path, redis_running):
    return {
        "sqlite": {"type": "SQL", "dialect": "sqlite", "db": str(tmp_path / "rasa.db")},
        "redis": {"type": "redis", "url": "127.0.0.1", "port": redis_running.port},
        "memory": {"type": "InMemory"},
    }
