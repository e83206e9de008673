"""Chatward for Rasa: one line in config.yml, and an importer that completes the domain.

The names are imported when they are asked for: most of Rasa takes seconds to load, and
`chatward rasa lint` needs none of it. Importing the line's class registers the hooks; Rasa does so
when it reads config.yml, before it builds the graph, and again when it loads a model: that is how
one line of configuration reaches them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

try:
    import rasa  # noqa: F401
except ImportError as error:  # pragma: no cover (needs an environment without Rasa)
    msg = "chatward_rasa needs Rasa 3.6 on Python 3.10: pip install 'chatward[rasa]'"
    raise ImportError(msg) from error

if TYPE_CHECKING:
    from chatward_rasa.component import Guardrails
    from chatward_rasa.event_broker import GuardedEventBroker
    from chatward_rasa.importer import GuardrailsImporter
    from chatward_rasa.nlg import GuardedNLG
    from chatward_rasa.tracker_store import GuardedTrackerStore

_WHERE = {
    "GuardedEventBroker": "chatward_rasa.event_broker",
    "GuardedNLG": "chatward_rasa.nlg",
    "GuardedTrackerStore": "chatward_rasa.tracker_store",
    "Guardrails": "chatward_rasa.component",
    "GuardrailsImporter": "chatward_rasa.importer",
}

__all__ = [
    "GuardedEventBroker",
    "GuardedNLG",
    "GuardedTrackerStore",
    "Guardrails",
    "GuardrailsImporter",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found
