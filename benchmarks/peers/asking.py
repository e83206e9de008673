"""Ask a peer in an environment of its own; who cannot answer is left out."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peer import Peer

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "peers"

INSTALL_SECONDS = 900
RUN_SECONDS = 7_200
"""Longest that a peer may take; one that hangs must not hold up the others."""

_REASON_CHARS = 160


class LeftOut(Exception):  # noqa: N818 (a peer is left out, nothing else is wrong)
    """A peer that cannot be compared; the message says why."""


def asked(peer: Peer, subject: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the peer answered about each row, and what that cost.

    Raises:
        LeftOut: It cannot be installed, or failed.

    """
    CACHE.mkdir(parents=True, exist_ok=True)
    given, out = CACHE / f"{subject}.jsonl", CACHE / f"{peer.name}-{subject}.json"
    lines = (json.dumps({"id": str(row["id"]), "text": row["text"]}) for row in rows)
    given.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(_python(peer)), HERE / "worker.py", peer.name, subject, given, out]
    _run(command, CACHE / f"{peer.name}-run.log", RUN_SECONDS, "failed")
    figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return figures


def _python(peer: Peer) -> Path:
    """Return the interpreter of the peer's environment; make it first if need be."""
    if not peer.packages:
        return Path(sys.executable)
    folder = CACHE / peer.name
    ready = folder / "ready.txt"
    if not ready.exists() or ready.read_text() != " ".join(peer.packages):
        venv.create(folder, with_pip=True, clear=True)
        command = [folder / "bin" / "python", "-m", "pip", "install", "-q", *peer.packages]
        _run(command, CACHE / f"{peer.name}.log", INSTALL_SECONDS, "cannot be installed")
        ready.write_text(" ".join(peer.packages))
    return folder / "bin" / "python"


def _run(command: Sequence[str | Path], log: Path, seconds: float, failed: str) -> None:
    with log.open("wb") as written:
        try:
            subprocess.run(command, check=True, stdout=written, stderr=written, timeout=seconds)
        except subprocess.TimeoutExpired:
            msg = f"{failed}: took more than {seconds:,.0f} s"
            raise LeftOut(msg) from None
        except subprocess.CalledProcessError:
            raise LeftOut(f"{failed}: {_reason(log)}") from None


def _reason(log: Path) -> str:
    """Return pip's last error, or else the last line: that of an exception."""
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["nothing was said"])[-1].strip()[:_REASON_CHARS]
