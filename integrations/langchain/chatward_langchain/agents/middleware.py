"""`GuardMiddleware`: the guard in an agent made by langchain's `create_agent`.

What is kept in the state is what was guarded: texts of the user, tools' results and answers lie
there with placeholders. Values go to tools at the last moment, where the policy releases them,
and come back as placeholders. Tokens are guarded inside the model, before anything streams them.
"""

# ruff: noqa: UP045 (LangGraph hands the config only to who spells `Optional[RunnableConfig]`)
from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Optional

from langchain.agents.middleware.types import AgentMiddleware, hook_config
from langchain_core.runnables import RunnableConfig

from chatward import Action, Decision, Guard, GuardBlocked
from chatward.calls import CallDecision
from chatward.decision import Door
from chatward_langchain.agents.handing_over import ask_to_go_on, incident_of, settled
from chatward_langchain.agents.marks import Marks
from chatward_langchain.agents.naming import Roles, may_see, name_of
from chatward_langchain.agents.running import (
    Limits,
    Result,
    ToolRun,
    ask_person,
)
from chatward_langchain.agents.serving import Models, texts_of
from chatward_langchain.agents.state import (
    REFUSED,
    Cleaned,
    GuardState,
    blocked_by,
    clean,
    raise_refused,
)
from chatward_langchain.answers import refusal
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.binding import checked_on_block
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.messages import tool_source
from chatward_langchain.parts import Screen

if TYPE_CHECKING:
    _Middleware = AgentMiddleware[Any, Any, Any]
else:  # langchain 1.0 has two parameters there
    _Middleware = AgentMiddleware

_DOOR = Door("langchain-agent")


