"""Names that stand in another module of Rasa Pro's than of Rasa's."""

from __future__ import annotations

try:
    from rasa.core.tracker_store import (
        AwaitableTrackerStore,
        InMemoryTrackerStore,
        TrackerStore,
        check_if_tracker_store_async,
        create_tracker_store,
    )
except ModuleNotFoundError:  # Rasa Pro from 3.13 on
    from rasa.core.tracker_stores.tracker_store import (
        AwaitableTrackerStore,
        InMemoryTrackerStore,
        TrackerStore,
        check_if_tracker_store_async,
        create_tracker_store,
    )

__all__ = [
    "AwaitableTrackerStore",
    "InMemoryTrackerStore",
    "TrackerStore",
    "check_if_tracker_store_async",
    "create_tracker_store",
]
