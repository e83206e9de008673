"""Keep the compiled database between processes.

A compiled database is code for the matching engine: loading a forged one could do anything.
So it lies in a folder that only its owner can enter, is authenticated before it is loaded, and
is written beside and renamed, so that no process ever sees half of one. Every trouble with the
cache (read-only disk, foreign owner, wrong tag) means "compile in memory", never a failure.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import platform
import secrets
import stat
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import hyperscan

_TAG_BYTES = 32
_KEY_NAME = "cache.key"


@dataclass(frozen=True)
class DatabaseCache:
    """A private folder of compiled databases.

    Attributes:
        folder: Where they lie; made on first save with mode 0700.

    """

    folder: Path

    def load(self, recipe: str) -> hyperscan.Database | None:
        """Return the database compiled from this recipe on this machine, or None."""
        try:
            self._check_private()
            key = self._key()
            blob = (self.folder / _file_name(recipe)).read_bytes()
        except OSError:
            return None
        tag, data = blob[:_TAG_BYTES], blob[_TAG_BYTES:]
        if not hmac.compare_digest(tag, _tag(key, recipe, data)):
            return None
        try:
            return hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
        except hyperscan.error:
            return None

    def save(self, recipe: str, database: hyperscan.Database) -> bool:
        """Write the database for later processes; return False where that is impossible."""
        data = hyperscan.dumpb(database)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_private()
            blob = _tag(self._key(), recipe, data) + data
            _write_atomically(self.folder / _file_name(recipe), blob)
        except OSError:
            return False
        return True

    def _check_private(self) -> None:
        """Refuse a folder that somebody else owns or can enter."""
        status = self.folder.stat()
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            msg = "the cache folder belongs to somebody else"
            raise PermissionError(msg)
        if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
            msg = "the cache folder is open to others"
            raise PermissionError(msg)

    def _key(self) -> bytes:
        """Return the key of this folder; the first process makes it."""
        path = self.folder / _KEY_NAME
        with contextlib.suppress(FileNotFoundError):
            key = path.read_bytes()
            if len(key) == _TAG_BYTES:
                return key
        _write_atomically(path, secrets.token_bytes(_TAG_BYTES))
        return path.read_bytes()


def default_folder() -> Path:
    """Return the folder for compiled databases: CHATWARD_CACHE_DIR, or the user's cache."""
    named = os.environ.get("CHATWARD_CACHE_DIR")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415 (only needed when nothing is configured)

    return Path(platformdirs.user_cache_dir("chatward"))


def _file_name(recipe: str) -> str:
    """Name a database by everything it depends on: patterns, engine version, processor."""
    processor = f"{platform.machine()} {_cpu_flags()}"
    whole = f"{recipe}\0{version('hyperscan')}\0{platform.python_implementation()}\0{processor}"
    return hashlib.sha256(whole.encode()).hexdigest()[:40] + ".hsdb"


def _cpu_flags() -> str:
    """Return what the processor can do, as far as the system tells."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore").splitlines():
            if line.startswith(("flags", "Features")):
                return line
    return platform.processor()


def _tag(key: bytes, recipe: str, data: bytes) -> bytes:
    return hmac.new(key, _file_name(recipe).encode() + data, hashlib.sha256).digest()


def _write_atomically(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
