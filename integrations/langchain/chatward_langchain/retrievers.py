"""`guard_retriever`: what is found is guarded before anybody is told of it.

Why not a step behind the retriever. A retriever's own run shows its documents to every callback
and tracer before a later step sees them. So the guarded retriever opens the run, and the one it
holds finds documents without a run of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import ensure_config, var_child_runnable_config
from langchain_core.tracers.context import tracing_v2_callback_var
from langsmith import tracing_context
from pydantic import Field

from chatward import Guard
from chatward.decision import Door
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.documents import Withheld, checked, guard_document
from chatward_langchain.failures import ashielded, shielded
from chatward_langchain.leaves import Reader

Query = Literal["guarded", "as-written"]

_DOOR = Door("langchain-retriever")
_CALL = "chatward_call"


def guard_retriever(
    retriever: BaseRetriever,
    guard: Guard,
    *,
    conversation: Conversing | None = None,
    role: str | None = None,
    withheld: Withheld = "drop",
    query: Query = "guarded",
    spotlight: bool = True,
) -> GuardedRetriever:
    """Return a retriever whose callbacks, tracers and callers get guarded documents only.

    Args:
        retriever: Any retriever. It is not changed and stays unguarded itself.
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default
            `thread_id` or `session_id` in the config's `configurable`.
        role: Role of the person the bot talks to; by default the config's.
        withheld: "drop" leaves a refused document out; "mark" puts the policy's notice in the
            place of its text, and the decision into its metadata under "chatward".
        query: What is searched for: "guarded" = the query redacted, as stored documents are that
            a `GuardDocumentTransformer` has cleaned; "as-written" = the query as it is, which
            the provider of embeddings then sees. Callbacks are shown it redacted either way.
        spotlight: Whether texts are put between marks that say they are data, where the policy
            says so. Switch it off where a later `GuardInput` does it.

    Raises:
        TypeError: This is no retriever, or one that a config is bound to.
        ValueError: The retriever is guarded already, or an option is none of those above.

    """
    if not isinstance(retriever, BaseRetriever):
        raise TypeError(
            f"guard_retriever takes a retriever, not {type(retriever).__name__}; "
            "guard the retriever first, then bind a config to it"
        )
    if isinstance(retriever, GuardedRetriever):
        raise ValueError("this retriever is guarded already; every text is looked at once")  # noqa: TRY004
    if query not in ("guarded", "as-written"):
        raise ValueError(f"query={query!r}: use 'guarded' or 'as-written'")
    return GuardedRetriever(
        inner=retriever,
        guard=guard,
        conversation=conversation,
        role=role,
        withheld=checked(withheld),
        query=query,
        spotlight=spotlight,
        tags=retriever.tags,
        metadata=retriever.metadata,
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """One search: on whose behalf, and what for; None = the query was refused."""

    turn: Turn
    sought: str | None = field(repr=False)


class GuardedRetriever(BaseRetriever):
    """A retriever with a guard inside; build it with `guard_retriever`."""

    inner: BaseRetriever = Field(exclude=True, repr=False)
    guard: Guard = Field(exclude=True, repr=False)
    conversation: Conversing | None = Field(default=None, exclude=True, repr=False)
    role: str | None = Field(default=None, exclude=True, repr=False)
    withheld: Withheld = "drop"
    query: Query = "guarded"
    spotlight: bool = True

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """A guard is live code: a dump of the chain names the step and holds nothing."""
        return False

    def invoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> list[Document]:
        """Search, and return the guarded documents."""
        turn, asking = self._turn(config), self._asking(config)
        shown, sought = asking.run(self._sought(input))
        return super().invoke(shown, config, **kwargs, **{_CALL: _Call(turn, sought)})

    async def ainvoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> list[Document]:
        """Search, and return the guarded documents."""
        turn, asking = self._turn(config), self._asking(config)
        shown, sought = await asking.arun(self._sought(input))
        return await super().ainvoke(shown, config, **kwargs, **{_CALL: _Call(turn, sought)})

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        call = self._call(query, kwargs)
        if call.sought is None:
            return []
        search = self.inner._get_relevant_documents
        quiet = CallbackManagerForRetrieverRun.get_noop_manager()
        with _unseen():
            found = shielded(_search(search, call.sought, quiet, kwargs), self.guard)
        return call.turn.run(self._guarded(found, call.turn))

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        call = self._call(query, kwargs)
        if call.sought is None:
            return []
        search = self.inner._aget_relevant_documents
        quiet = AsyncCallbackManagerForRetrieverRun.get_noop_manager()
        with _unseen():
            found = await ashielded(_search(search, call.sought, quiet, kwargs)(), self.guard)
        return await call.turn.arun(self._guarded(found, call.turn))

    def _get_ls_params(self, **kwargs: Any) -> Any:
        """Say about itself in traces what the retriever inside would."""
        kwargs.pop(_CALL, None)
        return self.inner._get_ls_params(**kwargs)

    def _sought(self, query: str) -> Steps[tuple[str, str | None]]:
        """Return the query as callbacks are shown it, and what to search for.

        A query says again what is looked at where it was said, so like history it is on record
        only when something is done about it, and counts for nothing in the conversation.
        """
        reader = Reader("history")
        shown = yield from reader.glance(query)
        if reader.blocked is not None:
            return shown, None
        return shown, shown if self.query == "guarded" else query

    def _guarded(self, found: list[Document], turn: Turn) -> Steps[list[Document]]:
        guarded: list[Document] = []
        for document in found:
            new = yield from guard_document(
                document,
                Reader("document"),
                withheld=self.withheld,
                spotlight=self.spotlight,
            )
            guarded += [new] if new is not None else []
        if guarded and not self.spotlight:
            # Without marks they are asked about as texts that taint nothing.
            self.guard.note_result(
                type(self.inner).__name__,
                conversation=turn.conversation,
                capabilities=("reads-untrusted",),
            )
        return guarded

    def _call(self, query: str, kwargs: dict[str, Any]) -> _Call:
        """Take the call out of the arguments; somebody may have come in by a side door."""
        call = kwargs.pop(_CALL, None)
        return call if isinstance(call, _Call) else _Call(self._turn(None), query)

    def _turn(self, config: RunnableConfig | None) -> Turn:
        conversation = conversation_of(self.conversation, config)
        door = asked_from(_DOOR, config)
        return Turn(self.guard, door, conversation, role=role_of(self.role, config))

    def _asking(self, config: RunnableConfig | None) -> Turn:
        """Ask about the query outside the conversation: what is stored is redacted as well."""
        return Turn(self.guard, asked_from(_DOOR, config), role=role_of(self.role, config))


def _search(
    search: Callable[..., Any], query: str, run_manager: Any, kwargs: dict[str, Any]
) -> Callable[[], Any]:
    """Return the call of a retriever's own method, with the arguments that it takes."""
    takes = inspect.signature(search).parameters
    options = dict(kwargs) if set(takes) - {"query", "run_manager"} else {}
    if "run_manager" in takes:
        options["run_manager"] = run_manager
    return lambda: search(query, **options)


@contextmanager
def _unseen() -> Generator[None]:
    """Keep what runs in here from callbacks and tracers that the surroundings have set."""
    config: RunnableConfig = {**ensure_config(None), "callbacks": []}
    configured = var_child_runnable_config.set(config)
    traced = tracing_v2_callback_var.set(None)
    try:
        with tracing_context(enabled=False):
            yield
    finally:
        tracing_v2_callback_var.reset(traced)
        var_child_runnable_config.reset(configured)
