"""Is a module a detector?"""

from __future__ import annotations

import re
from types import ModuleType

from chatward.errors import DetectorError

_NEEDED = ("KIND", "FAMILY")


def check_detector(module: ModuleType) -> None:
    """Refuse a module that is no detector, before the first text finds out.

    Raises:
        DetectorError: Names the module and what is missing or wrong.

    """
    missing = [name for name in _NEEDED if not isinstance(getattr(module, name, None), str)]
    if missing:
        msg = f"detector {module.__name__!r}: {' and '.join(missing)} missing"
        raise DetectorError(msg)
    if not hasattr(module, "PATTERNS") and not hasattr(module, "scan"):
        msg = f"detector {module.__name__!r}: neither PATTERNS nor scan"
        raise DetectorError(msg)
    if hasattr(module, "scan") and not hasattr(module, "open_from"):
        msg = f"detector {module.__name__!r}: scan without open_from; a stream could not hold back"
        raise DetectorError(msg)
    for pattern in getattr(module, "PATTERNS", ()):
        try:
            empty = pattern.at_each_start.match("") is not None
            _ = pattern.items, pattern.begun, pattern.expression
        except re.error as error:
            msg = f"detector {module.__name__!r}: {error.msg}"
            raise DetectorError(msg) from None
        if empty:
            msg = f"detector {module.__name__!r}: a pattern matches the empty text"
            raise DetectorError(msg)
