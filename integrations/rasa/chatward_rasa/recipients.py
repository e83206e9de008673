"""Names for senders whose ids are telephone numbers or addresses, and the way back to them.

Everything in Rasa is told the name; only the channel that sends an answer is told the address.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rasa.shared.constants import DEFAULT_SENDER_ID

from chatward_rasa.answers import GuardedSend
from chatward_rasa.aside import ANY, aside

if TYPE_CHECKING:
    from rasa.core.channels.channel import OutputChannel

    from chatward import Guard

logger = logging.getLogger(__name__)

_OF_TELEPHONES = frozenset({"twilio", "twilio_voice"})
_DIGITS = re.compile(r"[0-9]{8,15}")

_turn: ContextVar[tuple[str, str]] = ContextVar("chatward_recipient", default=("", ""))


def needs_name(sender_id: str, channel: str, option: str, guard: Guard) -> bool:
    """Tell whether a sender's id must not be what Rasa knows him by.

    Args:
        sender_id: As the channel has it.
        channel: Name of the channel.
        option: ``"auto"``, ``"always"`` or ``"never"``.
        guard: Whose policy says what must not be seen.

    """
    from chatward.memory.addresses import is_name  # noqa: PLC0415 (see guards.py)

    if option == "never" or sender_id in ("", DEFAULT_SENDER_ID):
        return False
    # Nobody may come along under a name that stands for somebody else.
    if option == "always" or channel in _OF_TELEPHONES or is_name(sender_id):
        return True
    written = f"+{sender_id}" if _DIGITS.fullmatch(sender_id) else sender_id
    return guard.scrub(written) != written


async def name_sender(sender_id: str, guard: Guard) -> str:
    """Return the name of a sender, and keep where his answers go.

    Raises:
        StoreError: The store has never been reached, so that there is no name.

    """
    try:
        return await aside(guard, ANY, lambda: guard.addresses.keep(sender_id))
    except Exception as error:  # noqa: BLE001 (this turn's answers need no store)
        logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
            "where answers to a sender go could not be kept (%s)", type(error).__name__
        )
        return await aside(guard, ANY, lambda: guard.addresses.name(sender_id))


@contextmanager
def turn_of(name: str, sender_id: str) -> Iterator[None]:
    """Let this task know whose name it deals with, so that answers need not ask the store."""
    token = _turn.set((name, sender_id))
    try:
        yield
    finally:
        _turn.reset(token)


def send_to_addresses(channel: OutputChannel, guard: Guard) -> None:
    """Make an output channel send to the addresses behind names, once per channel object."""
    send = channel.send_response
    if isinstance(send, GuardedSend):
        if not isinstance(send.send, AddressedSend):
            send.send = AddressedSend(send.send, guard)
    elif not isinstance(send, AddressedSend):
        channel.send_response = AddressedSend(send, guard)


class AddressedSend:
    """Stands between what inspects a channel's answers and what sends them."""

    def __init__(self, send: Callable[..., Awaitable[Any]], guard: Guard) -> None:
        self._send = send
        self._guard = guard

    async def __call__(self, recipient_id: str, *args: Any, **kwargs: Any) -> Any:
        """Send a message to whom the name stands for; to nobody where that is not known."""
        address = await self._address(recipient_id)
        if address is None:
            logger.error("an answer was not sent: its recipient's address is not kept (any more)")
            return None
        return await self._send(address, *args, **kwargs)

    async def _address(self, recipient_id: str) -> str | None:
        from chatward.memory.addresses import is_name  # noqa: PLC0415 (see guards.py)

        name, sender_id = _turn.get()
        if name == recipient_id:
            return sender_id
        if not is_name(recipient_id):
            return recipient_id
        try:
            return await asyncio.to_thread(self._guard.addresses.find, recipient_id)
        except Exception as error:  # noqa: BLE001 (a store may fail in any way)
            logger.error(  # noqa: TRY400 (as above)
                "an address could not be read (%s)", type(error).__name__
            )
            return None
