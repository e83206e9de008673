"""What an appeal has to go by: was it an attack that stopped a text, and is this that text?"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator

from chatward.action import Action
from chatward.appeals.pardoning import ATTACKS, HEARD, OF_SEVERAL
from chatward.audit.digests import UNAVAILABLE, digests_of
from chatward.audit.event import AuditEvent
from chatward.errors import AppealError
from chatward.memory.keys import Keyring
from chatward.memory.memory import Memory
from chatward.passage import Origin, passage_of

_EPHEMERAL = "ephemeral"

_STOPPING = frozenset(each.value for each in Action if each.stops)


def check_forgivable(event: AuditEvent) -> None:
    """Refuse what no appeal can change.

    Raises:
        AppealError: The text was not stopped, or was stopped by something else than an attack.

    """
    if event.action not in _STOPPING:
        msg = "the text was not stopped, so there is nothing to forgive"
        raise AppealError(msg)
    if Origin(event.origin) not in HEARD:
        msg = f"a text of origin {event.origin!r} is never known to be good"
        raise AppealError(msg)
    stopping = {kind for kind, _, _, _, action, _ in event.findings if action in _STOPPING}
    others = sorted(kind for kind in stopping - OF_SEVERAL if not _is_attack(kind))
    if others:
        msg = f"the text was stopped by {', '.join(others)} as well, which no appeal sets aside"
        raise AppealError(msg)
    if not stopping - OF_SEVERAL:
        msg = (
            f"the text was stopped by rule {event.rule!r}, and not because it looks like an attack"
            " by itself"
        )
        raise AppealError(msg)


def is_text_of(event: AuditEvent, text: str, memory: Memory) -> bool | None:
    """Tell whether a decision was about this text; None where nobody can tell any more.

    Raises:
        StoreError: The store failed.

    """
    digests = list(_digests(event, memory))
    if not digests:
        return None
    # An editor ends a file with a line feed that the text may not have had.
    spelled = {text, text.removesuffix("\n"), text.removesuffix("\r\n")}
    if any(
        hmac.compare_digest(digest(each).encode(), event.text_digest.encode())
        for digest in digests
        for each in spelled
    ):
        return True
    private = event.conversation in {None, UNAVAILABLE}
    return None if private and event.key == _EPHEMERAL else False


def _digests(event: AuditEvent, memory: Memory) -> Iterator[Callable[[str], str]]:
    """Yield what may have made the digest of an event's text: one for each key that may have."""
    passage = passage_of("", event.origin)
    if event.conversation is None or event.conversation == UNAVAILABLE:
        for master in (memory.keys.master, *memory.keys.older):
            yield digests_of(passage, None, Keyring(master)).of
        return
    owner = memory.owner_of_pseudonym(event.conversation)
    if owner is not None:
        yield digests_of(passage, memory.open_owner(owner).key, memory.keys).of


def _is_attack(kind: str) -> bool:
    from chatward.detectors import FAMILIES  # noqa: PLC0415 (loading them takes a moment)

    return FAMILIES.get(kind) in ATTACKS
