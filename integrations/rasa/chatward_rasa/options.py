"""What may stand under the `chatward_rasa.Guardrails` line of config.yml."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, fields
from typing import Any

from rasa.shared.exceptions import InvalidConfigException

_ON_ERROR = ("block", "allow")


@dataclass(frozen=True)
class Options:
    """The options of one Guardrails line; everything has a default.

    Attributes:
        policy: Path of the policy file, seen from where Rasa is started; None = the shipped policy.
        block_intent: Intent that a refused message gets.
        on_error: What happens when Chatward itself fails: ``"block"`` or ``"allow"``.
        redact_output: Answers, and what custom actions return, are inspected.
        redact_logs: Log lines of this process are made fit for a log file.
        redact_metadata: Texts in the metadata a channel hands over are redacted.
        role_key: Key in a message's metadata that holds the sender's role, set by a channel that
            knows who he is; None = nobody has a role, whatever the metadata says.

    """

    policy: str | None = None
    block_intent: str = "guardrail_blocked"
    on_error: str = "block"
    redact_output: bool = True
    redact_logs: bool = True
    redact_metadata: bool = True
    role_key: str | None = None

    @property
    def blocks_on_error(self) -> bool:
        """Tell whether a failure of Chatward itself refuses the text."""
        return self.on_error == "block"


def default_options() -> dict[str, Any]:
    """Return every option with its default, as Rasa wants them."""
    return asdict(Options())


def read_options(config: dict[str, Any]) -> Options:
    """Read what stands under the Guardrails line.

    Raises:
        InvalidConfigException: An option is unknown or cannot have that value.

    """
    for name in config:
        if name not in _NAMES:
            raise _refusal(name, f"is not an option.{_nearest(name)} Options: {', '.join(_NAMES)}.")
    options = Options(**config)
    if options.on_error not in _ON_ERROR:
        raise _refusal("on_error", "is 'block' or 'allow'.")
    for switch in ("redact_output", "redact_logs", "redact_metadata"):
        if not isinstance(getattr(options, switch), bool):
            raise _refusal(switch, "is true or false.")
    if not isinstance(options.policy, (str, type(None))):
        raise _refusal("policy", "is the path of a policy file.")
    key: Any = options.role_key  # whatever stands in the file
    if key is not None and not (isinstance(key, str) and key):
        raise _refusal("role_key", "is a key of a message's metadata.")
    _check_intent(options.block_intent)
    return options


_NAMES = tuple(field.name for field in fields(Options))


def _check_intent(name: Any) -> None:
    # The name is written into `/name{...}`: what ends an intent there must not be in it.
    if not isinstance(name, str) or not name.strip() or any(c in name for c in "{@/\n"):
        raise _refusal("block_intent", "is the name of an intent, without '{', '@' or '/'.")


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(str(name), _NAMES, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _refusal(option: str, reason: str) -> InvalidConfigException:
    return InvalidConfigException(f"config.yml, chatward_rasa.Guardrails: {option!r} {reason}")
