"""The audit log: structured events without text, and what cleans an application's own logs."""

from __future__ import annotations

from chatward.audit.redacting import RedactingFilter, redacting_processor

__all__ = ["RedactingFilter", "redacting_processor"]
