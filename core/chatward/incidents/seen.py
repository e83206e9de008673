"""What a playbook sees of an audit event: the fields that its rules may speak about."""

from __future__ import annotations

import msgspec


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the audit log; a field that the event does not have is empty.

    Attributes:
        findings: Of a decision, as there.
        denied: Of a release, as there.

    For all others see the events.

    """

    event: str
    time: float
    reference: str = ""
    bot: str = ""
    conversation: str | None = None
    user: str | None = None
    action: str = ""
    rule: str = ""
    family: str = ""
    origin: str = ""
    door: str = ""
    stage: str = ""
    did: str = ""
    what: str = ""
    tool: str = ""
    score: float = 0.0
    findings: list[tuple[str, int, int, float, str, str]] = []
    denied: list[tuple[str, int, str]] = []

    def kinds(self) -> set[str]:
        """Return what was found, or what may not be released."""
        return {each[0] for each in self.findings} | {each[0] for each in self.denied}


class _Name(msgspec.Struct, frozen=True):
    event: str = ""


_name_decoder = msgspec.json.Decoder(_Name)
_decoder = msgspec.json.Decoder(Seen)


def seen_of(event: object) -> Seen | None:
    """Return what is seen of an event; None where it is like none of the audit log."""
    try:
        return msgspec.convert(event, Seen, from_attributes=True)
    except msgspec.ValidationError:
        return None


def name_in(line: bytes) -> str:
    """Return the name of the event in a line of an audit log.

    Raises:
        ValueError: The line is not one of an audit log.

    """
    return _name_decoder.decode(line).event


def seen_in(line: bytes) -> Seen:
    """Return what is seen of the event in a line of an audit log.

    Raises:
        ValueError: The line is not one of an audit log.

    """
    return _decoder.decode(line)
