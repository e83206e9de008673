"""Guard the prompts of a text model, and make the copies of it that serve them.

A text model takes many prompts in one call, and some run them as one batch. So prompts that are
asked about alike are served by one copy in one call; a refused prompt has a copy of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeAlias, TypeVar

from langchain_core.callbacks import BaseCallbackManager
from langchain_core.language_models import BaseLLM
from langchain_core.outputs import LLMResult
from langchain_core.prompt_values import ChatPromptValue, PromptValue, StringPromptValue
from langchain_core.runnables import RunnableConfig

from chatward import Decision
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.binding import FIELD, Call, binding_of, copied
from chatward_langchain.leaves import Reader, is_items
from chatward_langchain.messages import guard_messages
from chatward_langchain.text_cache import apart

Options: TypeAlias = dict[str, Any]
T = TypeVar("T", bound=BaseLLM)

_PER_PROMPT = ("tags", "metadata", "run_name")


@dataclass(frozen=True, slots=True)
class Admitted:
    """One prompt that was looked at.

    Attributes:
        turn: On whose behalf.
        prompt: The prompt to use.
        refused: The decision on a prompt that must not reach the model.

    """

    turn: Turn
    prompt: PromptValue = field(repr=False)
    refused: Decision | None = None


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """Prompts of one call that are served together.

    Attributes:
        model: The copy of the model that serves them.
        places: Where they stand among all prompts of the call.
        prompts: The prompts to use.

    """

    model: T = field(repr=False)
    places: list[int]
    prompts: list[Any] = field(repr=False)

    @property
    def texts(self) -> list[str]:
        """The prompts as the model reads them."""
        return [prompt.to_string() for prompt in self.prompts]

    def options(self, given: Options, count: int) -> Options:
        """Return those options of a call of so many prompts that belong to these ones."""
        if len(self.places) == count:
            return given
        chosen = dict(given)
        if _is_separate(given.get("callbacks")):
            for name in ("callbacks", *_PER_PROMPT):
                values = given.get(name)
                if is_items(values):
                    chosen[name] = self._own(values, count)
        run_id = given.get("run_id")
        if is_items(run_id):
            chosen["run_id"] = self._own(run_id, count)
        elif run_id is not None and 0 not in self.places:
            chosen["run_id"] = None  # a single id belongs to the first prompt
        return chosen

    def _own(self, values: Sequence[Any], count: int) -> list[Any]:
        if len(values) != count:
            raise ValueError("callbacks, tags, metadata and names have to be one for each prompt")
        return [values[at] for at in self.places]


def admit_prompt(model: Any, prompt: PromptValue, config: RunnableConfig | None) -> Admitted:
    """Guard one prompt.

    Raises:
        GuardBlocked: The prompt is refused, and refusals are raised.

    """
    turn = _turn(model, prompt, config)
    return _admitted(model, turn, *turn.run(guard_prompt(prompt)))


async def aadmit_prompt(model: Any, prompt: PromptValue, config: RunnableConfig | None) -> Admitted:
    """Guard one prompt; long ones leave the event loop. Otherwise like `admit_prompt`."""
    turn = _turn(model, prompt, config)
    return _admitted(model, turn, *(await turn.arun(guard_prompt(prompt))))


def guard_prompt(prompt: PromptValue) -> Steps[tuple[PromptValue, Decision | None]]:
    """Guard a prompt: text is the user's, messages tell their origin themselves."""
    if isinstance(prompt, ChatPromptValue):
        messages, refused = yield from guard_messages(prompt.to_messages())
        return ChatPromptValue(messages=messages), refused
    reader = Reader("user")
    text = yield from reader.read(prompt.to_string())
    return StringPromptValue(text=text), reader.blocked


def serving(model: T, admitted: Admitted) -> T:
    """Return the copy of a model that serves a prompt, and others like it."""
    shared: Any = model
    binding = binding_of(shared)
    getattr(model, "_serialized", None)  # kept on the model, so that no copy has to dump it again
    plain = copied(shared, shared.chatward_base)
    object.__setattr__(plain, "__dict__", vars(model))  # what it counts on itself stays counted
    call = Call(turn=admitted.turn, plain=plain, refused=admitted.refused)
    cache = False if admitted.refused is not None else apart(model.cache, binding, admitted.turn)
    cls: Any = type(model)
    copy: T = copied(shared, cls, **{FIELD: replace(binding, call=call)}, cache=cache)
    return copy


def grouped(model: T, admitted: Sequence[tuple[int, Admitted]]) -> list[Group[T]]:
    """Gather prompts, each with its place, that one call of the model can serve."""
    groups: list[tuple[Admitted, Group[T]]] = []
    for at, each in admitted:
        group = next((group for first, group in groups if _is_like(first, each)), None)
        if group is None:
            group = Group(serving(model, each), [], [])
            groups.append((each, group))
        group.places.append(at)
        group.prompts.append(each.prompt)
    return [group for _, group in groups]


def merged(groups: Sequence[Group[T]], results: Sequence[LLMResult]) -> LLMResult:
    """Put the results of all groups together, in the order of the prompts."""
    if len(results) == 1:
        return results[0]
    choices: dict[int, Any] = {}
    runs: list[tuple[int, Any]] = []
    for group, result in zip(groups, results, strict=True):
        choices.update(zip(group.places, result.generations, strict=True))
        runs += zip(group.places, result.run or (), strict=False)  # a cached answer has no run
    outputs = (result.llm_output for result in results if result.llm_output)
    return LLMResult(
        generations=[choices[at] for at in sorted(choices)],
        llm_output=next(outputs, None),
        run=[run for _, run in sorted(runs, key=lambda pair: pair[0])] or None,
    )


def _turn(model: Any, prompt: PromptValue, config: RunnableConfig | None) -> Turn:
    messages = prompt.to_messages() if isinstance(prompt, ChatPromptValue) else ()
    return binding_of(model).turn(messages, config)


def _admitted(model: Any, turn: Turn, prompt: PromptValue, refused: Decision | None) -> Admitted:
    if refused is not None:
        binding_of(model).refuse(refused)
    return Admitted(turn, prompt, refused)


def _is_like(one: Admitted, other: Admitted) -> bool:
    return one.refused is None and other.refused is None and one.turn == other.turn


def _is_separate(callbacks: Any) -> bool:
    """Tell whether there are callbacks for each prompt, as langchain-core tells it."""
    if not isinstance(callbacks, list) or not callbacks:
        return False
    return callbacks[0] is None or isinstance(callbacks[0], (list, BaseCallbackManager))