class GuardMiddleware(_Middleware):
    """Guard an agent: its state, its model, and what its tools get, do and return.

    Put it last in the list of middleware: what comes after it sees what it has not guarded.

    Args:
        guard: The guard.
        roles: Tools that each role may see and call, besides what the policy says: ``*`` as a
            role is everybody, in a name it stands for any letters. None = what the policy says.
        approve: Names of tools that a person is asked about before each call.
        spotlight: Whether results of tools are put between marks that say they are data, where
            the policy says so.
        restore_tools: Tools (``"send_mail"``) or arguments (``"send_mail.to"``) that get values
            no release of the policy speaks about; one that forbids it is obeyed.
        on_block: "end" ends the turn with the refusal as the answer; "raise" raises
            `GuardBlocked`.
        conversation: Id of the conversation, or what returns it for a call's config; by default the
            thread of the graph.
        role: Role of the person the bot talks to; by default `role` in the config's
            `configurable`.

    """

    state_schema = GuardState

    def __init__(
        self,
        guard: Guard,
        *,
        roles: Roles | None = None,
        approve: Collection[str] = (),
        spotlight: bool = True,
        restore_tools: Collection[str] = (),
        on_block: Literal["end", "raise"] = "end",
        conversation: Conversing | None = None,
        role: str | None = None,
    ) -> None:
        super().__init__()
        self.tools = []
        self.guard = guard
        self._limits = Limits(roles, _names(approve), _names(restore_tools))
        self._spotlight = spotlight
        self._raises = checked_on_block(on_block, "end", "raise") == "raise"
        self._conversation = conversation
        self._role = role
        self._marks = Marks(guard, "" if spotlight else "plain")
        self._models = Models(guard, "raise" if self._raises else "answer")

    @hook_config(can_jump_to=["end"])
    def before_agent(
        self, state: Any, runtime: Any, config: Optional[RunnableConfig] = None
    ) -> dict[str, Any] | None:
        """Guard what came in, in the state itself."""
        turn = self._turn(config, runtime)
        return self._update(turn.run(self._clean(state, turn)), state, turn)

    @hook_config(can_jump_to=["end"])
    async def abefore_agent(
        self, state: Any, runtime: Any, config: Optional[RunnableConfig] = None
    ) -> dict[str, Any] | None:
        """Guard what came in, in the state itself."""
        turn = self._turn(config, runtime)
        return self._update(await turn.arun(self._clean(state, turn)), state, turn)

    @hook_config(can_jump_to=["end"])
    def before_model(
        self, state: Any, runtime: Any, config: Optional[RunnableConfig] = None
    ) -> dict[str, Any] | None:
        """Guard what came into the state since: answers, and what others have put there."""
        raise_refused(state)
        turn = self._turn(config, runtime)
        if incident := incident_of(turn):
            goes_on = ask_to_go_on(turn, incident, config)
            if (refused := settled(turn, incident, goes_on=goes_on)) is not None:
                return self._ended(refused, turn)
        return self.before_agent(state, runtime, config)

    @hook_config(can_jump_to=["end"])
    async def abefore_model(
        self, state: Any, runtime: Any, config: Optional[RunnableConfig] = None
    ) -> dict[str, Any] | None:
        """Guard what came into the state since: answers, and what others have put there."""
        raise_refused(state)
        turn = self._turn(config, runtime)
        if incident := await turn.aside(partial(incident_of, turn)):
            goes_on = ask_to_go_on(turn, incident, config)
            said = partial(settled, turn, incident, goes_on=goes_on)
            if (refused := await turn.aside(said)) is not None:
                return self._ended(refused, turn)
        return await self.abefore_agent(state, runtime, config)

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Call the guarded model, with the tools that this person's agent may have."""
        return handler(self._guarded(request))

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """Call the guarded model, with the tools that this person's agent may have."""
        return await handler(self._guarded(request))

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Result]) -> Result:
        """Run a tool that may be run, with the values it may have, and guard its result."""
        run = self._run(request)
        decision = self._decide(run)
        if not decision.allowed:
            return run.denial(decision, self._marks)
        try:
            result = handler(run.allowed_request())
        except Exception as error:
            failure = run.failure(error)
            if failure is error:
                raise
        else:
            if not run.note():
                return run.withheld(self._marks)
            turn, steps = run.screening(result, self._marks)
            return turn.run(steps)
        raise failure  # outside the handler, so that it drags no context along

    async def awrap_tool_call(
        self, request: Any, handler: Callable[[Any], Awaitable[Result]]
    ) -> Result:
        """Run a tool that may be run, with the values it may have, and guard its result."""
        run = self._run(request)
        decision = await self._adecide(run)
        if not decision.allowed:
            return run.denial(decision, self._marks)
        try:
            result = await handler(run.allowed_request())
        except Exception as error:
            failure = await run.turn.aside(partial(run.failure, error))
            if failure is error:
                raise
        else:
            if not await run.turn.aside(run.note):
                return run.withheld(self._marks)
            turn, steps = run.screening(result, self._marks)
            return await turn.arun(steps)
        raise failure

    def _decide(self, run: ToolRun, *, again: bool = True) -> CallDecision:
        run.open()
        question = run.question()
        approved = question is not None and ask_person(question, run.request.runtime.config)
        decision = run.decide(approved=approved)
        if again and question is None and decision.action is Action.ASK:
            return self._decide(run, again=False)  # another call changed things meanwhile
        return decision

    async def _adecide(self, run: ToolRun, *, again: bool = True) -> CallDecision:
        await run.turn.aside(run.open)
        question = run.question()
        approved = question is not None and ask_person(question, run.request.runtime.config)
        decision = await run.turn.aside(partial(run.decide, approved=approved))
        if again and question is None and decision.action is Action.ASK:
            return await self._adecide(run, again=False)
        return decision

    def _turn(self, config: RunnableConfig | None, runtime: Any) -> Turn:
        conversation = conversation_of(self._conversation, config)
        if conversation is None and not callable(self._conversation):
            # In coroutines of Python 3.10 no config comes along.
            info = getattr(runtime, "execution_info", None)
            conversation = getattr(info, "thread_id", None)
        door = asked_from(_DOOR, config)
        return Turn(self.guard, door, conversation, role=role_of(self._role, config))

    def _clean(self, state: Any, turn: Turn) -> Steps[Cleaned]:
        return clean(state["messages"], turn, self._marks, spotlight=self._spotlight)

    def _update(self, cleaned: Cleaned, state: Any, turn: Turn) -> dict[str, Any] | None:
        """Return what changes in the state."""
        if cleaned.refused is not None and self._raises:
            return {"messages": cleaned.messages, REFUSED: blocked_by(cleaned.refused)}
        forgotten = {REFUSED: None} if state.get(REFUSED) else {}
        if cleaned.refused is not None:
            answer = self._marks.put(refusal(cleaned.refused), turn)
            return {"messages": [*cleaned.messages, answer], "jump_to": "end", **forgotten}
        if cleaned.messages:
            return {"messages": cleaned.messages, **forgotten}
        return forgotten or None

    def _ended(self, refused: Decision, turn: Turn) -> dict[str, Any]:
        if self._raises:
            raise GuardBlocked(refused.rule, refused.kinds)
        return {"messages": [self._marks.put(refusal(refused), turn)], "jump_to": "end"}

    def _guarded(self, request: Any) -> Any:
        """Return the request with the guarded model, its tools narrowed, no marks in it.

        Raises:
            GuardBlocked: A refusal is still to be raised.

        """
        raise_refused(request.state)
        turn = self._turn(None, request.runtime)
        done = [self._marks.genuine(message, turn) for message in request.messages]
        messages = [self._marks.off(message) for message in request.messages]
        rules = self.guard.policy.tools
        return request.override(
            model=self._models.serving(request.model, turn, texts_of(messages, done)),
            messages=messages,
            tools=[
                tool
                for tool in request.tools
                if may_see(name_of(tool), turn.role, rules, self._limits.roles)
            ],
        )

    def _run(self, request: Any) -> ToolRun:
        turn = self._turn(request.runtime.config, request.runtime)
        source = tool_source(request.tool_call["name"])
        return ToolRun(
            request, turn, self._limits, Screen(spotlight=self._spotlight, source=source)
        )


def _names(names: Collection[str]) -> Collection[str]:
    """Refuse one name where several are meant: its letters would be taken for names."""
    if isinstance(names, str):
        raise TypeError("give a list of names, not one string")
    return frozenset(names)
