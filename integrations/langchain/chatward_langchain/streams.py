"""Guard the stream of a chain's output: text and message chunks as they come, the rest whole."""

from __future__ import annotations

from functools import partial
from typing import Any

from langchain_core.messages import AIMessageChunk

from chatward_langchain.asking import Steps, long_work
from chatward_langchain.chunks import AnswerStream
from chatward_langchain.growing import is_one_growing_list
from chatward_langchain.prose import Prose, Restoring, Spot
from chatward_langchain.values import Outgoing

_TEXT = Spot()


class OutputStream:
    """One stream on its way out of a chain."""

    def __init__(self, outgoing: Outgoing) -> None:
        turn = outgoing.turn
        open_stream = partial(Restoring, turn) if outgoing.restores else turn.stream
        self._outgoing = outgoing
        self._text = Prose(open_stream)
        self._answer = AnswerStream(open_stream, turn.run)
        self._chunks = False
        self._rest: list[Any] = []

    def feed(self, piece: Any) -> Steps[list[Any]]:
        """Take a piece; return the pieces to pass on by now."""
        if isinstance(piece, str):
            yield from long_work(piece)
            text = self._text.feed(_TEXT, piece)
            return [text] if text else []
        if isinstance(piece, AIMessageChunk):
            self._chunks = True
            passed = yield from self._answer.feed(piece)
            self._check_answer()
            return [self._outgoing.release(chunk) for chunk in passed]
        self._rest.append(piece)
        return []

    def finish(self) -> Steps[list[Any]]:
        """Return what was held back and what had to be waited for."""
        passed: list[Any] = [rest for _, rest in self._text.finish()]
        if self._text.blocked is not None:
            self._outgoing.refuse(self._text.blocked)
        if self._chunks:
            tail = yield from self._answer.finish()
            self._check_answer()
            passed += [self._outgoing.release(tail)] if tail is not None else []
        if self._rest:
            passed.append((yield from self._outgoing.guard(_joined(self._rest))))
        return passed

    def close(self) -> None:
        """Finish what is open, for the record; what was held back is never sent."""
        self._text.finish()
        self._answer.close()

    def _check_answer(self) -> None:
        if self._answer.blocked is not None:
            self._outgoing.refuse(self._answer.blocked)


def _joined(pieces: list[Any]) -> Any:
    """Join pieces as langchain-core does: add them where they can be added, else the last one."""
    if is_one_growing_list(pieces):
        return pieces[-1]
    whole = pieces[0]
    for piece in pieces[1:]:
        try:
            whole = whole + piece
        except TypeError:
            whole = piece
    return whole
