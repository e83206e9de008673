"""A second place for what is signed about a log: it finds a log cut back together with its head.

A file of JSON lines, best on another machine's disk, or OpenTelemetry, whose collector keeps
what this machine can no longer change.
"""

from __future__ import annotations

import contextlib
import os
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import msgspec

from chatward.audit.chain import MAC_CHARS
from chatward.audit.head import Signed
from chatward.audit.otel import OtelLog
from chatward.audit.rotation import lines_of, trouble
from chatward.errors import AuditError

OTEL = "otel"
_MAC_BYTES = MAC_CHARS // 2
_NEEDED = frozenset(Signed.__struct_fields__)


class _Attribute(msgspec.Struct):
    key: str
    value: dict[str, object]


class Witness(Protocol):
    """Is told what was signed."""

    def tell(self, point: Signed) -> None:
        """Keep a signed point.

        Raises:
            AuditError: It could not be kept.

        """
        ...


class FileWitness:
    """Appends signed points to a file."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def tell(self, point: Signed) -> None:
        """Append a line."""
        line = msgspec.json.encode(point) + b"\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        try:
            descriptor = os.open(self._path, flags, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise AuditError(trouble(self._path, error)) from None


class OtelWitness:
    """Sends signed points as log records to the application's OpenTelemetry."""

    def __init__(self, log: OtelLog | None = None) -> None:
        self._log = log or OtelLog()

    def tell(self, point: Signed) -> None:
        """Send a log record."""
        self._log.write(_Told(point))


@dataclass(frozen=True, slots=True)
class _Told:
    """A signed point as an event, which is what OpenTelemetry is sent."""

    point: Signed

    def fields(self) -> dict[str, object]:
        said: dict[str, object] = msgspec.structs.asdict(self.point)
        return {"event": "head", "time": self.point.at, **said}


def witness_named(name: str | None) -> Witness | None:
    """Return the witness that a policy names: a file, or ``otel``.

    Raises:
        AuditError: OpenTelemetry is not installed.

    """
    if name is None:
        return None
    return OtelWitness() if name == OTEL else FileWitness(name)


class Testimony:
    """What a witness says, in order of the records it speaks about.

    Held in 32 bytes a line, so that years fit into memory; the signature of a line is read
    again when it is asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        counts, offsets, macs = array("Q"), array("Q"), bytearray()
        for offset, point in _points(path):
            counts.append(point.count)
            offsets.append(offset)
            macs += bytes.fromhex(point.mac)
        self._offsets, self._macs = offsets, bytes(macs)
        self._order = sorted(range(len(counts)), key=counts.__getitem__)
        self._counts = counts
        self._next = 0

    def __len__(self) -> int:
        return len(self._counts)

    @property
    def due(self) -> int:
        """Number of the next record it speaks about; 0 = of none any more."""
        return self._counts[self._order[self._next]] if self._next < len(self._order) else 0

    def skip(self, count: int) -> None:
        """Leave out what it says about records up to this number: they were dropped."""
        while self.due and self.due <= count:
            self._next += 1

    def contradicts(self, count: int, mac: str) -> Iterator[Signed]:
        """Return what it says otherwise about a record, and go on to the next one."""
        said = bytes.fromhex(mac)
        while self.due and self.due <= count:
            index = self._order[self._next]
            self._next += 1
            if (
                self._counts[index] < count
                or self._macs[_MAC_BYTES * index : _MAC_BYTES * (index + 1)] != said
            ):
                yield self._read_again(index)

    def beyond(self) -> Signed | None:
        """Return the last that it says about records that were not asked about."""
        return self._read_again(self._order[-1]) if self.due else None

    def _read_again(self, index: int) -> Signed:
        with self._path.open("rb") as file:
            file.seek(self._offsets[index])
            for point in _in_line(next(lines_of(file), b"")):
                if point.count == self._counts[index]:
                    return point
        msg = f"witness {self._path.name!r} changed while it was read"
        raise AuditError(msg)


def heard(path: Path) -> Testimony:
    """Return what a witness says.

    Raises:
        AuditError: It cannot be read, or says nothing about any log.

    """
    testimony = Testimony(path)
    if not len(testimony):
        msg = f"witness {path.name!r} says nothing about any log: is it the right file?"
        raise AuditError(msg)
    return testimony


def _points(path: Path) -> Iterator[tuple[int, Signed]]:
    offset = 0
    try:
        with path.open("rb") as file:
            for line in lines_of(file):
                for point in _in_line(line):
                    yield offset, point
                offset += len(line)
    except OSError as error:
        raise AuditError(trouble(path, error)) from None


def _in_line(line: bytes) -> Iterator[Signed]:
    """Return what a line says was signed: Chatward's own, or any export that has the fields."""
    try:
        found = list(_objects(msgspec.json.decode(line)))
    except (ValueError, RecursionError):
        return
    for each in found:
        with contextlib.suppress(ValueError):  # msgspec's are ValueErrors
            point = msgspec.convert(each, Signed, strict=False)
            if len(bytes.fromhex(point.mac)) == _MAC_BYTES and 0 < point.count < 1 << 63:
                yield point


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Return the objects of an export that have the fields, by their names' last part.

    OpenTelemetry writes attributes as an object, or as a list of {"key": .., "value": {type: ..}}.
    """
    within: list[object] = []
    if isinstance(value, dict):
        named = cast("dict[str, object]", value)
        within = list(named.values())
        yield from _with_fields(named.items())
    elif isinstance(value, list):
        within = cast("list[object]", value)
        yield from _with_fields(filter(None, map(_attribute, within)))
    for each in within:
        yield from _objects(each)


def _with_fields(items: Iterable[tuple[str, object]]) -> Iterator[dict[str, object]]:
    found = {name.rpartition(".")[2]: each for name, each in items}
    if found.keys() >= _NEEDED:
        yield found


def _attribute(value: object) -> tuple[str, object] | None:
    try:
        attribute = msgspec.convert(value, _Attribute)
    except msgspec.ValidationError:
        return None
    return attribute.key, next(iter(attribute.value.values()), None)
