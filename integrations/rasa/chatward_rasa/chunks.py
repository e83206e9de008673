"""Answers that a channel of Rasa Pro sends in pieces, inspected on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatward_rasa.answers import GuardedSend, being_sent, is_being_sent
from chatward_rasa.aside import aside
from chatward_rasa.guards import rasa_door
from chatward_rasa.recipients import AddressedSend
from chatward_rasa.turns import recipient_of

if TYPE_CHECKING:
    from rasa.core.channels.channel import OutputChannel

    from chatward.restorer import Restorer
    from chatward.stream import Stream

logger = logging.getLogger(__name__)

_CHUNK = "send_response_chunk"
_METHODS = ("send_response_chunk_start", _CHUNK, "send_response_chunk_end", "send_text_message")


def guard_chunks(channel: OutputChannel, answers: GuardedSend, *, named: bool) -> None:
    """Put a guard before an output channel's pieces, once per channel object.

    Args:
        channel: A channel; one that sends no pieces stays as it is.
        answers: What guards its whole answers.
        named: Recipients may have names of ours.

    """
    if not hasattr(channel, _CHUNK):
        return
    before = getattr(channel, _CHUNK)
    if getattr(before, "__func__", None) is GuardedChunks.send:
        before.__self__.answers = answers
        return
    sends = [getattr(channel, name) for name in _METHODS]
    if named:
        sends[:3] = [AddressedSend(each, answers.guard) for each in sends[:3]]
    guarded = GuardedChunks(answers, *sends)
    instead = (guarded.start, guarded.send, guarded.end, guarded.send_text)
    for name, method in zip(_METHODS, instead, strict=False):
        setattr(channel, name, method)


@dataclass
class _Answer:
    """One answer in pieces, and what it becomes."""

    stream: Stream | None
    restorer: Restorer | None

    def feed(self, chunk: str) -> str:
        text = self.stream.feed(chunk) if self.stream else chunk
        return self.restorer.feed(text) if self.restorer else text

    def finish(self) -> str:
        text = self.stream.finish() if self.stream else ""
        return self.restorer.feed(text) + self.restorer.finish() if self.restorer else text


class GuardedChunks:
    """Stands in for the methods by which Rasa Pro sends what `send_response` does not."""

    def __init__(self, answers: GuardedSend, start: Any, send: Any, end: Any, text: Any) -> None:
        self.answers = answers
        self._start = start
        self._send = send
        self._end = end
        self._text = text
        self._open: dict[str, _Answer] = {}
        self._failed: set[str] = set()

    async def start(self, recipient_id: str, **kwargs: Any) -> Any:
        """Begin an answer."""
        self._open.pop(recipient_id, None)
        self._failed.discard(recipient_id)
        with being_sent():
            return await self._start(recipient_id, **kwargs)

    async def send(self, recipient_id: str, chunk: str, **kwargs: Any) -> Any:
        """Send what of an answer may be said by now."""
        text = await self._fit(recipient_id, lambda answer: answer.feed(chunk), instead=chunk)
        if not text:
            return None
        with being_sent():
            return await self._send(recipient_id, text, **kwargs)

    async def end(self, recipient_id: str, **kwargs: Any) -> Any:
        """Send what is left of an answer, and end it."""
        if recipient_id in self._open:
            text = await self._fit(recipient_id, lambda answer: answer.finish(), instead="")
            self._open.pop(recipient_id, None)
            if text:
                with being_sent():
                    await self._send(recipient_id, text)
        with being_sent():
            return await self._end(recipient_id, **kwargs)

    async def send_text(self, recipient_id: str, text: str, **kwargs: Any) -> Any:
        """Send a text that did not come through `send_response`."""
        if is_being_sent():
            return await self._text(recipient_id, text, **kwargs)
        return await self.answers(recipient_id, {"text": text, **kwargs})

    async def _fit(self, recipient_id: str, say: Callable[[_Answer], str], *, instead: str) -> str:
        if recipient_id in self._failed or self.answers.is_refused(recipient_id):
            return ""
        guard, to = self.answers.guard, recipient_of(recipient_id)
        try:
            return await aside(guard, to.conversation, lambda: say(self._answer(recipient_id)))
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
            # Without the traceback: an exception may quote what broke it.
            logger.error("an answer could not be checked (%s)", type(error).__name__)  # noqa: TRY400
            if not self.answers.options.blocks_on_error:
                return instead
            self._failed.add(recipient_id)
            return guard.policy.says_no("-")

    def _answer(self, recipient_id: str) -> _Answer:
        if recipient_id not in self._open:
            guard, to = self.answers.guard, recipient_of(recipient_id)
            stream = restorer = None
            if self.answers.options.redact_output:
                stream = guard.stream(
                    origin="model", conversation=to.conversation, role=to.role, door=rasa_door()
                )
            if to.conversation is not None:
                restorer = guard.restorer(conversation=to.conversation, role=to.role)
            self._open[recipient_id] = _Answer(stream, restorer)
        return self._open[recipient_id]
