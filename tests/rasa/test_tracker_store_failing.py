"""A store that fails, and a vault that fails: nothing raw rests, is published or logged."""

from __future__ import annotations

import logging

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa_store_parts import (
    CARD,
    MAIL,
    PLANTED,
    at_rest,
    build,
    one_of_each,
    told,
    tracker_of,
    write_policy,
)

pytest_plugins = ["rasa_store_fixtures"]


async def test_a_store_that_fails_leaves_nothing_raw_in_memory_or_in_the_log(
    policy, tmp_path, caplog
):
    (tmp_path / "gone").mkdir()
    block = {"type": "SQL", "dialect": "sqlite", "db": str(tmp_path / "gone" / "rasa.db")}
    store = build(block, policy)
    published = store.event_broker.events
    store.engine.dispose()
    for path in (tmp_path / "gone").iterdir():
        path.unlink()
    (tmp_path / "gone").rmdir()
    safe = FailSafeTrackerStore(store)

    with caplog.at_level(logging.DEBUG):
        await safe.save(tracker_of("kim"))

    assert safe._fallback_tracker_store is None  # Rasa's own would hold what was said
    assert "EMAIL_ADDRESS_1_" in store._spare().store["kim"]
    assert not any(value in store._spare().store["kim"] + caplog.text for value in PLANTED)
    assert "failed to save" in caplog.text
    assert len(published) == len(one_of_each())
    assert not any(value in repr(published) for value in PLANTED)


@pytest.mark.parametrize("mode", ["closed", "open"])
async def test_a_vault_that_fails_lets_nothing_raw_rest(
    mode, tmp_path, blocks, caplog, monkeypatch
):
    from chatward import StoreError

    policy = write_policy(tmp_path, f"fail: {{store: {mode}}}\n")
    store = build(blocks["sqlite"], policy)
    await store.save(tracker_of("kim", [told(f"mail {MAIL}")]))

    def off(*_):
        raise StoreError("off")

    monkeypatch.setattr(store.guard._memory.store, "read", off)
    tracker = await FailSafeTrackerStore(store).retrieve("kim")
    assert tracker.latest_message.text.startswith("mail EMAIL_ADDRESS_1_")
    tracker.update(told(f"card {CARD}"))
    await FailSafeTrackerStore(store).save(tracker)

    kept = at_rest("sqlite", store, tmp_path, None)
    assert CARD.encode() not in kept
    assert (b"card <CREDIT_CARD>" in kept) is (mode == "open")
    assert ("not stored" in caplog.text) is (mode == "closed")
    assert CARD not in caplog.text
