"""What tells, in the one database, that a text may hold more than it shows."""

from __future__ import annotations

from chatward.matching.pattern import Pattern
from chatward.text import backwards
from chatward.text.decode import SEGMENTS
from chatward.text.respell import SPELLINGS

TRIGGERS: tuple[Pattern, ...] = (
    *SEGMENTS,
    backwards.TRIGGER,
    *(trigger for spelling in SPELLINGS.values() for trigger in spelling.triggers),
)
