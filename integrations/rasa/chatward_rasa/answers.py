"""What goes out: answers are inspected, then the user gets his own values back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rasa.core.channels.callback import CallbackOutput
from rasa.core.channels.channel import CollectingOutputChannel as Collecting
from rasa.core.channels.channel import OutputChannel

from chatward_rasa.aside import aside
from chatward_rasa.guards import is_refused, rasa_door
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.options import Options
from chatward_rasa.payload import UNKNOWN
from chatward_rasa.refusal import PROTECTED
from chatward_rasa.refusal_texts import RefusalTexts
from chatward_rasa.turns import Person, recipient_of

if TYPE_CHECKING:
    from chatward import Decision, Guard

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Send = Callable[[str, Message], Awaitable[Any]]

_being_sent: ContextVar[bool] = ContextVar("chatward_being_sent", default=False)


class AnswerBlocked(Exception):  # noqa: N818 (an outcome, not a fault)
    """A part of an answer is blocked, so all of it is."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.rule)
        self.decision = decision


def guard_answers(channel: OutputChannel, guard: Guard, options: Options) -> GuardedSend:
    """Put a guard before an output channel's `send_response`, once per channel object.

    Rasa sends every answer through that method. It is replaced on the object and not on the
    class, so that the channel keeps its type: Rasa asks for it.
    """
    send = channel.send_response
    if isinstance(send, GuardedSend):
        if send.guard is guard and send.options == options:
            return send
        send = send.send
    # The callback channel collects as well, but sends what it has collected at once.
    collects = isinstance(channel, Collecting) and not isinstance(channel, CallbackOutput)
    guarded = GuardedSend(send, guard, options, collects=collects)
    channel.send_response = guarded
    return guarded


@contextmanager
def being_sent() -> Iterator[None]:
    """Say that what this task sends now was inspected."""
    token = _being_sent.set(True)
    try:
        yield
    finally:
        _being_sent.reset(token)


def is_being_sent() -> bool:
    """Tell whether this task sends what was inspected: channels send by way of other methods."""
    return _being_sent.get()


class GuardedSend:
    """Stands in for one channel's `send_response`."""

    def __init__(self, send: Send, guard: Guard, options: Options, *, collects: bool) -> None:
        self.send = send
        self.guard = guard
        self.options = options
        self._collects = collects
        self._refused: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    def withhold(self, recipient_id: str) -> None:
        """Say nothing, whatever the bot says, until `listen` is called."""
        self._refused.add(recipient_id)

    def refuse(self, recipient_id: str, refusal: str) -> None:
        """Say the refusal now, and nothing that the bot says until `listen` is called."""
        self.withhold(recipient_id)
        sending = self._deliver(recipient_id, {"text": refusal})
        if self._collects:
            # What it collects is handed out as soon as the turn ends; a task could be too late.
            _run_to_the_end(sending)
        else:
            task = asyncio.ensure_future(sending)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def listen(self, recipient_id: str) -> None:
        """Let the bot answer the recipient's new message."""
        self._refused.discard(recipient_id)

    def is_refused(self, recipient_id: str) -> bool:
        """Tell whether the bot's answers to a recipient are withheld."""
        return recipient_id in self._refused

    async def __call__(self, recipient_id: str, message: Message) -> Any:
        """Send what may be said."""
        if recipient_id in self._refused:
            return None
        return await self._deliver(recipient_id, await self._fit(recipient_id, message))

    async def _deliver(self, recipient_id: str, message: Message) -> Any:
        with being_sent():
            return await self.send(recipient_id, message)

    async def _fit(self, recipient_id: str, message: Message) -> Message:
        to = recipient_of(recipient_id)
        try:
            said = await self._inspect(message, to) if self.options.redact_output else message
            return await aside(self.guard, to.conversation, lambda: self._restore(said, to))
        except AnswerBlocked as blocked:
            return {"text": self._says_no(to, blocked.decision.reference)}
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
            # Without the traceback: an exception may quote what broke it.
            logger.error("an answer could not be checked (%s)", type(error).__name__)  # noqa: TRY400
            refusal = {"text": self._says_no(to, UNKNOWN)}
            return refusal if self.options.blocks_on_error else message

    def _says_no(self, to: Person, reference: str) -> str:
        return RefusalTexts(self.guard.policy).filled(PROTECTED, to.language, reference)

    async def _inspect(self, message: Message, to: Person) -> Message:
        words = message.get("text")
        if not (isinstance(words, str) and words):
            return await self._inspect_rest(message, to)
        decision = await self.guard.ainspect(
            words,
            origin="model",
            conversation=to.conversation,
            role=to.role,
            door=rasa_door(),
        )
        if is_refused(decision):
            raise AnswerBlocked(decision)
        rest = {key: item for key, item in message.items() if key != "text"}
        return {"text": decision.text, **await self._inspect_rest(rest, to)}

    async def _inspect_rest(self, rest: Message, to: Person) -> Message:
        return await aside(
            self.guard, to.conversation, lambda: inspect_leaves(rest, self.guard, to)
        )

    def _restore(self, message: Message, to: Person) -> Message:
        conversation = to.conversation
        if conversation is None:
            return message

        def restore(text: str) -> str:
            return self.guard.restore(text, conversation=conversation, role=to.role)

        return edit_leaves(message, restore)


def _run_to_the_end(sending: Awaitable[Any]) -> None:
    """Run a coroutine that has nothing to wait for."""
    try:
        sending.__await__().send(None)
    except StopIteration:
        return
    raise RuntimeError("a collecting channel had to wait")


def inspect_leaves(value: Any, guard: Guard, to: Person) -> Any:
    """Return a copy in which every text is what the bot may say.

    Only what needs a decision is put on record: a message has dozens of titles and addresses
    in which there is nothing to see.

    Raises:
        AnswerBlocked: One of the texts must not go out at all.

    """
    asked: dict[str, Any] = {
        "origin": "model",
        "conversation": to.conversation,
        "role": to.role,
        "door": rasa_door(),
    }

    def decide(text: str) -> str:
        seen = guard.preview(text, **asked)
        if not seen.action.strictness:
            return text
        decision = guard.inspect(text, **asked)
        if is_refused(decision):
            raise AnswerBlocked(decision)
        return decision.text

    return edit_leaves(value, decide)
