"""A turn of an agent: bare, with GuardMiddleware, with LangChain's own PIIMiddleware."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import PIIMiddleware
from langchain.agents.middleware.types import AgentMiddleware, hook_config
from langchain_core.messages import HumanMessage
from langchain_core.tools import StructuredTool
from langgraph.checkpoint.memory import InMemorySaver

from chatward import Guard
from chatward_langchain.agents import GuardMiddleware
from doors.clock import Pair, TimedGuard
from doors.things import PLEASE_LOOK, QUESTION, Speaker, history, look_up, thread


def turns(guard: TimedGuard, messages: int, rounds: int) -> Iterator[tuple[str, Pair, bool]]:
    """Yield turns that follow so many messages; and whether the guard is in them.

    Each turn makes the thread longer, so each is taken in a thread of its own.
    """
    kinds: dict[str, list[Any]] = {
        "GuardMiddleware": [GuardMiddleware(guard)],
        "PIIMiddleware": pii(),
        "idle middleware": [Idle()],
    }
    for said, what in ((QUESTION, "one model call"), (PLEASE_LOOK, "one tool call")):
        for name, middleware in kinds.items():
            bare = Turns(Speaker(), [], messages, said, rounds)
            guarded = Turns(Speaker(), middleware, messages, said, rounds)
            yield f"{name}, {what}", Pair(bare, guarded), name == "GuardMiddleware"


class Idle(AgentMiddleware[Any, Any]):
    """The guard's hooks with nothing in them: what the graph itself takes for calling them."""

    @hook_config(can_jump_to=["end"])
    def before_agent(self, state: Any, runtime: Any) -> None:
        """Do nothing."""

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> None:
        """Do nothing."""

    def wrap_model_call(self, request: Any, handler: Any) -> Any:
        """Pass on a request that has been changed."""
        return handler(request.override(messages=list(request.messages)))

    def wrap_tool_call(self, request: Any, handler: Any) -> Any:
        """Pass on."""
        return handler(request)


class Turns:
    """Takes one turn each time it is called, in a thread that has heard so many messages.

    Args:
        model: The agent's model.
        middleware: The agent's middleware.
        messages: How many were said before.
        said: What the user says.
        turns: How often it will be called, at most.

    """

    def __init__(
        self, model: Any, middleware: list[Any], messages: int, said: str, turns: int
    ) -> None:
        self._agent = agent(model, middleware)
        self._said = said
        self._thread = 0
        for number in range(turns + 1):
            before = [*history(messages - 1), HumanMessage("hello")]
            self._agent.invoke({"messages": before}, thread(f"{number}"))

    def __call__(self) -> object:
        """Take a turn."""
        config = thread(f"{self._thread}")
        self._thread += 1
        return self._agent.invoke({"messages": [("user", self._said)]}, config)


def agent(model: Any, middleware: list[Any]) -> Any:
    """Return an agent with one tool and a memory."""
    tools = [StructuredTool.from_function(look_up)]
    return create_agent(model, tools, middleware=middleware, checkpointer=InMemorySaver())


def pii() -> list[Any]:
    """Return LangChain's middleware for two kinds of personal data, looking everywhere."""
    everywhere = {"apply_to_input": True, "apply_to_output": True, "apply_to_tool_results": True}
    return [PIIMiddleware(kind, **everywhere) for kind in ("email", "credit_card")]


def guarded_agent(model: Any, guard: Guard) -> Any:
    """Return an agent whose last middleware is the guard's."""
    return agent(model, [GuardMiddleware(guard)])
