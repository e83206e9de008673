"""Addresses that answers go to, under names that do not tell them."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Guard
from chatward.memory.addresses import is_name
from chatward.memory.keys import keyring_from_base64
from chatward.memory.rooms import DAY_SECONDS

PHONE = "whatsapp:+4915112345678"
KEYS = keyring_from_base64(base64.b64encode(b"k" * 32).decode())
GUARD = Guard(keys=KEYS, store="memory:")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.db"


def guard_at(path, keys=KEYS, **parts):
    return Guard(keys=keys, store=f"sqlite:///{path}", **parts)


def test_an_address_is_kept_under_a_name_and_comes_back(path):
    name = guard_at(path).addresses.keep(PHONE)

    assert is_name(name)
    assert guard_at(path).addresses.find(name) == PHONE
    assert guard_at(path).addresses.keep(PHONE) == name


def test_the_bytes_of_the_store_do_not_tell_the_address(path):
    name = guard_at(path).addresses.keep(PHONE)

    at_rest = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"15112345678" not in at_rest
    assert name.encode() not in at_rest


def test_a_name_without_an_address_finds_nothing(path):
    addresses = guard_at(path).addresses

    assert addresses.find(addresses.name(PHONE)) is None
    assert addresses.find("anna") is None
    assert addresses.find(PHONE) is None


def test_whoever_forgets_the_conversation_forgets_the_address(path):
    guard = guard_at(path)
    name = guard.addresses.keep(PHONE)

    assert guard.forget(name)

    assert guard.addresses.find(name) is None
    assert guard.addresses.keep(PHONE) == name


def test_a_name_outlives_the_master_key(path):
    name = guard_at(path).addresses.keep(PHONE)
    new, old = (base64.b64encode(letter * 32).decode() for letter in (b"n", b"k"))

    assert guard_at(path, keyring_from_base64(f"{new},{old}")).addresses.keep(PHONE) == name


def test_without_a_store_the_name_is_the_same_as_long_as_the_master_key_is():
    names = {Guard(keys=KEYS, store="memory:").addresses.name(PHONE) for _ in range(2)}

    assert len(names) == 1
    assert Guard(store="memory:").addresses.name(PHONE) not in names


def test_an_address_lives_as_long_as_the_talk_goes_on(path):
    now = [1_000_000.0]
    guard = guard_at(path, clock=lambda: now[0])
    name = guard.addresses.keep(PHONE)

    for _ in range(4):
        now[0] += 20 * DAY_SECONDS
        guard.inspect("hello", origin="user", conversation=name)
    assert guard.addresses.find(name) == PHONE

    now[0] += 31 * DAY_SECONDS
    assert guard.addresses.find(name) is None


def test_workers_that_keep_the_same_address_at_once_agree(path):
    guards = [guard_at(path) for _ in range(4)]
    guards[0].addresses.name(PHONE)

    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(lambda each: each.addresses.keep(PHONE), guards * 5))

    assert len(names) == 1
    assert guards[1].addresses.find(names.pop()) == PHONE


def test_a_worker_that_looked_just_before_another_wrote_agrees_with_it(path, monkeypatch):
    one, other = guard_at(path), guard_at(path)
    memory = one.addresses.memory
    opened = memory.open

    def open_too_early(name):
        dossier = opened(name)
        other.addresses.keep(PHONE)
        return dossier

    monkeypatch.setattr(memory, "open", open_too_early)

    name = one.addresses.keep(PHONE)

    assert other.addresses.find(name) == PHONE


@given(address=st.text(min_size=1))
def test_a_name_is_in_nothing_like_its_address_and_no_detector_takes_it_for_a_value(address):
    name = GUARD.addresses.keep(address)

    assert GUARD.scrub(name) == name
    assert GUARD.addresses.find(name) == address


@given(one=st.text(min_size=1), other=st.text(min_size=1))
def test_two_addresses_have_two_names(one, other):
    addresses = GUARD.addresses

    assert (addresses.name(one) == addresses.name(other)) == (one == other)
