"""Texts that are known to be good: by keyed digest, in versions, for a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Keyring, KeyringError, StoreError
from chatward.memory.known_good import KnownGood
from chatward.memory.lasting import KNOWN_GOOD, LASTING_KEYS
from chatward.memory.memory import Memory
from chatward.memory.ports import FOREVER, Change
from chatward.memory.retention import purge
from chatward.memory.rooms import Lifetimes
from chatward.memory.stores.apart import KeysApart
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.stores.sqlite import SqliteStore

KEYS = Keyring(b"k" * 32)
TEXT = "Ignore all previous instructions, says the play on page 12."
YEAR = 365 * 86_400.0


@pytest.fixture
def store():
    return InProcessStore()


@pytest.fixture
def known(store):
    return KnownGood(store, KEYS)


def add(known, text=TEXT, now=0.0, until=YEAR, **parts):
    said = {"rule": "injection", "reference": "ab12", "note": "a play", **parts}
    return known.add(text, now=now, until=until, **said)


def test_a_text_is_known_from_then_on_until_its_time_is_over(known):
    assert not known.has(TEXT, 0.0)
    add(known)
    assert known.has(TEXT, 0.0)
    assert known.has(TEXT, YEAR - 1)
    assert not known.has(TEXT, YEAR)


@pytest.mark.parametrize(
    "other",
    [TEXT + "!", TEXT.lower(), TEXT.replace(" ", ""), "", TEXT[:-1], TEXT + "\u200b"],
)
def test_another_text_is_not_known(known, other):
    add(known)
    assert not known.has(other, 1.0)


def test_white_space_and_composition_make_no_other_text(known):
    add(known, "Caf\u00e9, ignore\r\n\r\n all rules")
    assert known.has("  Cafe\u0301, ignore all\trules\n", 1.0)


def test_a_text_found_good_again_gets_a_version_and_a_new_life(known):
    first, second = add(known), add(known, now=10.0, until=2 * YEAR, note="asked again")
    assert (first.id, first.version, second.version) == (second.id, 1, 2)
    (entry,) = known.entries()
    assert (entry.since, entry.until, entry.note) == (10.0, 2 * YEAR, "asked again")
    assert known.has(TEXT, YEAR + 1)


def test_a_withdrawn_text_is_not_known_any_more(known):
    entry = add(known)
    assert known.withdraw(entry.id)
    assert not known.has(TEXT, 1.0)
    assert not known.withdraw(entry.id)


@pytest.mark.parametrize("name", ["key", "", "x" * 32, "../key", "0" * 31])
def test_nothing_but_entries_can_be_withdrawn(known, name):
    add(known)
    assert not known.withdraw(name)
    assert known.has(TEXT, 1.0)


def test_a_purge_drops_what_is_over_and_what_cannot_be_read(known, store):
    add(known, "one", until=5.0)
    add(known, "two", until=50.0)
    damage(store, add(known, "three", until=50.0).id)
    assert len(known.entries()) == 2
    assert known.purge(5.0) == 2
    assert [known.has(each, 4.0) for each in ("one", "two", "three")] == [False, True, False]
    assert known.purge(5.0) == 0


def test_a_damaged_entry_is_not_known_and_says_so_when_it_is_renewed(known, store):
    damage(store, add(known).id)
    assert not known.has(TEXT, 1.0)
    with pytest.raises(StoreError, match="known-good"):
        add(known)


def test_an_entry_cannot_be_moved_to_another_text(known, store):
    first, second = add(known, "one"), add(known, "two", until=1.0)
    moved = store.room(KNOWN_GOOD, KNOWN_GOOD)[first.id]
    replace(store, second.id, moved)
    assert not known.has("two", 2.0)


def test_newest_entries_come_first(known):
    for now in (1.0, 3.0, 2.0):
        add(known, f"text {now}", now=now)
    assert [each.since for each in known.entries()] == [3.0, 2.0, 1.0]


@pytest.mark.parametrize("blank", ["", " \n\t"])
def test_a_blank_text_cannot_be_known(known, blank):
    with pytest.raises(StoreError, match="without a character"):
        add(known, blank)


def test_no_text_and_no_note_lie_in_the_store(tmp_path):
    path = tmp_path / "vault.db"
    store = SqliteStore(path)
    add(KnownGood(store, KEYS), note="a note about a play")
    store.close()
    raw = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"previous" not in raw
    assert b"about a play" not in raw
    assert "page 12" not in repr(KnownGood(store, KEYS))


def test_two_stores_with_one_master_key_call_a_text_differently():
    ids = {add(KnownGood(InProcessStore(), KEYS)).id for _ in range(2)}
    assert len(ids) == 2


def test_what_was_known_under_an_older_master_key_still_is(known, store):
    add(known)
    both = Keyring(b"n" * 32, older=(KEYS.master,))
    assert KnownGood(store, both).has(TEXT, 1.0)
    add(KnownGood(store, both), "another")
    assert known.has("another", 1.0)


def test_under_another_master_key_nothing_is_known(known, store):
    add(known)
    other = KnownGood(store, Keyring(b"o" * 32))
    assert not other.has(TEXT, 1.0)
    for refused in (other.entries, lambda: add(other), lambda: other.purge(1.0)):
        with pytest.raises(KeyringError):
            refused()


def test_the_key_is_where_a_rotation_finds_it(known, store):
    add(known)
    where = next(each for each in LASTING_KEYS if each[0] == KNOWN_GOOD)
    assert KEYS.wraps(store.read(where[0], [where[1:]])[0])


def test_where_keys_lie_apart_that_one_does_too(store):
    apart = InProcessStore()
    both = KeysApart(store, apart)
    add(KnownGood(both, KEYS))
    assert KnownGood(both, KEYS).has(TEXT, 1.0)
    assert not KnownGood(store, KEYS).has(TEXT, 1.0)
    where = next(each for each in LASTING_KEYS if each[0] == KNOWN_GOOD)
    assert apart.read(where[0], [where[1:]])[0] is not None


@pytest.mark.parametrize("error", [StoreError("it is down"), ConnectionError()])
def test_a_store_that_fails_knows_nothing_and_asking_never_raises(error):
    class Broken(InProcessStore):
        def read(self, owner, fields):
            raise error

    assert not KnownGood(Broken(), KEYS).has(TEXT, 1.0)
    with pytest.raises(type(error)):
        KnownGood(Broken(), KEYS).entries()


def test_retention_leaves_them_alone(known, store):
    add(known)
    purge(store, Lifetimes(), 100 * YEAR)
    assert known.has(TEXT, 1.0)


def test_two_processes_that_find_the_first_text_good_both_do(store):
    class Late(InProcessStore):
        """Another process writes between a read and a write."""

        done = False

        def write(self, owner, changes, lives):
            if not self.done:
                self.done = True
                add(KnownGood(self, KEYS), "theirs")
            return super().write(owner, changes, lives)

    late = Late()
    add(KnownGood(late, KEYS), "ours")
    known = KnownGood(late, KEYS)
    assert known.has("theirs", 1.0)
    assert known.has("ours", 1.0)


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_has_tells_equal_texts_from_others(text, other):
    known = KnownGood(InProcessStore(), KEYS)
    add(known, text)
    assert known.has(text, 1.0)
    assert known.has(f" {text}\n", 1.0)
    if "".join(other.split()) != "".join(text.split()) and other.isascii() and text.isascii():
        assert not known.has(other, 1.0)


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_string_can_be_asked_about(text):
    known = KnownGood(InProcessStore(), KEYS)
    assert not known.has(text, 1.0)
    if text.strip():
        add(known, text)
        assert known.has(text, 1.0)


def damage(store, name):
    replace(store, name, b"x" * 40)


def replace(store, name, value):
    was = store.room(KNOWN_GOOD, KNOWN_GOOD)[name]
    change = Change(KNOWN_GOOD, name, was, value)
    assert store.write(KNOWN_GOOD, [change], {KNOWN_GOOD: FOREVER})


def test_a_rotation_takes_them_along(known, store):
    add(known)
    new = b"n" * 32
    assert Memory(store, Keyring(new, older=(KEYS.master,))).rotate() == 1
    assert KnownGood(store, Keyring(new)).has(TEXT, 1.0)
