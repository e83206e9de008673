"""`GuardedChatMessageHistory`: what is kept of a conversation has been decided before."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.chat_history import BaseChatMessageHistory
from langchain_core.messages import BaseMessage

from chatward import Guard
from chatward.decision import Door
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.leaves import Reader
from chatward_langchain.messages import guard_message, origins


class GuardedChatMessageHistory(BaseChatMessageHistory):
    """Keep guarded messages in another history; what is refused is kept as a notice.

    Messages are taken for what was said earlier, whoever wrote them: they were decided when they
    were said, so they are on record again only when something is done about them. The text of
    system messages is yours and is kept as it is. What the history held before is handed back
    unread.

    Args:
        history: Where messages are kept.
        guard: The guard.
        conversation: Id of the conversation, so that personal data becomes the placeholders it
            has there; None = it is redacted.
        role: Role of the person the bot talks to.

    """

    def __init__(
        self,
        history: BaseChatMessageHistory,
        guard: Guard,
        *,
        conversation: str | None = None,
        role: str | None = None,
    ) -> None:
        super().__init__()
        self._history = history
        self._turn = Turn(guard, Door("langchain-history"), conversation, role=role)

    @property
    def messages(self) -> list[BaseMessage]:  # type: ignore[override]
        """What is kept, oldest first."""
        return self._history.messages

    async def aget_messages(self) -> list[BaseMessage]:
        """Return what is kept, oldest first."""
        return await self._history.aget_messages()

    def add_messages(self, messages: Sequence[BaseMessage]) -> None:
        """Guard messages and keep them; the ones handed in are not changed."""
        self._history.add_messages(self._turn.run(self._steps(messages)))

    async def aadd_messages(self, messages: Sequence[BaseMessage]) -> None:
        """Guard messages and keep them; the ones handed in are not changed."""
        await self._history.aadd_messages(await self._turn.arun(self._steps(messages)))

    def clear(self) -> None:
        """Remove all messages."""
        self._history.clear()

    async def aclear(self) -> None:
        """Remove all messages."""
        await self._history.aclear()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({type(self._history).__name__})"

    def _steps(self, messages: Sequence[BaseMessage]) -> Steps[list[BaseMessage]]:
        kept: list[BaseMessage] = []
        for message, origin in zip(messages, origins(messages), strict=True):
            if origin == "system":
                kept.append(message)
                continue
            guarded, _ = yield from guard_message(message, Reader("history"))
            kept.append(guarded)
        return kept
