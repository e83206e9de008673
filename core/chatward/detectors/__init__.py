"""What sees: detectors, and the one look at a text that asks them all.

`BUILTIN` and `FAMILIES` are loaded when they are first asked for: five hundred kinds take a
tenth of a second, which ``import chatward`` need not wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatward.detectors.builtin import BUILTIN, FAMILIES

__all__ = ["BUILTIN", "FAMILIES"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from chatward.detectors import builtin  # noqa: PLC0415 (see above)

    return getattr(builtin, name)
