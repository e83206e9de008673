"""Regular expressions that are compiled when they are first used: starting does not wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Lazy:
    """A regular expression that may never be needed.

    Attributes:
        regex: As `re` takes it.
        flags: As `re` takes them.

    """

    regex: str
    flags: int = 0

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.regex, self.flags)
