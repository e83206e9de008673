"""What stands around a match: the words before it, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatward.matching.words import Heard, listen

# A message that is nothing but a value answers a form: that is context enough.
_BLANKS_BEFORE = 16
_CHARS_AFTER = 1


@dataclass(slots=True)
class Ear:
    """Hears, once and only when asked, what stands to the left of a place."""

    text: str = field(repr=False)
    place: int
    heard: Heard | None = None

    def __call__(self) -> Heard:
        """Return the words to the left."""
        if self.heard is None:
            self.heard = listen(self.text, self.place)
        return self.heard


def is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a match is the whole message."""
    if start > _BLANKS_BEFORE or len(text) - end > _CHARS_AFTER:
        return False
    return not text[:start].strip()
