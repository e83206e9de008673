"""Guard a streamed answer chunk by chunk, exactly.

Theory of operation. Prose (a string content, text and reasoning blocks, the `reasoning_content`
of some providers) goes through one guard stream per block and comes out as soon as that is safe.
Everything else that can hold text (tool calls, which are JSON with escapes; other blocks;
additional_kwargs) is held back whole, joined the way langchain-core joins chunks, guarded leaf by
leaf and sent once, before the last chunk. Ids, usage and metadata pass through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from langchain_core.messages import AIMessageChunk

from chatward import Decision
from chatward_langchain.answers import stamp, without_logprobs
from chatward_langchain.asking import Steps, long_work
from chatward_langchain.attached_chunks import AttachedChunks
from chatward_langchain.calls import HeldCalls
from chatward_langchain.leaves import LOGPROBS, Reader, is_mapping, is_structure, map_block
from chatward_langchain.prose import Prose, Spot, Stream
from chatward_langchain.signatures import is_thought, struck_out
from chatward_langchain.tails import provider_of, spread

_PROSE_FIELDS = ("text", "reasoning", "thinking")
_BARE = Spot()
_THOUGHTS = Spot("reasoning_content")


class AnswerStream:
    """One streamed answer on its way through the guard."""

    def __init__(
        self,
        open_stream: Callable[[], Stream],
        run: Callable[[Steps[None]], None] | None = None,
    ) -> None:
        """Take what the answer needs.

        Args:
            open_stream: Opens a stream of the guard's for a text.
            run: Walks to the end; with it, what was attached to an answer that is cut off is on
                record all the same.

        """
        self._prose = Prose(open_stream)
        self._run = run
        self._reader = Reader("model")
        self._attached = AttachedChunks(self._reader)
        self._types: dict[Spot, str | None] = {}
        self._calls = HeldCalls()
        self._held: list[AIMessageChunk] = []
        self._logprobs: list[AIMessageChunk] = []
        self._id: str | None = None
        self._provider: dict[str, Any] = {}
        self._listed = False
        self._refused = False  # some providers say more than once that a chunk is the last

    @property
    def blocked(self) -> Decision | None:
        """The first decision that refused a part of the answer; known once finished."""
        return self._prose.blocked or self._reader.blocked

    def feed(self, chunk: AIMessageChunk) -> Steps[list[AIMessageChunk]]:
        """Take a chunk; return the chunks to pass on instead."""
        self._id = chunk.id or self._id
        yield from long_work(chunk.content)
        self._provider = provider_of(chunk) or self._provider
        chunk = yield from self._attached.screen(chunk)
        self._calls.hold(chunk)
        body: dict[str, Any] = {
            "content": self._content(chunk.content),
            "additional_kwargs": self._kwargs(chunk),
        }
        rest: dict[str, Any] = {
            "id": chunk.id,
            "name": (yield from self._reader.glance(chunk.name)) if chunk.name else chunk.name,
            "usage_metadata": chunk.usage_metadata,
            "response_metadata": (yield from self.metadata(chunk.response_metadata)),
        }
        if chunk.chunk_position != "last":
            return [AIMessageChunk(**body, **rest)]
        rest["response_metadata"] = {**self._provider, **rest["response_metadata"]}
        tail = yield from self.finish()
        empty: Any = [] if self._listed else ""
        return [
            AIMessageChunk(**body, id=chunk.id, response_metadata=self._provider),
            *(spread(tail) if tail is not None else []),
            AIMessageChunk(content=empty, chunk_position="last", **rest),
        ]

    def metadata(self, metadata: dict[str, Any] | None) -> Steps[dict[str, Any]]:
        """Guard what a provider says about a chunk; probabilities wait for the end."""
        if not metadata:
            return {}
        probable = {key: metadata[key] for key in LOGPROBS if metadata.get(key)}
        if probable:
            self._logprobs.append(AIMessageChunk(content="", response_metadata=probable))
        rest = without_logprobs(metadata)
        guarded: dict[str, Any] = yield from map_block(rest, self._reader, self._reader.glance)
        return guarded

    def finish(self) -> Steps[AIMessageChunk | None]:
        """Return one chunk with all that was held back; None when there was nothing."""
        thoughts, content = self._finish_prose()
        yield from self._attached.finish()
        held = yield from self._finish_held()
        calls = yield from self._calls.finish(self._reader)
        kwargs = {**thoughts, **held.additional_kwargs}
        metadata = self._closing_metadata()
        if self.blocked is not None:
            calls, kwargs = [], thoughts
            content += self._late_refusal()
            self._refused = True
        elif held.content:
            content += held.content if isinstance(held.content, list) else [held.content]
        if not (content or calls or kwargs or metadata):
            return None
        return AIMessageChunk(
            content=content if self._listed else "".join(content),
            additional_kwargs=kwargs,
            response_metadata={**self._provider, **metadata},
            tool_call_chunks=calls,
            id=self._id,
        )

    def close(self) -> None:
        """Finish what is open, for the record; what was held back is never sent."""
        self._prose.finish()
        if self._attached.untold and self._run is not None:
            self._run(self._attached.finish())

    def _content(self, content: Any) -> Any:
        if isinstance(content, str):
            return self._prose.feed(_BARE, content)
        self._listed = True
        live: list[Any] = []
        for block in content:
            bare = isinstance(block, str)
            live += [self._prose.feed(_BARE, block)] if bare else self._block(block)
        return live

    def _block(self, block: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the part of a block that can pass now; hold the other."""
        field = next((key for key in _PROSE_FIELDS if isinstance(block.get(key), str)), None)
        held = {key for key in block if key != field and not is_structure(key, block)}
        if "signature" in block and is_thought(block) and (field or _is_of(block, self._types)):
            held.add("signature")  # it may not fit in the end
        if field is None:
            if not held:
                return [block]
            self._held.append(AIMessageChunk(content=[block]))
            return []
        if held:
            rest = {key: block[key] for key in block if key in held or key in ("type", "index")}
            self._held.append(AIMessageChunk(content=[rest]))
        live = {key: block[key] for key in block if key not in held}
        return [{**live, field: self._prose.feed(self._spot(field, block), block[field])}]

    def _spot(self, field: str, block: dict[str, Any]) -> Spot:
        """Return where the text of a block goes: langchain-core joins blocks by index alone."""
        index, kind = block.get("index"), block.get("type")
        spot = Spot(field, kind if index is None else None, index)
        self._types.setdefault(spot, kind)
        return spot

    def _kwargs(self, chunk: AIMessageChunk) -> dict[str, Any]:
        kwargs = dict(chunk.additional_kwargs)
        thoughts = kwargs.pop(_THOUGHTS.field, None)
        if kwargs:
            self._held.append(AIMessageChunk(content="", additional_kwargs=kwargs))
        if not isinstance(thoughts, str):
            return {}
        return {_THOUGHTS.field: self._prose.feed(_THOUGHTS, thoughts)}

    def _finish_prose(self) -> tuple[dict[str, Any], list[Any]]:
        thoughts: dict[str, Any] = {}
        content: list[Any] = []
        for spot, text in self._prose.finish():
            if spot == _THOUGHTS:
                thoughts[spot.field] = text
            elif spot == _BARE:
                content.append(text)
            else:
                place = {"type": self._types.get(spot), "index": spot.index}
                known = {key: value for key, value in place.items() if value is not None}
                content.append({**known, spot.field: text})
        return thoughts, content

    def _finish_held(self) -> Steps[AIMessageChunk]:
        chunks, self._held = self._held, []
        joined = _joined(chunks)
        argument = self._reader.argument
        content = yield from map_block(self._signed(joined.content), self._reader, argument)
        kwargs = yield from map_block(joined.additional_kwargs, self._reader, argument)
        return AIMessageChunk(content=content, additional_kwargs=kwargs)

    def _signed(self, content: Any) -> Any:
        """Strike out the signatures of thoughts that were changed."""
        if isinstance(content, str):
            return content
        return [struck_out(block) if self._is_stale(block) else block for block in content]

    def _is_stale(self, block: Any) -> bool:
        return is_mapping(block) and is_thought(block) and _is_of(block, self._prose.changed)

    def _closing_metadata(self) -> dict[str, Any]:
        probable, self._logprobs = self._logprobs, []
        if self.blocked is not None:
            return {} if self._refused else stamp(self.blocked)
        if self._prose.changed or self._reader.changed:
            return {}
        return dict(_joined(probable).response_metadata)

    def _late_refusal(self) -> list[Any]:
        """Return the refusal when no stream has said it: what was refused was held back."""
        said = self._refused or self._prose.blocked is not None
        if said or self._reader.blocked is None:
            return []
        text = self._reader.blocked.text
        return [{"type": "text", "text": text}] if self._listed else [text]


def _is_of(block: Mapping[str, Any], spots: Iterable[Spot]) -> bool:
    """Tell whether text of the same block went to one of these places."""
    index = block.get("index")
    kind = block.get("type") if index is None else None
    return any((spot.type, spot.index) == (kind, index) for spot in spots)


def _joined(chunks: list[AIMessageChunk]) -> AIMessageChunk:
    """Join chunks as langchain-core does, all at once."""
    first, *others = chunks or [AIMessageChunk(content="")]
    return first + others if others else first
