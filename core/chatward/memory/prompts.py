"""System prompts, in versions, with what tests of them have shown; encrypted, kept for ever."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

import msgspec

from chatward.errors import StoreError, nearest
from chatward.memory.keys import Keyring
from chatward.memory.lasting import PROMPTS, Contents, LastingDrawer
from chatward.memory.ports import Store
from chatward.memory.records import DAMAGED

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ATTEMPTS = 50
"""Every failed attempt is a version that another process kept."""

_DIGEST_CHARS = 16
_TEXT, _RESULT = "text", "result"


@dataclass(frozen=True, slots=True)
class PromptResult:
    """What one test of a prompt has shown.

    Attributes:
        when: Clock time, seconds since the epoch.
        rows: Attacks there were.
        asked: Attacks that the model answered to the end.
        leaked: Attacks after which an answer gave the prompt or a canary away.
        blocked: Attacks that the guard would have stopped before they reached the model.
        model: What was asked, as the tester calls it.
        digest: Of the prompt that was tested.

    """

    when: float
    rows: int
    asked: int
    leaked: int
    blocked: int
    model: str
    digest: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt.

    Attributes:
        name: What it is called.
        version: From 1 on.
        text: The prompt; not in the repr.
        note: What was said about it when it was kept.
        since: Clock time of that, seconds since the epoch.
        digest: Keyed digest of the text; the same for the same text in one store.
        results: What tests of this version have shown, the oldest first.

    """

    name: str
    version: int
    text: str = field(repr=False)
    note: str
    since: float
    digest: str
    results: tuple[PromptResult, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A prompt as it is sealed; its text as UTF-8, lone surrogates included."""

    text: bytes
    note: str
    since: float


class Prompts:
    """Keeps prompts, over a store."""

    def __init__(self, store: Store, keys: Keyring) -> None:
        self._drawer = LastingDrawer(store, keys, PROMPTS)

    def keep(self, name: str, text: str, *, note: str = "", now: float) -> Prompt:
        """Keep a prompt as the next version of its name; return it.

        A text that is the newest version already is not kept again.

        Args:
            name: Letters, digits, dots, dashes and underscores, 64 at most.
            text: Any string that is not blank.
            note: What is new; no secret belongs into it.
            now: Clock time, seconds since the epoch.

        Raises:
            StoreError: The store failed, the name is none, or the text is blank.
            KeyringError: The store was written under another master key.

        """
        _check(name, text)
        record = msgspec.msgpack.encode(_Kept(text.encode("utf-8", "surrogatepass"), note, now))
        for _ in range(_ATTEMPTS):
            newest = self._newest(name)
            if newest is not None and newest.text == text:
                return newest
            version = 1 if newest is None else newest.version + 1
            if self._put(f"{_TEXT}:{name}:{version}", record):
                return self.get(name, version)
        msg = "other processes keep versions of the same prompt all the time"
        raise StoreError(msg)

    def get(self, name: str, version: int | None = None) -> Prompt:
        """Return a prompt; the newest version unless one is named.

        Raises:
            StoreError: The store failed, is damaged, or has no such prompt.
            KeyringError: The store was written under another master key.

        """
        contents = self._drawer.contents()
        versions = _versions(contents)
        if contents is None or name not in versions:
            msg = f"no prompt of this name is kept.{nearest(name, versions)}"
            raise StoreError(msg)
        chosen = max(versions[name]) if version is None else version
        if chosen not in versions[name]:
            msg = f"prompt {name!r} has no version {chosen}; the newest is {max(versions[name])}"
            raise StoreError(msg)
        return _prompt_in(contents, name, chosen)

    def all(self) -> list[Prompt]:
        """Return every version of every prompt, by name and version.

        Raises:
            StoreError: The store failed, or is damaged.
            KeyringError: The store was written under another master key.

        """
        contents = self._drawer.contents()
        if contents is None:
            return []
        versions = sorted(_versions(contents).items())
        return [_prompt_in(contents, name, each) for name, numbers in versions for each in numbers]

    def add_result(self, prompt: Prompt, result: PromptResult) -> None:
        """Keep what a test of a version has shown.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        name = f"{_RESULT}:{prompt.name}:{prompt.version}:{secrets.token_hex(8)}"
        self._put(name, msgspec.msgpack.encode(result))

    def _newest(self, name: str) -> Prompt | None:
        contents = self._drawer.contents()
        numbers = _versions(contents).get(name)
        if contents is None or numbers is None:
            return None
        return _prompt_in(contents, name, numbers[-1])

    def _put(self, name: str, record: bytes) -> bool:
        """Put a record there unless one lies there already; tell which."""
        return self._drawer.put(lambda _: name, lambda _, was: record if was is None else None)


def _check(name: str, text: str) -> None:
    if not _NAME.fullmatch(name):
        msg = "a prompt's name is 1 to 64 letters, digits, dots, dashes and underscores"
        raise StoreError(msg)
    if not text.strip():
        msg = f"prompt {name!r}: a blank text is no prompt"
        raise StoreError(msg)


def _versions(contents: Contents | None) -> dict[str, list[int]]:
    """Return the numbers of the versions there are of each prompt, the oldest first."""
    versions: dict[str, list[int]] = {}
    for field_name in contents.sealed if contents else ():
        what, name, *rest = field_name.split(":")
        if what == _TEXT:
            versions.setdefault(name, []).append(int(rest[0]))
    return {name: sorted(numbers) for name, numbers in versions.items()}


def _prompt_in(contents: Contents, name: str, version: int) -> Prompt:
    kept = msgspec.msgpack.decode(_open(contents, f"{_TEXT}:{name}:{version}"), type=_Kept)
    text = kept.text.decode("utf-8", "surrogatepass")
    digest = contents.key.name_of("prompt", text, exact=True)[:_DIGEST_CHARS]
    results = tuple(sorted(_results(contents, name, version), key=attrgetter("when")))
    return Prompt(name, version, text, kept.note, kept.since, digest, results)


def _results(contents: Contents, name: str, version: int) -> Iterator[PromptResult]:
    start = f"{_RESULT}:{name}:{version}:"
    for each in contents.sealed:
        if each.startswith(start):
            yield msgspec.msgpack.decode(_open(contents, each), type=PromptResult)


def _open(contents: Contents, name: str) -> bytes:
    plain = contents.opened(name)
    if plain is None:
        raise StoreError(DAMAGED.format(PROMPTS))
    return plain
