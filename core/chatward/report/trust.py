"""Ask whether logs are as they were written, where there is a key to tell."""

from __future__ import annotations

from collections.abc import Iterable

from chatward.errors import AuditError, KeyringError
from chatward.memory.keys import Keyring
from chatward.report.gathered import Log

WHOLE = "whole"


def verify(logs: Iterable[Log], keys: Keyring) -> None:
    """Write into each signed log what verifying it said."""
    from chatward.audit.verify import verify_log  # noqa: PLC0415 (loads what is slow to load)

    for log in logs:
        if not log.signed or keys.ephemeral:
            continue
        try:
            told = verify_log(log.path, keys)
        except (AuditError, KeyringError) as error:
            log.verdict = f"not verified: {error}"
            continue
        if told.whole:
            log.verdict = f"{WHOLE}, {told.records} records"
        else:
            log.verdict = f"{told.found} problems, the first: {told.problems[0].said}"
