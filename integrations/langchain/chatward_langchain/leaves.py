"""Walk values that hold text: strings, JSON, content blocks, pydantic objects.

Nothing is changed in place; what does not change is handed back as the same object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeGuard
from uuid import UUID

from pydantic import BaseModel, ValidationError

from chatward import Decision
from chatward_langchain.asking import Ask, Steps, long_work, refuses
from chatward_langchain.json_text import parsed
from chatward_langchain.signatures import is_thought, struck_out

# No detector of personal data or secrets matches fewer digits.
_SHORTEST_NUMBER = 7
_LONGEST_FIELD = 7
# What is under these keys belongs to a tool or a schema: every leaf and key of it is looked at,
# and a string is JSON by the provider's contract, with escapes that hide text.
_JSON_KEYS = frozenset(
    {"arguments", "args", "input", "output", "parsed", "partial_json", "result", "results"}
)
# Programs follow these, so nothing can be put round them.
_ADDRESSES = frozenset({"file_uri", "fileUri", "image_url", "uri", "url"})
# Tokens with their probabilities: dropped where the text was changed, never read one by one.
LOGPROBS = frozenset({"logprobs", "logprobs_result"})
# What a provider or the framework writes to route and sign a block; never prose.
_STRUCTURE = frozenset(
    {
        "cache_control",
        "call_id",
        "created",
        "detail",
        "file_id",
        "finish_reason",
        "id",
        "index",
        "lc_source",
        "media_type",
        "mime_type",
        "model",
        "model_name",
        "model_provider",
        "object",
        "output_version",
        "role",
        "service_tier",
        "source_type",
        "status",
        "stop_reason",
        "system_fingerprint",
        "tool_call_id",
        "tool_use_id",
        "type",
    }
)
# Bytes in disguise, where they look like it and nobody says that they are text.
_ENCODED = frozenset({"base64", "data", "encrypted_content", "signature", "thought_signature"})
_BASE64 = re.compile(r"[A-Za-z0-9+/_=\r\n-]{64,}")
# What holds no text, or none that anybody reads.
PLAIN = (int, float, complex, bytes, date, time, timedelta, Decimal, UUID, Enum, type(None))


class Reader:
    """Asks about the texts of one message; the same text twice is one question.

    Attributes:
        origin: Who wrote the message.
        blocked: The first decision that refused a text; None when none did.
        edits: How many texts were changed.
        own: Whether the user himself brings up what they hold; None = as the origin says.
        source: What they came from, where the origin does not tell.

    """

    def __init__(self, origin: str, *, show: Callable[[str], str] = str, source: str = "") -> None:
        self.origin = origin
        self.source = source
        self.own: bool | None = None
        self.blocked: Decision | None = None
        self.edits = 0
        self._show = show
        self._decided: dict[tuple[str, bool], Decision] = {}

    @property
    def changed(self) -> bool:
        """Whether any text was changed."""
        return self.edits > 0

    def read(self, text: str) -> Steps[str]:
        """Return what to pass on instead of a passage of prose.

        What was said earlier comes with every turn, so it is on record again only when
        something is done about it.
        """
        if not text:
            return text
        quiet = self.origin == "history"
        decision = yield from self._decide(
            Ask(text, self.origin, quiet=quiet, own=self.own, source=self.source)
        )
        return self._show(_same(text, decision.text))

    def glance(self, text: str) -> Steps[str]:
        """Return what to pass on instead of a name, a key or a value of an argument.

        On record only when something is done about it.
        """
        if not text:
            return text
        decision = yield from self._decide(
            Ask(text, self.origin, bare=True, quiet=True, own=self.own, source=self.source)
        )
        return _same(text, decision.text)

    def argument(self, text: str) -> Steps[str]:
        """Return what to pass on instead of a value that a program will read."""
        if not text:
            return text
        decision = yield from self._decide(
            Ask(text, self.origin, bare=True, own=self.own, source=self.source)
        )
        return _same(text, decision.text)

    def remember(self, text: str, decision: Decision) -> None:
        """Take over a decision made elsewhere, so that the text is not asked about again."""
        self._decided[text, False] = decision

    def _decide(self, ask: Ask) -> Steps[Decision]:
        key = ask.text, ask.bare
        decision = self._decided.get(key)
        if decision is None:
            decision = self._decided[key] = yield ask
        self.edits += decision.text != ask.text
        if refuses(decision) and self.blocked is None:
            self.blocked = decision
        return decision


Read = Callable[[str], Steps[str]]


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a value has keys."""
    return isinstance(value, Mapping)


