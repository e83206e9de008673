"""`guard_tool`: a tool gets the values it may have, and what it returns is data, not orders."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast, get_type_hints

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool, Tool, ToolException

from chatward import ChatwardError, Guard
from chatward.calls import CallDecision
from chatward.decision import Door
from chatward.policy.tools import parse_capabilities
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.failures import ToolFailed, fit_to_show
from chatward_langchain.leaves import Reader
from chatward_langchain.messages import tool_source
from chatward_langchain.parts import Artifact, Screen
from chatward_langchain.releasing import release_calls
from chatward_langchain.tool_arguments import closed, opened, placed

T = TypeVar("T", bound=BaseTool)

_DOOR = Door("langchain-tool")
# Where the framework leaves the config of the call, when the function takes none of its own:
# in coroutines of Python 3.10 there is no other way to it.
_CONFIG = "chatward_config"
_MARK = "__chatward_guarded__"


def guard_tool(
    tool: T,
    guard: Guard,
    *,
    conversation: Conversing | None = None,
    role: str | None = None,
    spotlight: bool = True,
    artifact: Artifact = "guard",
    capabilities: Collection[str] | None = None,
) -> T:
    """Return a copy of the tool whose arguments, results and errors are guarded.

    Placeholders in arguments become values where a release of the policy names the tool or the
    argument, within the tool only: its run in a trace shows the placeholders.

    Args:
        tool: Any tool. It is not changed and stays unguarded itself.
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default
            `thread_id` or `session_id` in the config's `configurable`.
        role: Role of the person the bot talks to; by default the config's.
        spotlight: Whether text is put between marks that say it is data, where the policy says
            so. Switch it off where a guarded model reads the result: it does that itself.
        artifact: What is done with the artifact: "guard" cleans what can be looked into and
            drops the rest, "keep" passes it unread, "drop" drops it.
        capabilities: What the tool can do: "reads-untrusted", "reads-private", "sends-out",
            "changes-state"; what the policy's `tools` say is worth more. With this, or where the
            policy says anything about tools, each call is checked. Nobody can be asked here, so
            a call that somebody has to approve is refused.

    Raises:
        TypeError: This is no tool.
        ValueError: The tool is guarded already, or an option is none of those above.
        PolicyError: A capability is none.

    """
    if not isinstance(tool, BaseTool):
        raise TypeError(f"guard_tool takes a tool, not {type(tool).__name__}")
    pairs = tool.response_format == "content_and_artifact"
    screen = Screen(spotlight, artifact, pairs, tool_source(tool.name))
    if capabilities is not None:
        parse_capabilities(capabilities)
    return _copied(tool, _Guarding(tool, guard, conversation, role, screen, capabilities))


def screened_tool(tool: T, turn: Turn, screen: Screen) -> T:
    """Return a copy of the tool whose results and errors are guarded, and nothing else.

    Its own run is shown to callbacks before anybody around it can look at what it returned.

    Args:
        tool: Any tool; one that is guarded already is returned as it is.
        turn: On whose behalf.
        screen: How its results are guarded.

    """
    runs = [getattr(tool, name, None) for name in ("func", "coroutine", "_run", "_arun")]
    if any(hasattr(run, _MARK) for run in runs):
        return tool
    pairs = tool.response_format == "content_and_artifact"
    screen = replace(screen, pairs=pairs, source=tool_source(tool.name))
    return _copied(tool, _Guarding(tool, turn.guard, None, None, screen, turn=turn))


def _copied(tool: T, guarding: _Guarding) -> T:
    if isinstance(tool, (StructuredTool, Tool)):
        func = tool.func and guarding.function(tool.func)
        coroutine = tool.coroutine and guarding.coroutine(tool.coroutine)
        return cast("T", tool.model_copy(update={"func": func, "coroutine": coroutine}))
    copy = tool.model_copy()
    for name, wrap in (("_run", guarding.function), ("_arun", guarding.coroutine)):
        if getattr(type(tool), name) is not getattr(BaseTool, name):
            # A method of one instance: the class may be anybody's, and is left alone.
            vars(copy)[name] = wrap(getattr(tool, name))
    return copy


@dataclass(frozen=True, slots=True)
class _Guarding:
    """Wraps what a tool runs.

    Attributes:
        turn: That of the agent which runs the tool: it checks calls, gives them their values
            and notes what came of them; None = all that is done here.

    """

    tool: BaseTool
    guard: Guard
    conversation: Conversing | None
    role: str | None
    screen: Screen
    capabilities: Collection[str] | None = None
    turn: Turn | None = None

    def function(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the guard around it; its signature stays."""

        def guarded(*args: Any, **kwargs: Any) -> Any:
            turn = self._turn(kwargs, own)
            values = self._released(self._given(args, kwargs), turn)
            if self._checks and not (said := self._check(values, turn)).allowed:
                return self._refused(said)
            args, kwargs = placed(values, args, kwargs)
            try:
                return self._noted(turn.run(self.screen.result(run(*args, **kwargs))), turn)
            except Exception as error:
                failure = turn.run(self._failure(error))
                if failure is error:
                    raise
            raise failure  # outside the handler, so that it drags no context along

        own = _config_name(run)
        return _dressed(guarded, run, own)

    def coroutine(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """Return the coroutine function with the guard around it; its signature stays."""

        async def guarded(*args: Any, **kwargs: Any) -> Any:
            turn = self._turn(kwargs, own)
            given = self._given(args, kwargs)
            values = await turn.aside(lambda: self._released(given, turn))
            if self._checks:
                said = await turn.aside(lambda: self._check(values, turn))
                if not said.allowed:
                    return self._refused(said)
            args, kwargs = placed(values, args, kwargs)
            try:
                result = await turn.arun(self.screen.result(await run(*args, **kwargs)))
                return await turn.aside(lambda: self._noted(result, turn))
            except Exception as error:
                failure = await turn.arun(self._failure(error))
                if failure is error:
                    raise
            raise failure

        own = _config_name(run)
        return _dressed(guarded, run, own)

    @property
    def _checks(self) -> bool:
        """Whether anybody has said what the tool may do, or what tools may do at all."""
        if self.turn is not None:
            return False
        return self.capabilities is not None or bool(self.guard.policy.tools)

    def _check(self, values: Mapping[str, Any], turn: Turn) -> CallDecision:
        return self.guard.check_call(
            self.tool.name,
            values,
            conversation=turn.conversation,
            role=turn.role,
            capabilities=self.capabilities,
        )

    def _refused(self, said: CallDecision) -> Any:
        """Return what stands for the result of a call that may not be made."""
        text = f"[refused: {said.why}; reference {said.reference}]"
        return (text, None) if self.screen.pairs else text

    def _noted(self, result: Any, turn: Turn) -> Any:
        """Remember what the result brings into the conversation; return the result."""
        if self._checks:
            self.guard.note_result(
                self.tool.name, conversation=turn.conversation, capabilities=self.capabilities
            )
        return result

    def _turn(self, kwargs: dict[str, Any], own: str | None) -> Turn:
        """Return how texts are asked about; take the config that is only ours out of the way."""
        config = kwargs.pop(_CONFIG, None) if own is None else kwargs.get(own)
        if self.turn is not None:
            return self.turn
        conversation = conversation_of(self.conversation, config)
        door, role = asked_from(_DOOR, config), role_of(self.role, config)
        return Turn(self.guard, door, conversation, role=role, hands_on=True)

    def _given(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments that the model gave by name, and not those that are injected."""
        names = list(self.tool.args)
        named = {name: kwargs[name] for name in names if name in kwargs}
        return {**dict(zip(names, args, strict=False)), **named}

    def _released(self, given: dict[str, Any], turn: Turn) -> dict[str, Any]:
        """Return the arguments with the values that may go there."""
        if turn.conversation is None or self.turn or not turn.guard.policy.releases:
            return given
        call = {"name": self.tool.name, "args": opened(given), "id": None}
        (released,) = release_calls(AIMessage("", tool_calls=[call]), turn).tool_calls
        return {name: closed(value, released["args"][name]) for name, value in given.items()}

    def _failure(self, error: Exception) -> Steps[Exception]:
        """Return an error that may be shown: models read what tools fail with."""
        if isinstance(error, ChatwardError) or _steers(error):
            return error
        said = str(error)
        text = yield from Reader("tool", source=self.screen.source).glance(said)
        if text == said and fit_to_show(error, self.guard) is error:
            return error
        if isinstance(error, ToolException):  # which the tool's own handle_tool_error catches
            return ToolException(text)
        return ToolFailed(type(error).__name__, text)


def _dressed(
    guarded: Callable[..., Any], run: Callable[..., Any], own: str | None
) -> Callable[..., Any]:
    """Give the wrapper the looks of what it wraps, and a way for the config to come in.

    Raises:
        ValueError: It wraps a guarded one.

    """
    if hasattr(run, _MARK):
        raise ValueError("this tool is guarded already; every text is looked at once")
    dressed = functools.wraps(run)(guarded)
    if own is None:
        known = getattr(run, "__annotations__", {})
        dressed.__annotations__ = {**known, _CONFIG: RunnableConfig}
    setattr(dressed, _MARK, True)
    return dressed


def _config_name(run: Callable[..., Any]) -> str | None:
    """Return the name of the argument that takes the config, found as the framework finds it."""
    try:
        hints = get_type_hints(run.func if isinstance(run, functools.partial) else run)
    except Exception:  # noqa: BLE001 (a name that cannot be resolved; then none is passed either)
        return None
    return next((name for name, hint in hints.items() if hint is RunnableConfig), None)


def _steers(error: Exception) -> bool:
    """Tell an interrupt, or another sign to a graph, from something that went wrong."""
    return any(each.__name__ == "GraphBubbleUp" for each in type(error).__mro__)
