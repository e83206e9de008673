"""Keys in a store of their own: what backups of the rest are worth."""

from chatward import Guard, Keyring
from chatward.memory.memory import Memory
from chatward.memory.rooms import KEY, VAULT
from chatward.memory.stores.apart import KeysApart
from chatward.memory.stores.in_process import InProcessStore

KEYS = Keyring(b"k" * 32)


def test_with_keys_apart_a_backup_of_the_rest_tells_nothing_once_forgotten(tmp_path):
    main, keys = tmp_path / "chatward.db", tmp_path / "keys.db"
    url = f"sqlite:///{main}#keys=sqlite:///{keys}"
    guard = Guard(store=url, keys=KEYS)
    written = guard.inspect("anna@example.org", origin="user", conversation="c").text
    guard._memory.store.close()
    backup = main.read_bytes()
    assert guard.forget("c") == 3
    guard._memory.store.close()
    main.write_bytes(backup)
    again = Guard(store=url, keys=KEYS)
    owner = again._memory.owner_of("c")
    assert again._memory.store.room(owner, VAULT)
    assert not again._memory.store.room(owner, KEY)
    assert again.restore(written, conversation="c") == written
    assert not again.inspect("hello", origin="user", conversation="c").blocked
    assert again.restore(written, conversation="c") == written
    assert not again.inspect("hello", origin="user", conversation="c").blocked


def test_a_write_that_finds_its_key_gone_leaves_nothing_behind():
    class Forgetful(InProcessStore):
        forget = None

        def write(self, owner, changes, lives):
            done = super().write(owner, changes, lives)
            if self.forget and owner != "store":
                forget, self.forget = self.forget, None
                forget()
            return done

    main, keys = InProcessStore(), Forgetful()
    ours = Memory(KeysApart(main, keys), KEYS)
    ours.open("c").issue("us-ssn", "1")
    keys.forget = lambda: ours.forget("c")
    dossier = ours.open("c")
    written = dossier.issue("us-ssn", "2")
    assert dossier.value_of(written) == "2"
    assert {each.owner for each in main.drawers()} == {dossier.owner}
    assert ours.open("c").value_of(written) == "2"
