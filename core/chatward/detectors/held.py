"""What a stream remembers between two looks at the text it holds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Held:
    """Where matches have begun that the end of the text cuts off.

    A match that had not begun when the text ended at some place cannot have begun before it when
    more text has come: the next look searches only what is new.

    Attributes:
        kinds: Kinds whose matches are waited for.
        offset: Place of the held text in the whole.

    """

    kinds: frozenset[str]
    offset: int = 0
    _until: dict[str, int] = field(default_factory=dict, repr=False)
    _begun: dict[str, dict[int, int]] = field(default_factory=dict, repr=False)

    def until(self, view: str) -> int:
        """Return the place in the held text up to which a view was looked at."""
        return max(0, self._until.get(view, 0) - self.offset)

    def begun(self, view: str) -> dict[int, int]:
        """Return where in the held text patterns had begun when it ended there."""
        return {each: place - self.offset for each, place in self._begun.get(view, {}).items()}

    def remember(self, view: str, until: int, begun: dict[int, int]) -> None:
        """Note what has begun in a view that was looked at up to a place."""
        self._until[view] = self.offset + until
        self._begun[view] = {each: self.offset + place for each, place in begun.items()}

    def forget(self, chars: int) -> None:
        """Note that so much was dropped from the beginning of the held text."""
        self.offset += chars
