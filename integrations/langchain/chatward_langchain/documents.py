"""Guard documents: their text, their metadata, and a transformer for the way into a store.

What is cleaned before it is stored and embedded never has to be cleaned again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from numbers import Number
from typing import Any, Literal, TypeGuard

from langchain_core.documents import BaseDocumentTransformer, Document

from chatward import Decision, Guard
from chatward.decision import Door
from chatward_langchain.answers import stamp
from chatward_langchain.asking import Ask, Steps, Turn, refuses
from chatward_langchain.attached import screen_metadata
from chatward_langchain.leaves import Reader, is_items, is_mapping, map_items, map_json

Withheld = Literal["drop", "mark"]

_BATCH = 16


class GuardDocumentTransformer(BaseDocumentTransformer):
    """Guard documents before they are split, embedded and stored.

    Personal data and secrets in text and metadata are taken out as the policy says about the
    origin, and documents that give a model orders are dropped or marked. Stored texts are never
    put between marks: that is done when they are read.

    Args:
        guard: The guard.
        origin: Whose texts the policy should take them for: with "training", as the default
            policy has it, personal data is redacted for good; with "document" and a
            conversation it is pseudonymised.
        conversation: Id of the conversation whose pseudonyms are used; None = redacted.
        withheld: "drop" leaves a refused document out; "mark" puts the policy's notice in the
            place of its text, and the decision into its metadata under "chatward".

    Raises:
        ValueError: `withheld` is neither.

    """

    def __init__(
        self,
        guard: Guard,
        origin: str = "training",
        *,
        conversation: str | None = None,
        withheld: Withheld = "drop",
    ) -> None:
        self._turn = Turn(guard, Door("langchain-ingestion"), conversation)
        self._origin = origin
        self._withheld: Withheld = checked(withheld)

    def transform_documents(
        self, documents: Sequence[Document], **kwargs: Any
    ) -> Sequence[Document]:
        """Return the guarded documents, in order; the ones handed in are not changed."""
        return [new for each in documents if (new := self._turn.run(self._steps(each)))]

    async def atransform_documents(
        self, documents: Sequence[Document], **kwargs: Any
    ) -> Sequence[Document]:
        """Return the guarded documents, in batches off the event loop."""
        guarded: list[Document] = []
        for batch in _batches(documents):
            guarded += await asyncio.to_thread(self.transform_documents, batch)
        return guarded

    def __repr__(self) -> str:
        return f"{type(self).__name__}(origin={self._origin!r}, withheld={self._withheld!r})"

    def _steps(self, document: Document) -> Steps[Document | None]:
        reader = Reader(self._origin)
        reader.blocked = yield from self._order_in(document.page_content)
        if reader.blocked is not None:
            return (yield from withhold(document, reader, self._withheld))
        return (
            yield from guard_document(document, reader, withheld=self._withheld, spotlight=False)
        )

    def _order_in(self, text: str) -> Steps[Decision | None]:
        """Return the decision that refuses a text because it gives orders.

        Policies seldom speak of orders in training texts; a document they would refuse once it
        is retrieved need not be stored. It is asked about twice only where that is so.
        """
        if not text or self._origin == "document":
            return None
        seen = self._turn.guard.preview(text, origin="document", door=self._turn.door)
        if not refuses(seen):
            return None
        decision = yield Ask(text, "document")
        return decision if refuses(decision) else None


def guard_document(
    document: Document, reader: Reader, *, withheld: Withheld, spotlight: bool
) -> Steps[Document | None]:
    """Guard a document; return what to pass on, or None where it is dropped.

    Args:
        document: It is not changed.
        reader: Asks about its texts.
        withheld: What is done with a refused one.
        spotlight: Whether the text may be put between marks; never done to metadata.

    """
    prose = reader.read if spotlight else reader.argument
    text = yield from prose(document.page_content)
    fields = yield from _clean_fields(document, reader)
    if reader.blocked is not None:
        return _withheld(document, reader.blocked, fields, withheld)
    return _changed(document, {"page_content": text, **fields})


def withhold(document: Document, reader: Reader, withheld: Withheld) -> Steps[Document | None]:
    """Return what stands for a document whose text the reader's decision has refused."""
    assert reader.blocked is not None
    if withheld == "drop":
        return None
    fields = yield from _clean_fields(document, reader)
    return _withheld(document, reader.blocked, fields, withheld)


def map_metadata(value: Any, reader: Reader) -> Steps[Any]:
    """Read every string and key of a value that programs read; scores of any type stay."""
    if is_mapping(value):
        return (yield from _map_members(value, reader))
    if is_items(value):
        return (yield from map_items(value, lambda item: map_metadata(item, reader)))
    if is_set(value):
        return set((yield from map_metadata(list(value), reader)))
    if isinstance(value, Document):
        return (yield from guard_document(value, reader, withheld="mark", spotlight=False))
    if not isinstance(value, (int, float)) and isinstance(value, Number):
        return value  # numpy's, say: a float32 is no float
    return (yield from map_json(value, reader.glance, reader.glance))


def _map_members(value: Mapping[Any, Any], reader: Reader) -> Steps[dict[Any, Any]]:
    new: dict[Any, Any] = {}
    for key, member in value.items():
        name = (yield from reader.glance(key)) if isinstance(key, str) else key
        while name in new:  # redaction made it equal to another one
            name = f"{name}_"
        new[name] = yield from map_metadata(member, reader)
    return new


def is_set(value: Any) -> TypeGuard[set[Any] | frozenset[Any]]:
    """Tell whether a value is a set."""
    return isinstance(value, (set, frozenset))


def checked(withheld: Withheld) -> Withheld:
    """Return what is done with refused documents.

    Raises:
        ValueError: It is neither "drop" nor "mark".

    """
    if withheld not in ("drop", "mark"):
        raise ValueError(f"withheld={withheld!r}: use 'drop' or 'mark'")
    return withheld


def _clean_fields(document: Document, reader: Reader) -> Steps[dict[str, Any]]:
    screened = yield from screen_metadata(document.metadata, reader)
    metadata = yield from map_metadata(screened, reader)
    name = (yield from reader.glance(document.id)) if document.id else document.id
    return {"metadata": metadata, "id": name}


def _withheld(
    document: Document, decision: Decision, fields: Mapping[str, Any], withheld: Withheld
) -> Document | None:
    if withheld == "drop":
        return None
    metadata = {**fields["metadata"], **stamp(decision)}
    update = {**fields, "metadata": metadata, "page_content": decision.text}
    return _changed(document, update)


def _changed(document: Document, fields: dict[str, Any]) -> Document:
    return document.model_copy(update=fields)


def _batches(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    for start in range(0, len(documents), _BATCH):
        yield documents[start : start + _BATCH]