def is_items(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Tell whether a value is a list of values."""
    return isinstance(value, (list, tuple))


def is_structure(key: str, block: Mapping[str, Any]) -> bool:
    """Tell whether a member of a block is there for programs only: no words, or encoded bytes."""
    if key in _STRUCTURE:
        return True
    member = block[key]
    if not isinstance(member, str):
        return False
    if key in _ENCODED:
        media = str(block.get("media_type") or block.get("mime_type") or "")
        return not media.startswith("text/") and _BASE64.fullmatch(member) is not None
    return member.startswith("data:") and ";base64," in member[:256]


def map_json(value: Any, read: Read, keys: Read) -> Steps[Any]:
    """Read every string of a JSON value, numbers long enough to be one, and the keys."""
    if isinstance(value, str):
        return (yield from read(value))
    if is_mapping(value):
        return (yield from _map_members(value, read, keys))
    if is_items(value):
        return (yield from map_items(value, lambda item: map_json(item, read, keys)))
    if isinstance(value, BaseModel):
        return (yield from map_model(value, read, keys))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (yield from _map_number(value, keys))
    return value if isinstance(value, PLAIN) else None


def map_items(items: Any, step: Callable[[Any], Steps[Any]]) -> Steps[Any]:
    """Walk a list or tuple; the same one comes back when nothing in it changed."""
    new: list[Any] = []
    for item in items:
        new.append((yield from step(item)))  # noqa: PERF401 (a comprehension cannot yield)
    if all(a is b for a, b in zip(items, new, strict=True)):
        return items
    return tuple(new) if isinstance(items, tuple) else new


def map_model(value: BaseModel, read: Read, keys: Read) -> Steps[Any]:
    """Read the fields of a pydantic object.

    An object that no longer fits its own class, such as one with a validated e-mail field,
    comes back as a dict.
    """
    old = value.model_dump(mode="json")
    new = yield from map_json(old, read, keys)
    if new == old:
        return value
    try:
        return type(value).model_validate_json(json.dumps(new))
    except ValidationError:
        return new


def map_json_text(text: str, reader: Reader) -> Steps[str]:
    """Read the leaves of a text that is JSON, or the text itself when it is not.

    JSON cut short is completed the way langchain-core does it, because it will be.
    """
    yield from long_work(text)
    value, whole = parsed(text)
    if value is None or not (whole or isinstance(value, (dict, list))):
        return (yield from reader.argument(text))
    new = yield from map_json(value, reader.argument, reader.glance)
    return text if whole and new == value else json.dumps(new)


def map_block(value: Any, reader: Reader, prose: Read) -> Steps[Any]:
    """Read a content block or a message's extra fields, leaving out what is structure."""
    if isinstance(value, str):
        return (yield from prose(value))
    if is_items(value):
        return (yield from map_items(value, lambda item: map_block(item, reader, prose)))
    if isinstance(value, BaseModel):
        return (yield from map_model(value, reader.argument, reader.glance))
    if not is_mapping(value):
        return value if isinstance(value, PLAIN) else None
    edits = reader.edits
    new: dict[Any, Any] = {}
    for key in value:
        name = key if _is_field(key) else (yield from reader.glance(key))
        new[_free(name, new)] = yield from _map_member(key, value, reader, prose)
    if reader.edits > edits and is_thought(value):
        return struck_out(new)
    same = list(new) == list(value) and all(new[key] is value[key] for key in value)
    return value if same else new


def _is_field(key: Any) -> bool:
    """Tell a field's name, too short to be anything else, from a key that somebody wrote."""
    return not isinstance(key, str) or (len(key) <= _LONGEST_FIELD and key.isidentifier())


def _map_member(key: str, block: Mapping[str, Any], reader: Reader, prose: Read) -> Steps[Any]:
    member = block[key]
    if key in LOGPROBS or is_structure(key, block):
        return member
    if key in _JSON_KEYS:
        if isinstance(member, str):
            return (yield from map_json_text(member, reader))
        return (yield from map_json(member, reader.argument, reader.glance))
    if key in _ADDRESSES and isinstance(member, str):
        return (yield from reader.argument(member))
    if key == "name" and isinstance(member, str):
        return (yield from reader.glance(member))
    return (yield from map_block(member, reader, prose))


def _map_members(value: Mapping[Any, Any], read: Read, keys: Read) -> Steps[Mapping[Any, Any]]:
    new: dict[Any, Any] = {}
    for key, member in value.items():
        name = (yield from keys(key)) if isinstance(key, str) else key
        new[_free(name, new)] = yield from map_json(member, read, keys)
    same = list(new) == list(value) and all(new[key] is value[key] for key in value)
    return value if same else new


def _map_number(value: float, keys: Read) -> Steps[Any]:
    digits = str(value)
    if sum(char.isdigit() for char in digits) < _SHORTEST_NUMBER:
        return value
    shown = yield from keys(digits)
    return value if shown == digits else shown


def _free(name: Any, taken: Mapping[Any, Any]) -> Any:
    """Number a key that redaction made equal to another one, so that neither is lost."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    return free


def _same(old: str, new: str) -> str:
    """Return the old object when the text is equal, so that unchanged messages stay themselves."""
    return old if new == old else new
