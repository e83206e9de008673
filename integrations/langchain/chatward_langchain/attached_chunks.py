"""The attachments of a streamed answer.

What is done with them depends on who made them and not on what they are. So it is foretold when
the first one appears, and goes on record when all of them are counted: at the end, or when the
stream is cut off.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from langchain_core.messages import AIMessageChunk

from chatward import Decision
from chatward_langchain.asking import Ask, Attached, Steps, refuses
from chatward_langchain.attached import ask_about, passes
from chatward_langchain.leaves import Reader, is_items, is_mapping
from chatward_langchain.media import (
    attachments_in,
    kind_of,
    left_out,
    sound_in,
    without_attachments,
    words_in,
)


class AttachedChunks:
    """Lets the attachments of one answer pass, leaves them out, or ends the answer.

    Args:
        reader: Asks on behalf of the model.

    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._fate: Decision | None = None
        self._seen: Counter[str] = Counter()
        self._places: dict[Any, bool] = {}  # by index; whether the line stands there
        self._sound = _Sound()
        self._told = True

    @property
    def untold(self) -> bool:
        """Whether there are attachments that are not on record."""
        return not self._told

    def screen(self, chunk: AIMessageChunk) -> Steps[AIMessageChunk]:
        """Return the chunk to go on with."""
        if self._fate is not None and refuses(self._fate):
            return _emptied(chunk)
        here = self._begin_in(chunk)
        if here:
            self._seen.update(here)
            self._told = False
        if not self._seen:
            self._sound.after_text = self._sound.after_text or bool(chunk.content)
            return chunk
        if self._fate is None:
            self._fate = yield Ask("", self._reader.origin, attached=self._kinds, foretold=True)
        if passes(self._fate):
            return chunk
        if refuses(self._fate):
            yield from self.finish()
            return _emptied(chunk)
        return self._without(chunk)

    def finish(self) -> Steps[None]:
        """Put on record what there was."""
        if not self._told:
            self._told = True
            yield from ask_about(self._kinds, self._reader)

    @property
    def _kinds(self) -> Attached:
        return tuple(sorted(self._seen.items()))

    def _begin_in(self, chunk: AIMessageChunk) -> Counter[str]:
        """Count the attachments that begin in a chunk: pieces of one are joined by index."""
        begun: Counter[str] = Counter()
        for block in chunk.content if is_items(chunk.content) else ():
            if _index(block) in self._places:
                continue
            begun.update(dict(attachments_in([block])))
            if kind_of(block) is not None and _index(block) is not None:
                self._places[_index(block)] = False
        if sound_in(chunk.additional_kwargs) is not None and not self._sound.begun:
            self._sound.begun = True
            begun["audio"] += 1
        return begun

    def _without(self, chunk: AIMessageChunk) -> AIMessageChunk:
        content: Any = chunk.content
        if is_items(content):
            content = [new for block in content if (new := self._bare(block)) is not None]
        else:
            self._sound.after_text = self._sound.after_text or bool(content)
        sound = sound_in(chunk.additional_kwargs)
        if sound is None:
            return chunk.model_copy(update={"content": content})
        extra = {key: each for key, each in chunk.additional_kwargs.items() if key != "audio"}
        said = self._sound.said(words_in(sound))
        if is_items(content):
            content = [*content, *([{"type": "text", "text": said}] if said else [])]
        else:
            content += said
        return chunk.model_copy(update={"content": content, "additional_kwargs": extra})

    def _bare(self, block: Any) -> Any:
        """Return a block without attachments; None in the place of a further piece of one."""
        index = _index(block)
        if index not in self._places:
            return without_attachments(block)
        if self._places[index]:
            return None
        self._places[index] = True
        return without_attachments(block)


class _Sound:
    """What stands in the place of a spoken answer: a line, and the words as they come.

    Attributes:
        begun: Whether there is one.
        after_text: Whether there was text before it.

    """

    def __init__(self) -> None:
        self.begun = False
        self.after_text = False
        self._named = False
        self._worded = False

    def said(self, words: str) -> str:
        """Return what to say for a further piece."""
        line = "" if self._named else ("\n" if self.after_text else "") + left_out("audio")
        gap = "\n" if words and not self._worded else ""
        self._named, self._worded = True, self._worded or bool(words)
        return line + gap + words


def _index(block: Any) -> Any:
    return block.get("index") if is_mapping(block) else None


def _emptied(chunk: AIMessageChunk) -> AIMessageChunk:
    """Return a chunk that says nothing any more, but what the provider says about the answer."""
    return AIMessageChunk(
        content=[] if is_items(chunk.content) else "",
        id=chunk.id,
        name=chunk.name,
        usage_metadata=chunk.usage_metadata,
        response_metadata=chunk.response_metadata,
        chunk_position=chunk.chunk_position,
    )
