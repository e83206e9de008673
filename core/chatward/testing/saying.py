"""What a thing says: every text that is in it, for a search.

A `repr` alone is not enough: many objects hide what they hold, and what is hidden from a reader is
still in memory, in a pickle, in a dump. So containers and attributes are looked into as well.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, MethodType, ModuleType
from typing import cast

_LISTS = (list, tuple, set, frozenset, deque)
_MOST_THINGS = 200_000
# Looked at by their repr only: what hangs on them is the program, not what it holds.
_CLOSED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, CodeType, FrameType)
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file


def texts_of(thing: object) -> Iterator[str]:
    """Yield every text in a thing: its own, its repr's, its parts'.

    Args:
        thing: A text, bytes, a `Path` (a file with what SQLite keeps beside it, or a folder with
            all files below), an exception, or any object.

    Raises:
        FileNotFoundError: Nothing lies at the path.
        ValueError: The thing holds more than 200,000 others.

    """
    if isinstance(thing, Path):
        yield from _files(thing)
    else:
        yield from _walk(thing)


def _files(path: Path) -> Iterator[str]:
    if not path.exists():
        raise FileNotFoundError(f"nothing lies at the watched path {path.name!r}")
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file())
    else:
        beside = (path.with_name(path.name + end) for end in _BESIDE)
        files = [path, *(each for each in beside if each.exists())]
    for file in files:
        yield file.name
        yield _decoded(file.read_bytes())


def _walk(first: object) -> Iterator[str]:
    seen: dict[int, object] = {}  # holds the things, so that no id is given to another one
    left = [first]
    while left:
        thing = left.pop()
        if isinstance(thing, (str, bytes, bytearray)):
            yield thing if isinstance(thing, str) else _decoded(bytes(thing))
            continue
        if thing is None or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if len(seen) > _MOST_THINGS:
            raise ValueError(f"a watched {type(first).__name__} holds too much to look through")
        yield from _shown(thing)
        left += _parts(thing)


def _shown(thing: object) -> Iterator[str]:
    """Yield what a thing shows of itself; of a container, how its texts stand together."""
    if isinstance(thing, Mapping):
        pairs = cast("Mapping[object, object]", thing).items()
        yield "\n".join(f"{key}: {said!r}" for key, said in pairs if _is_text(said))
    elif isinstance(thing, _LISTS):
        items = cast("Iterable[object]", thing)
        yield ", ".join(repr(said) for said in items if _is_text(said))
    else:
        yield from dict.fromkeys(filter(None, (_try(repr, thing), _try(str, thing))))
    if isinstance(thing, BaseException):
        yield "".join(traceback.format_exception(thing))


def _is_text(thing: object) -> bool:
    return isinstance(thing, (str, bytes))


def _try(show: Callable[[object], str], thing: object) -> str:
    try:
        return show(thing)
    except Exception:  # noqa: BLE001 (a thing that cannot be shown shows nothing)
        return ""


def _parts(thing: object) -> list[object]:
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, _LISTS):
        return list(cast("Iterable[object]", thing))
    if isinstance(thing, _CLOSED):
        return []
    parts: list[object] = list(getattr(thing, "__dict__", {}).values())
    for owner in type(thing).__mro__:
        slots: str | tuple[str, ...] = getattr(owner, "__slots__", ())
        names = (slots,) if isinstance(slots, str) else slots
        parts += [getattr(thing, name, None) for name in names]
    if isinstance(thing, BaseException):
        parts += [thing.args, thing.__cause__, thing.__context__]
    return parts


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
