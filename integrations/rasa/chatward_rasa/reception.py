"""What a guarded channel does with a message before Rasa has it, and with answers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatward_rasa.answers import guard_answers
from chatward_rasa.channel_options import ChannelOptions
from chatward_rasa.chunks import guard_chunks
from chatward_rasa.guards import shared_guard
from chatward_rasa.in_force import admitted, intake_in_force
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options
from chatward_rasa.recipients import name_sender, needs_name, send_to_addresses, turn_of

if TYPE_CHECKING:
    from rasa.core.channels.channel import OutputChannel, UserMessage

logger = logging.getLogger(__name__)

_OTHER_POLICY = (
    "credentials.yml, %s: its 'policy' is not the one that the Guardrails line of the model names, "
    "and is not used."
)


@dataclass
class Reception:
    """Receives the messages of one guarded channel.

    Attributes:
        channel: Name of the channel.
        options: What stands under its key `chatward`.

    """

    channel: str
    options: ChannelOptions
    _told: bool = False

    async def receive(self, message: UserMessage, pass_on: Callable[..., Awaitable[Any]]) -> Any:
        """Decide on a message, off the event loop, and hand it on as it may be seen."""
        intake = self._intake()
        self._clean_metadata(message, intake.options.role_key)
        sender_id = message.sender_id
        try:
            await self._name_sender(message, intake)
        except Exception as error:  # noqa: BLE001 (whatever it was, Rasa must not learn the id)
            logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
                "a message was not handed on: its sender has no name (%s)", type(error).__name__
            )
            refusal = {"text": intake.guard.policy.says_no("-")}
            return await message.output_channel.send_response(sender_id, refusal)
        with turn_of(message.sender_id, sender_id):
            await intake.admit_early(message)
            with admitted(message.text) as said:
                answers = await pass_on(message)
            if said.intent is not None and not intake.options.hooks:
                await intake.note_intent(message.sender_id, said.intent)
            return answers

    def guard(self, channel: OutputChannel) -> OutputChannel:
        """Return an output channel whose answers are inspected and find their way."""
        intake = self._intake()
        named = self.options.pseudonymise_sender != "never"
        if named:
            send_to_addresses(channel, intake.guard)
        answers = guard_answers(channel, intake.guard, intake.options)
        guard_chunks(channel, answers, named=named)
        return channel

    def _intake(self) -> Intake:
        """Return what decides: the model's line, or for a model without one this channel."""
        intake = intake_in_force()
        if intake is None:
            guard = shared_guard(self.options.policy)
            options = Options(policy=self.options.policy, mode=guard.policy.mode)
            # Such a model knows no refusals: they are said here.
            return Intake(guard, options, dialogue_answers=False)
        if self.options.policy and not self._told:
            self._told = True
            if shared_guard(self.options.policy, intake.options.mode) is not intake.guard:
                logger.error(_OTHER_POLICY, self.channel)
        return intake

    def _clean_metadata(self, message: UserMessage, role_key: str | None) -> None:
        kept = self.options.client_metadata
        if kept == "drop":
            message.metadata = None
        elif kept == "keep" and role_key and isinstance(message.metadata, dict):
            message.metadata = {
                key: item for key, item in message.metadata.items() if key != role_key
            }

    async def _name_sender(self, message: UserMessage, intake: Intake) -> None:
        guard, option = intake.guard, self.options.pseudonymise_sender
        if needs_name(message.sender_id, self.channel, option, guard):
            name = await name_sender(message.sender_id, guard)
            message.sender_id = name
        self.guard(message.output_channel)
