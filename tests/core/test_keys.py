"""The master key: read, refused, changed for another."""

import base64
import pickle

import pytest

from chatward import Guard, Keyring, KeyringError
from chatward.memory.keys import keyring_from_base64, keyring_from_environment
from chatward.memory.memory import Memory
from chatward.memory.stores.sqlite import SqliteStore

KEYS = Keyring(b"k" * 32)


def test_the_master_key_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", base64.b64encode(b"k" * 32).decode())
    keys = keyring_from_environment()
    assert not keys.ephemeral
    assert keys.subkey("a") != keys.subkey("b")
    assert keys.subkey("a") == KEYS.subkey("a")


def test_without_a_master_key_one_is_made_up_and_says_so(monkeypatch):
    monkeypatch.delenv("CHATWARD_MASTER_KEY", raising=False)
    assert keyring_from_environment().ephemeral


@pytest.mark.parametrize("written", ["not base64!", "c2hvcnQ=", f"{'A' * 43}=,c2hvcnQ="])
def test_a_bad_master_key_is_refused_without_being_shown(monkeypatch, written):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", written)
    with pytest.raises(KeyringError) as caught:
        keyring_from_environment()
    assert written not in str(caught.value)


def test_a_key_is_in_no_repr_and_no_pickle():
    keys = Keyring(b"s" * 32, older=(b"t" * 32,))
    assert "ssss" not in repr(keys)
    assert "tttt" not in repr(keys)
    with pytest.raises(KeyringError):
        pickle.dumps(keys)


def test_a_new_master_key_reads_what_the_old_one_wrapped_and_can_take_over(tmp_path):
    old, new = b"o" * 32, b"n" * 32
    store = SqliteStore(tmp_path / "chatward.db")
    written = Memory(store, Keyring(old)).open("c").issue("us-ssn", "536-90-4399")
    both = keyring_from_base64(",".join(base64.b64encode(key).decode() for key in (new, old)))
    assert Memory(store, both).open("c").value_of(written) == "536-90-4399"
    with pytest.raises(KeyringError):
        Memory(store, Keyring(new)).open("c")
    assert Memory(store, both).rotate() == 2
    assert Memory(store, both).rotate() == 0
    assert Memory(store, Keyring(new)).open("c").value_of(written) == "536-90-4399"
    with pytest.raises(KeyringError):
        Memory(store, Keyring(old)).open("c")


def test_a_wrong_master_key_blocks_and_restores_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/chatward.db"
    written = Guard(store=url, keys=KEYS).inspect("a@example.org", origin="user", conversation="c")
    other = Guard(store=url, keys=Keyring(b"x" * 32))
    assert other.inspect("hello", origin="user", conversation="c").rule == "store-failed"
    assert other.restore(written.text, conversation="c") == written.text
