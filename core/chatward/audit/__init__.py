"""The audit log: structured events without text, and what cleans an application's own logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatward.audit.redacting import RedactingFilter, redacting_processor

__all__ = ["RedactingFilter", "redacting_processor"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever is asked for)
    """Load what cleans an application's logs when it is first asked for."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from chatward.audit import redacting  # noqa: PLC0415 (no guard needs it)

    return getattr(redacting, name)
