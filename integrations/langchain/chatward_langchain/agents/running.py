"""Run one call of a tool: may it, with which values, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from langchain_core.messages import BaseMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import set_config_context
from langchain_core.tools import BaseTool
from langgraph.errors import GraphBubbleUp
from langgraph.types import Command, interrupt

from chatward import Action, StoreError
from chatward.calls import CallDecision
from chatward.policy.tools import Judgement
from chatward_langchain.agents.arguments import Arguments, restored
from chatward_langchain.agents.marks import Marks
from chatward_langchain.agents.naming import Roles, declared, own_rules
from chatward_langchain.agents.serving import KnowingTurn, Known, TellingTurn
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.failures import ModelFailed, ToolFailed, fit_to_show
from chatward_langchain.leaves import Reader, is_items, is_mapping, map_items
from chatward_langchain.messages import changed, map_fields
from chatward_langchain.parts import Screen
from chatward_langchain.tools import screened_tool

Result: TypeAlias = Any
"""A message, a `Command`, or a list of them."""

_REFUSED = "[not run: {why}]"
_NOT_AGREED = "a person was asked and did not agree"


@dataclass(frozen=True)
class Limits:
    """What the middleware was told about tools, besides the policy.

    Attributes:
        roles: Which tools each role may call; None = what the policy says.
        approve: Tools that a person is asked about each time.
        restore: Tools, or arguments of tools, that may have values.

    """

    roles: Roles | None = None
    approve: Collection[str] = ()
    restore: Collection[str] = ()


@dataclass
class ToolRun:
    """One call on its way. `open`, then ask whom `question` names, then `decide`.

    A node that was interrupted runs again from its start when it is resumed, so nothing is
    counted or put on record before `decide`.

    Attributes:
        request: As the agent made it.
        turn: On whose behalf.
        limits: What the middleware was told.
        screen: How the tool's result is guarded.

    """

    request: Any
    turn: Turn
    limits: Limits
    screen: Screen = field(default_factory=Screen)
    _arguments: Arguments = field(default_factory=Arguments, repr=False)
    _foreseen: Judgement = field(default_factory=Judgement)

    def __post_init__(self) -> None:
        """Make what the tool's own run is asked about with; it tells what was decided there."""
        turn = self.turn
        self._inner = TellingTurn(turn.guard, turn.door, turn.conversation, role=turn.role)

    @property
    def name(self) -> str:
        """The tool's name."""
        return str(self.request.tool_call["name"])

    def open(self) -> None:
        """Find out what the tool may have, and what the rules will say."""
        args = self.request.tool_call["args"]
        self._arguments = restored(self.name, args, self.turn, self.limits.restore)
        self._foreseen = self.turn.guard.preview_call(
            self.name, self._arguments.values, **self._whose(), also=self._own_rules()
        )

    def question(self) -> dict[str, Any] | None:
        """Return what a person is to be shown; None where nobody has to be asked."""
        asks = self._foreseen.action is Action.ASK
        if not asks or self.turn.guard.policy.mode == "monitor":
            return None
        call = self.request.tool_call
        return {
            "type": "chatward.approval",
            "tool": self.name,
            "arguments": sorted(call["args"]),
            "rule": self._foreseen.rule,
            "why": self._foreseen.why,
            "reference": call["id"],
        }

    def decide(self, *, approved: bool) -> CallDecision:
        """Decide, count and record; also, where the call goes ahead, which values go with it."""
        decision = self.turn.guard.check_call(
            self.name,
            self._arguments.values,
            **self._whose(),
            approved=approved,
            also=self._own_rules(),
        )
        if decision.allowed:
            self._arguments.record()
        return decision

    def allowed_request(self) -> Any:
        """Return the request to run: with the values that the tool may have, its own run clean."""
        call = {**self.request.tool_call, "args": self._arguments.values}
        tool = self.request.tool
        if isinstance(tool, BaseTool):
            tool = screened_tool(tool, self._inner, self.screen)
        return self.request.override(tool_call=call, tool=tool)

    def screening(self, result: Result, marks: Marks) -> tuple[Turn, Steps[Result]]:
        """Return how to find out what the model may read; what was decided in the tool passes."""
        inner = self._inner
        known: Known = frozenset(inner.told)
        turn = KnowingTurn(
            inner.guard, inner.door, inner.conversation, role=inner.role, known=known
        )
        return turn, screened(result, self.screen, turn, marks)

    def denial(self, decision: CallDecision, marks: Marks) -> ToolMessage:
        """Return what the model is told instead of a result."""
        said = {"action": "block", "rule": decision.rule, "reference": decision.reference}
        asked = decision.action is Action.ASK
        text = _REFUSED.format(why=_NOT_AGREED if asked else decision.why)
        return self._error(text, marks, {"chatward": said})

    def note(self) -> bool:
        """Remember that something of the tool is about to be read; tell whether it may be."""
        capabilities = declared(self.request.tool)
        try:
            self.turn.guard.note_result(
                self.name, conversation=self.turn.conversation, capabilities=capabilities
            )
        except StoreError:
            return False
        return True

    def withheld(self, marks: Marks) -> ToolMessage:
        """Return what stands for a result that must not be read."""
        return self._error(self.turn.guard.policy.withheld, marks, {})

    def failure(self, error: Exception) -> Exception:
        """Return the error itself where it may be shown; else one that may."""
        if isinstance(error, GraphBubbleUp):  # an interrupt, or another sign to the graph
            return error
        self.note()
        shown = fit_to_show(error, self.turn.guard)
        return ToolFailed(shown.failure, shown.text) if isinstance(shown, ModelFailed) else shown

    def _error(self, text: str, marks: Marks, metadata: dict[str, Any]) -> ToolMessage:
        message = ToolMessage(
            content=text,
            name=self.name,
            tool_call_id=self.request.tool_call["id"],
            status="error",
            response_metadata=metadata,
        )
        return marks.put(message, self.turn)

    def _own_rules(self) -> Judgement:
        return own_rules(self.name, self.turn.role, self.limits.roles, self.limits.approve)

    def _whose(self) -> dict[str, Any]:
        return {
            "conversation": self.turn.conversation,
            "role": self.turn.role,
            "capabilities": declared(self.request.tool),
        }


