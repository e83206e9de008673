"""What may stand under the `chatward_rasa.Guardrails` line of config.yml."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, fields
from typing import Any

from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.payload import HAND_OFF_INTENT, QUARANTINE_INTENT

_CHOICES: dict[str, tuple[str | None, ...]] = {
    "mode": ("enforce", "monitor"),
    "on_error": ("block", "allow"),
    "intent_payloads": ("scan", "allow", "deny"),
    "quarantined": ("polite", "silent"),
    "nlu_view": ("placeholder", "raw"),
    "actions_view": (None, "raw", "tokens"),
    "self_check": ("warn", "refuse", "off"),
}

TRAINED_WITH = "trained_with_policy"
"""Key in a model, at the converter's node: the policy's hash at the time of training."""


@dataclass(frozen=True)
class Options:
    """The options of one Guardrails line; everything has a default.

    Attributes:
        policy: Path of the policy file, seen from where Rasa is started; None = the shipped policy.
        mode: ``"enforce"``, or ``"monitor"``: decide and record, change nothing, whatever the
            policy's own mode is.
        block_intent: Intent that a refused message gets.
        on_error: What happens when Chatward itself fails: ``"block"`` or ``"allow"``.
        redact_output: Answers, and what custom actions return, are inspected.
        redact_logs: Log lines of this process are made fit for a log file.
        redact_metadata: Texts in the metadata a channel hands over are redacted.
        role_key: Key in a message's metadata that holds the sender's role, set by a channel that
            knows who he is; None = nobody has a role, whatever the metadata says.
        hooks: Rasa's plugin hooks are used; without them the channels decide on messages, see
            docs/rasa/explicit.md.
        self_check: What happens when a model is loaded and something is found wrong: ``"warn"``,
            ``"refuse"`` to serve, or ``"off"``.
        nlu_view: What the NLU, slots and forms see of values that the policy pseudonymises:
            ``"placeholder"``, or ``"raw"``, which needs a `GuardedTrackerStore`.
        actions_view: What the action server sees of them: ``"raw"``, which needs such a store,
            or ``"tokens"``; None = raw with such a store, else tokens.
        intent_payloads: Messages of the form ``/intent{...}``: ``"scan"`` looks at them like at any
            text, ``"allow"`` never refuses what a button of the bot's last answers sends,
            ``"deny"`` takes everything else for plain words.
        payload_intents: Intents that anybody may send, where the others are denied.
        language_key: Key in a message's metadata, or slot, that holds the person's language.
        hand_off_after: A person takes over when a conversation has so many refusals, 1 or more;
            None = never.
        hand_off_on: Policy rules whose refusal calls a person at once.
        quarantined: Somebody in quarantine is told so: ``"polite"``, or ``"silent"``.

    """

    policy: str | None = None
    mode: str = "enforce"
    block_intent: str = "guardrail_blocked"
    on_error: str = "block"
    redact_output: bool = True
    redact_logs: bool = True
    redact_metadata: bool = True
    role_key: str | None = None
    hooks: bool = True
    self_check: str = "warn"
    nlu_view: str = "placeholder"
    actions_view: str | None = None
    intent_payloads: str = "scan"
    payload_intents: tuple[str, ...] = ()
    language_key: str | None = None
    hand_off_after: int | None = None
    hand_off_on: tuple[str, ...] = ()
    quarantined: str = "polite"

    @property
    def blocks_on_error(self) -> bool:
        """Tell whether a failure of Chatward itself refuses the text."""
        return self.on_error == "block" and not self.monitors

    @property
    def monitors(self) -> bool:
        """Tell whether nothing is changed."""
        return self.mode == "monitor"

    @property
    def hands_off(self) -> bool:
        """Tell whether a person is ever called."""
        return self.hand_off_after is not None or bool(self.hand_off_on)

    @property
    def intents(self) -> tuple[str, ...]:
        """Intents that only Chatward may write."""
        return (self.block_intent, QUARANTINE_INTENT, HAND_OFF_INTENT)

    @property
    def used_intents(self) -> tuple[str, ...]:
        """Those of them that it does write with these options."""
        return self.intents if self.hands_off else self.intents[:2]


def default_options() -> dict[str, Any]:
    """Return every option with its default, as Rasa wants them."""
    # A model keeps them as JSON, which has no tuples.
    return {name: [] if said == () else said for name, said in asdict(Options()).items()}


def read_options(config: dict[str, Any]) -> Options:
    """Read what stands under the Guardrails line.

    Raises:
        InvalidConfigException: An option is unknown or cannot have that value.

    """
    for name in config:
        if name not in _NAMES:
            raise _refusal(name, f"is not an option.{_nearest(name)} Options: {', '.join(_NAMES)}.")
    options = Options(**{**config, **{name: _names(config, name) for name in _LISTS}})
    for name, choices in _CHOICES.items():
        if getattr(options, name) not in choices:
            said = " or ".join(repr(each) for each in choices if each is not None)
            raise _refusal(name, f"is {said}.")
    for switch in ("redact_output", "redact_logs", "redact_metadata", "hooks"):
        if not isinstance(getattr(options, switch), bool):
            raise _refusal(switch, "is true or false.")
    if not isinstance(options.policy, (str, type(None))):
        raise _refusal("policy", "is the path of a policy file.")
    for name in ("role_key", "language_key"):
        key: Any = getattr(options, name)  # whatever stands in the file
        if key is not None and not (isinstance(key, str) and key):
            raise _refusal(name, "is a key of a message's metadata.")
    _check_count(options.hand_off_after)
    _check_intent(options.block_intent)
    _check_hooks(options)
    return options


_LISTS = ("payload_intents", "hand_off_on")
_NAMES = tuple(field.name for field in fields(Options))


def _names(config: dict[str, Any], option: str) -> tuple[str, ...]:
    said = config.get(option, ())
    if isinstance(said, (list, tuple)) and all(isinstance(each, str) for each in said):
        return tuple(said)
    raise _refusal(option, "is a list of names.")


def _check_count(count: Any) -> None:
    if count is not None and (type(count) is not int or count < 1):
        raise _refusal("hand_off_after", "is a whole number, 1 or more.")


def _check_hooks(options: Options) -> None:
    if options.intent_payloads != "scan" and not options.hooks:
        raise _refusal("intent_payloads", "is 'scan' with `hooks: false`: channels see no buttons.")


def _check_intent(name: Any) -> None:
    # The name is written into `/name{...}`: what ends an intent there must not be in it.
    if not isinstance(name, str) or not name.strip() or any(c in name for c in "{@/\n"):
        raise _refusal("block_intent", "is the name of an intent, without '{', '@' or '/'.")
    if name in (QUARANTINE_INTENT, HAND_OFF_INTENT):
        raise _refusal("block_intent", f"is not {name!r}, which has a meaning of its own.")


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(str(name), _NAMES, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _refusal(option: str, reason: str) -> InvalidConfigException:
    return InvalidConfigException(f"config.yml, chatward_rasa.Guardrails: {option!r} {reason}")
