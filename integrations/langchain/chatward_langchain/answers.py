"""Guard whole answers: everything a model's message holds, or the refusal in its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from chatward import Decision
from chatward_langchain.asking import Steps
from chatward_langchain.attached import screen_message
from chatward_langchain.leaves import LOGPROBS, Reader, map_block, map_json_text
from chatward_langchain.messages import changed, map_fields


def stamp(decision: Decision) -> dict[str, Any]:
    """Return what a refused answer says about itself in its response_metadata."""
    return {
        "chatward": {
            "action": decision.action.value,
            "rule": decision.rule,
            "reference": decision.reference,
        }
    }


def refusal(decision: Decision, answer: BaseMessage | None = None) -> AIMessage:
    """Return the message that stands in for a refused answer.

    It keeps the answer's id, usage and metadata, but none of its text, thoughts or tool calls.
    """
    if answer is None:
        return AIMessage(content=decision.text, response_metadata=stamp(decision))
    return AIMessage(
        content=decision.text,
        id=answer.id,
        usage_metadata=getattr(answer, "usage_metadata", None),
        response_metadata={**without_logprobs(answer.response_metadata), **stamp(decision)},
    )


def guard_answer(
    answer: BaseMessage,
    reader: Reader,
    *,
    structured: bool = False,
) -> Steps[BaseMessage]:
    """Guard one answer; what refused it, if anything did, is in the reader.

    Args:
        answer: The model's message.
        reader: Asks about its texts.
        structured: The text is JSON that will be parsed: guard its leaves, not its escapes.

    """
    prose = partial(map_json_text, reader=reader) if structured else reader.read
    screened = yield from screen_message(answer, reader)
    content = yield from map_block(screened.content, reader, prose)
    fields = {"content": content, **(yield from map_fields(screened, reader))}
    return changed(answer, without_logprobs(fields) if reader.changed else fields)


def guard_result(
    result: ChatResult, *, structured: bool, refuse: Callable[[Decision], None]
) -> Steps[ChatResult]:
    """Guard every choice of a result.

    Args:
        result: What the model returned.
        structured: The text is JSON that will be parsed.
        refuse: Called with the decision on a refused answer; raises, or lets the refusal stand.

    """
    generations: list[ChatGeneration] = []
    for generation in result.generations:
        reader = Reader("model")
        message = yield from guard_answer(generation.message, reader, structured=structured)
        info = yield from guard_info(generation.generation_info, reader)
        if reader.blocked is not None:
            refuse(reader.blocked)
            message = refusal(reader.blocked, message)
        same = message is generation.message and info is generation.generation_info
        new = generation if same else ChatGeneration(message=message, generation_info=info)
        generations.append(new)
    output = yield from guard_info(result.llm_output, Reader("model"))
    kept = all(a is b for a, b in zip(generations, result.generations, strict=True))
    if kept and output is result.llm_output:
        return result
    return ChatResult(generations=generations, llm_output=output)


def guard_info(info: dict[str, Any] | None, reader: Reader) -> Steps[dict[str, Any] | None]:
    """Guard what a provider says about an answer."""
    if not info:
        return info
    new: dict[str, Any] = yield from map_block(info, reader, reader.glance)
    return without_logprobs(new) if reader.changed else new


def as_chunk(generation: ChatGeneration) -> ChatGenerationChunk:
    """Return a whole answer as the only chunk of a stream."""
    answer = generation.message
    if not isinstance(answer, AIMessage):
        answer = AIMessage(content=answer.content, id=answer.id)
    message = AIMessageChunk(
        content=answer.content,
        id=answer.id,
        additional_kwargs=answer.additional_kwargs,
        response_metadata=answer.response_metadata,
        usage_metadata=answer.usage_metadata,
        tool_calls=answer.tool_calls,
        invalid_tool_calls=answer.invalid_tool_calls,
    )
    return ChatGenerationChunk(message=message, generation_info=generation.generation_info)


def without_logprobs(value: Any) -> Any:
    """Drop the tokens' probabilities, wherever they are: they spell out the text as it was."""
    if isinstance(value, dict):
        return {key: without_logprobs(value[key]) for key in value if key not in LOGPROBS}
    if isinstance(value, list):
        return [without_logprobs(item) for item in value]
    return value
