"""Clean whatever a log entry holds, down to its last string."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from datetime import time as time_of_day
from typing import Any, cast
from uuid import UUID

NOT_SHOWN = "[not shown]"
DEEPEST = 12
"""So many containers in one another are opened; what lies deeper is not shown."""

# Logging's own, which renderers look for.
_NAMES = ("event", "exception", "level", "log_level", "logger", "message", "stack", "timestamp")
_KNOWN_NAMES = 1_000
_HARMLESS = frozenset(
    {bool, int, float, complex, type(None), datetime, date, time_of_day, timedelta, timezone, UUID}
)


class Cleaner:
    """Cleans texts, and what holds texts.

    Args:
        redact: Returns a text without what must not be seen. Where it raises, nothing is.

    """

    def __init__(self, redact: Callable[[str], str]) -> None:
        self._redact = redact
        self._busy = threading.local()
        self._clean_names: set[str] = set(_NAMES)

    def text(self, text: str) -> str:
        """Return a text, cleaned."""
        if not text:
            return text
        if getattr(self._busy, "now", False):  # what redacts has logged something itself
            return NOT_SHOWN
        self._busy.now = True
        try:
            cleaned: object = self._redact(str(text))
        except Exception:  # noqa: BLE001 (a log line must not stop the application)
            return NOT_SHOWN
        finally:
            self._busy.now = False
        return cleaned if isinstance(cleaned, str) else NOT_SHOWN

    def name(self, name: str) -> str:
        """Return the name of a field, cleaned; names come again, so clean ones are remembered."""
        if name in self._clean_names:
            return name
        cleaned = self.text(name)
        if cleaned == name and len(self._clean_names) < _KNOWN_NAMES:
            self._clean_names.add(name)
        return cleaned

    def value(self, value: object, depth: int = 0) -> Any:  # noqa: ANN401 (whatever it was)
        """Return a value with every text in it cleaned; an object becomes its cleaned ``repr``."""
        if isinstance(value, str):
            return self.text(value)
        if type(value) in _HARMLESS:
            return value
        if depth >= DEEPEST:
            return NOT_SHOWN
        try:
            return self._opened(value, depth)
        except Exception:  # noqa: BLE001 (a container's or object's own code)
            return NOT_SHOWN

    def mapping(self, mapping: Mapping[Any, object], depth: int = 0) -> dict[Any, object]:
        """Return a dictionary with its keys and values cleaned; no two keys become one."""
        cleaned: dict[Any, object] = {}
        for key, value in list(mapping.items()):
            name = self._key(key, depth)
            free, number = name, 2
            while free in cleaned:
                free, number = f"{name} {number}", number + 1
            cleaned[free] = self.value(value, depth + 1)
        return cleaned

    def _opened(self, value: object, depth: int) -> object:
        if isinstance(value, Mapping):
            return self.mapping(cast("Mapping[Any, object]", value), depth)
        if isinstance(value, list | tuple | set | frozenset):
            parts = [self.value(each, depth + 1) for each in cast("Iterable[object]", value)]
            return tuple(parts) if isinstance(value, tuple) else parts
        if isinstance(value, bytes | bytearray):
            return self.text(bytes(value).decode("utf-8", "backslashreplace"))
        shown = getattr(value, "__structlog__", None)
        if callable(shown):
            return self.value(shown(), depth + 1)
        return self.text(repr(value))

    def _key(self, key: object, depth: int) -> Any:  # noqa: ANN401
        if isinstance(key, str):
            return self.name(key)
        if type(key) in _HARMLESS:
            return key
        cleaned = self.value(key, depth + 1)
        return cleaned if isinstance(cleaned, str) else self.text(repr(key))