def ask_person(question: dict[str, Any], config: RunnableConfig | None) -> bool:
    """Stop the graph until a person has answered; anything but a clear yes is a no."""
    if config is None:
        answer = interrupt(question)
    else:  # in coroutines of Python 3.10 the config does not come along by itself
        with set_config_context(config) as context:
            answer = context.run(interrupt, question)
    return is_mapping(answer) and answer.get("approved") is True


def screened(result: Result, screen: Screen, turn: Turn, marks: Marks) -> Steps[Result]:
    """Return what the model may read of a result, marked as guarded."""
    if is_items(result):
        return (yield from map_items(result, lambda each: screened(each, screen, turn, marks)))
    if isinstance(result, ToolMessage):
        reader = Reader("tool", source=screen.source)
        fields = yield from map_fields(result, reader)
        fields.pop("artifact")
        result = changed(marks.off(result), fields)
    new = yield from screen.result(result)
    return _marked(new, turn, marks)


def _marked(value: Any, turn: Turn, marks: Marks) -> Any:
    if isinstance(value, ToolMessage):
        return marks.put(value, turn)
    if not isinstance(value, Command):
        return value
    command: Any = value
    update = command.update
    if is_mapping(update) and is_items(update.get("messages")):
        update = {**update, "messages": _all_marked(update["messages"], turn, marks)}
    elif is_items(update):
        update = _all_marked(update, turn, marks)
    return replace(command, update=update)


def _all_marked(messages: Any, turn: Turn, marks: Marks) -> list[Any]:
    return [
        marks.put(message, turn) if isinstance(message, BaseMessage) else message
        for message in messages
    ]
