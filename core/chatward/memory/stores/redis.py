"""Memory in Redis or Valkey: shared by many machines.

A drawer is one hash, `chatward:{OWNER}:ROOM`; the braces keep an owner's drawers on one node.
Its fields are stored as `f:NAME`, when it was touched as `t`, and by whom as `w`: a random mark
of the write, by which a write that is sent again knows that it was made the first time.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chatward.memory.ports import Change, Drawer
from chatward.memory.stores.redis_link import RedisLink

_PREFIX = "chatward:{"
_MIDDLE = "}:"
_BATCH = 1000

# Redis counts in whole milliseconds and cannot count further than this; 285,000 years are forever.
_LONGEST_MS = 2**53

_PERSISTS = b"forever"
_KEEPS = b""


class _Script:
    def __init__(self, text: str) -> None:
        self.text = text
        self.name = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


# One key and one field for each value asked for.
_READ = _Script(
    """
local found = {}
for i = 1, #KEYS do found[i] = redis.call('HGET', KEYS[i], ARGV[i]) end
return found
"""
)

# All fields and values of one key, by turns.
_ROOM = _Script("return redis.call('HGETALL', KEYS[1])")

# ARGV: touched, mark of the write, number of rooms written to (the first of KEYS);
# the life of each of KEYS; then for each change: number of its key, field, was, now, where
# "-" is nothing and "+..." a value.
_WRITE = _Script(
    """
local written, first = tonumber(ARGV[3]), 4 + #KEYS
if written > 0 and redis.call('HGET', KEYS[1], 'w') == ARGV[2] then return 1 end
for i = first, #ARGV, 4 do
  local stands = redis.call('HGET', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
  if (stands and '+' .. stands or '-') ~= ARGV[i + 2] then return 0 end
end
for i = 1, written do redis.call('HSET', KEYS[i], 't', ARGV[1], 'w', ARGV[2]) end
for i = first, #ARGV, 4 do
  local key, field, now = KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 3]
  if now ~= ARGV[i + 2] then
    if now == '-' then
      redis.call('HDEL', key, field)
    else
      redis.call('HSET', key, field, string.sub(now, 2))
    end
  end
end
for i, key in ipairs(KEYS) do
  local life = ARGV[3 + i]
  if i <= written and redis.call('HLEN', key) == 2 then
    redis.call('DEL', key)
  elseif life ~= '' and redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 't', ARGV[1])
    if life == 'forever' then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, life) end
  end
end
return 1
"""
)


class RedisStore:
    """Drawers in Redis or Valkey.

    Args:
        url: `redis://` to this machine only, `unix://`, or `rediss://` to any.
        clock: Tells seconds since the epoch; lives are measured by the server's clock.
        timeout_seconds: How long to wait for a connection or an answer, more than 0.

    Raises:
        StoreError: The URL cannot be used, or the package `redis` is not installed.

    """

    blocking = True
    durable = True

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], float] = time.time,
        timeout_seconds: float = 2.0,
    ) -> None:
        self._link = RedisLink(url, timeout_seconds)
        self._clock = clock

    def __repr__(self) -> str:
        """Tell which server, never the password."""
        return f"RedisStore({self._link.server!r})"

    def read(self, owner: str, fields: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Return fields by (room, name), None where there is none or its life is over."""
        keys = [_key(owner, room) for room, _ in fields]
        return self._read(keys, ["f:" + name for _, name in fields])

    def write(self, owner: str, changes: Sequence[Change], lives: Mapping[str, float]) -> bool:
        """Make all changes, or none where a field is not what it was; tell which."""
        written = dict.fromkeys(each.room for each in changes if each.now != each.was)
        rooms = list(dict.fromkeys([*written, *(each.room for each in changes), *lives]))
        at = {room: number for number, room in enumerate(rooms, 1)}
        arguments: list[str | bytes | int] = [repr(self._clock()), os.urandom(8), len(written)]
        arguments += [_life(lives.get(room)) for room in rooms]
        for each in changes:
            arguments += [at[each.room], "f:" + each.name, _said(each.was), _said(each.now)]
        keys = [_key(owner, room) for room in rooms]
        answer = self._run(_WRITE, keys, arguments)
        if answer not in (0, 1):
            raise self._link.unreadable()
        return bool(answer)

    def room(self, owner: str, room: str) -> dict[str, bytes]:
        """Return all fields of a drawer; empty where there is none."""
        answer = self._values(_ROOM, [_key(owner, room)], [])
        names, values = answer[::2], answer[1::2]
        if len(names) != len(values):
            raise self._link.unreadable()
        return {
            name[2:].decode(): value
            for name, value in zip(names, values, strict=True)
            if name and name.startswith(b"f:") and value is not None
        }

    def drop(self, owner: str, room: str | None = None) -> int:
        """Drop a drawer, or all of an owner's; return how many there were.

        All of an owner's are looked for among all keys of the database, so that none is missed.
        """
        if room is not None:
            return int(self._link.call("DEL", _key(owner, room)))
        found = self._keys(_escaped(_key(owner, "")) + "*")
        return sum(int(self._link.call("DEL", *keys)) for keys in found)

    def drawers(self) -> Iterator[Drawer]:
        """Return every drawer; Redis itself removes those whose life is over."""
        for keys in self._keys(_PREFIX + "*"):
            for key, touched in zip(keys, self._read(keys, ["t"] * len(keys)), strict=True):
                owner, middle, room = key.decode()[len(_PREFIX) :].rpartition(_MIDDLE)
                if middle and touched is not None:
                    yield Drawer(owner, room, float(touched))

    def close(self) -> None:
        """Close the connections; the next call opens them again."""
        self._link.close()

    def _read(self, keys: Sequence[str | bytes], names: Sequence[str]) -> list[bytes | None]:
        if not keys:
            return []
        found = self._values(_READ, keys, names)
        if len(found) != len(keys):
            raise self._link.unreadable()
        return found

    def _values(
        self, script: _Script, keys: Sequence[str | bytes], arguments: Sequence[str]
    ) -> list[bytes | None]:
        answer = self._run(script, keys, arguments)
        values: list[bytes | None] | None = answer if isinstance(answer, list) else None
        if values is None or not all(map(_is_value, values)):
            raise self._link.unreadable()
        return values

    def _keys(self, pattern: str) -> Iterator[list[bytes]]:
        """Return keys in batches, each key once in all."""
        seen: set[bytes] = set()
        cursor = 0
        while True:
            cursor, keys = self._link.call("SCAN", cursor, "MATCH", pattern, "COUNT", _BATCH)
            fresh = [key for key in dict.fromkeys(keys) if key not in seen]
            seen.update(fresh)
            if fresh:
                yield fresh
            if int(cursor) == 0:
                return

    def _run(
        self,
        script: _Script,
        keys: Sequence[str | bytes],
        arguments: Sequence[str | bytes | int],
    ) -> Any:  # noqa: ANN401 (what a script returns)
        return self._link.run(script.name, script.text, keys, arguments)


def _key(owner: str, room: str) -> str:
    return f"{_PREFIX}{owner}{_MIDDLE}{room}"


def _is_value(found: object) -> bool:
    return found is None or isinstance(found, bytes)


def _escaped(key: str) -> str:
    return re.sub(r"([\\*?\[\]^-])", r"\\\1", key)


def _said(value: bytes | None) -> bytes:
    return b"-" if value is None else b"+" + value


def _life(seconds: float | None) -> bytes:
    if seconds is None:
        return _KEEPS
    milliseconds = seconds * 1000
    return _PERSISTS if milliseconds >= _LONGEST_MS else b"%d" % milliseconds
