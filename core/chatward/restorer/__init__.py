"""Put real values back in place of a conversation's own pseudonyms, also piece by piece."""

from chatward.restorer.restoring import Restored, Restorer, restore, value_in
from chatward.restorer.source import Source

__all__ = ["Restored", "Restorer", "Source", "restore", "value_in"]
