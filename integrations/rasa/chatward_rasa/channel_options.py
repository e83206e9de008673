"""What may stand under `chatward:` of a guarded channel in credentials.yml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.nested import refuse_unknown

KEY = "chatward"

_CHOICES = {
    "client_metadata": ("keep", "drop", "trust"),
    "pseudonymise_sender": ("auto", "always", "never"),
}


@dataclass(frozen=True)
class ChannelOptions:
    """The options of one guarded channel; everything has a default.

    Attributes:
        policy: Path of a policy file, for bots without a Guardrails line; a line's own policy wins.
        client_metadata: What comes with a message as metadata is kept without the sender's role
            (``"keep"``), dropped (``"drop"``), or the channel's own word (``"trust"``).
        pseudonymise_sender: Senders' ids become names: those that hold personal data
            (``"auto"``), ``"always"`` or ``"never"``.

    """

    policy: str | None = None
    client_metadata: str = "keep"
    pseudonymise_sender: str = "auto"


def split(credentials: Any, channel: str) -> tuple[Any, ChannelOptions]:
    """Return a channel's own credentials, and our options for it.

    Raises:
        InvalidConfigException: An option is unknown or cannot have that value.

    """
    if not isinstance(credentials, dict) or KEY not in credentials:
        return credentials, ChannelOptions()
    own = {key: item for key, item in credentials.items() if key != KEY}
    return own or None, _read(credentials[KEY], f"credentials.yml, {channel}, {KEY}")


def _read(block: Any, where: str) -> ChannelOptions:
    known = tuple(each.name for each in fields(ChannelOptions))
    if not isinstance(block, dict):
        msg = f"{where}: holds options. Options: {', '.join(known)}."
        raise InvalidConfigException(msg)
    refuse_unknown([name for name in block if name not in known], known, where)
    options = ChannelOptions(**block)
    for name, choices in _CHOICES.items():
        if getattr(options, name) not in choices:
            said = " or ".join(map(repr, choices))
            raise InvalidConfigException(f"{where}: {name!r} is {said}.")
    policy: Any = options.policy  # whatever stands in the file
    if not isinstance(policy, (str, type(None))):
        raise InvalidConfigException(f"{where}: 'policy' is the path of a policy file.")
    return options
