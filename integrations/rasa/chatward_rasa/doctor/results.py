"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(str, Enum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Result:
    """The outcome of one check.

    Attributes:
        check: Its name, such as ``line``.
        level: How bad it is.
        says: One sentence: what is so, and what to do about it.

    """

    check: str
    level: Level
    says: str

    @property
    def is_error(self) -> bool:
        """Tell whether something is wrong."""
        return self.level is Level.ERROR


def ok(check: str, says: str) -> Result:
    """Return that all is well."""
    return Result(check, Level.OK, says)


def warning(check: str, says: str) -> Result:
    """Return that something is worth a look."""
    return Result(check, Level.WARNING, says)


def error(check: str, says: str) -> Result:
    """Return that something is wrong."""
    return Result(check, Level.ERROR, says)
