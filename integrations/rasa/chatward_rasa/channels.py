"""Input channels that decide on a message before Rasa has it, under Rasa's own names.

In credentials.yml `chatward_rasa.channels.RestInput` stands for `rest`, and so on for every
channel of Rasa's; `chatward_rasa.channels.GuardedChannel` guards one of your own. Their names,
addresses and options stay as they were.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.utils.common import class_from_module_path

from chatward_rasa.channel_options import KEY, ChannelOptions, split
from chatward_rasa.logs import scrub_log_records
from chatward_rasa.nested import guard_of
from chatward_rasa.reception import Reception

if TYPE_CHECKING:
    from rasa.core.channels.channel import OutputChannel
    from sanic import Blueprint

_OWN = "GuardedChannel"
_CHANNEL = "channel"

_guarded: dict[type[InputChannel], type[InputChannel]] = {}


class GuardedInput(InputChannel):
    """What a guarded channel has in place of the original's."""

    chatward: Reception

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Create the channel from its own credentials and ours.

        Raises:
            InvalidConfigException: One of our options is wrong.

        """
        own, options = split(credentials, cls.name())
        return _set_up(super().from_credentials(own), cls, options)

    def blueprint(
        self, on_new_message: Callable[[UserMessage], Awaitable[Any]], *args: Any, **kwargs: Any
    ) -> Blueprint:
        """Return the original's routes, with a decision before every message is handed on."""

        async def receive(message: UserMessage) -> Any:
            return await self.chatward.receive(message, on_new_message)

        return super().blueprint(receive, *args, **kwargs)

    def get_output_channel(self, *args: Any, **kwargs: Any) -> OutputChannel | None:
        """Return the original's output channel, guarded; see the original."""
        channel = super().get_output_channel(*args, **kwargs)
        return channel and self.chatward.guard(channel)


class GuardedChannel(InputChannel):
    """Guards the channel that is named under `channel:`.

    Keys of a file are unique: a second one is `GuardedChannel2`, or any other ending.
    """

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Create the channel that is named, guarded.

        Raises:
            InvalidConfigException: None is named, or it cannot be found, or an option is wrong.

        """
        options = dict(credentials or {})
        path = options.pop(_CHANNEL, None)
        return guarded(_found(path)).from_credentials(options or None)


def guarded(channel: type[InputChannel]) -> type[InputChannel]:
    """Return a channel's guarded class; always the same one."""
    if issubclass(channel, GuardedInput):
        return channel
    if channel not in _guarded:
        # Of the same name and module: channels name their routes by both.
        described = {"__module__": channel.__module__, "__doc__": channel.__doc__}
        _guarded[channel] = type(channel.__name__, (GuardedInput, channel), described)
    return _guarded[channel]


def _set_up(built: InputChannel, cls: type[GuardedInput], options: ChannelOptions) -> InputChannel:
    if not isinstance(built, cls):
        # Its author wrote his class's name where `cls` was meant.
        built.__class__ = cls
    assert isinstance(built, cls)
    guard = guard_of(options.policy, f"credentials.yml, {cls.name()}, {KEY}")
    scrub_log_records(guard.scrub)
    built.chatward = Reception(cls.name(), options)
    return built


def _found(path: Any) -> type[InputChannel]:
    where = f"credentials.yml, chatward_rasa.channels.{_OWN}"
    if not isinstance(path, str):
        msg = f"{where}: 'channel' is the path of your class, such as my_company.chat.ChatInput."
        raise InvalidConfigException(msg)
    try:
        channel = class_from_module_path(path)
    except Exception as error:  # noqa: BLE001 (a module may fail in any way)
        msg = f"{where}, channel: {path!r} cannot be imported ({type(error).__name__})."
        raise InvalidConfigException(msg) from None
    if not issubclass(channel, InputChannel):
        raise InvalidConfigException(f"{where}, channel: {path!r} is no input channel of Rasa's.")
    return channel


def __getattr__(name: str) -> type[InputChannel]:
    if name.startswith(_OWN):
        return GuardedChannel
    if not name.startswith("_"):
        from rasa.core.channels import BUILTIN_CHANNELS  # noqa: PLC0415 (loads every vendor's)

        for channel in BUILTIN_CHANNELS.values():
            if name in (channel.__name__, channel.name()):
                return guarded(channel)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
