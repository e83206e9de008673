"""Where figures go: .benchmarks/NAME.json, for plots and for comparing two runs."""

from __future__ import annotations

import json
import platform
from pathlib import Path

from chatward import __version__

FOLDER = Path(__file__).parent.parent / ".benchmarks"


def save(name: str, figures: object) -> None:
    """Write the figures of one benchmark."""
    FOLDER.mkdir(exist_ok=True)
    about = {"chatward": __version__, "python": platform.python_version(), "figures": figures}
    (FOLDER / f"{name}.json").write_text(json.dumps(about, indent=1), encoding="utf-8")


def load(name: str) -> dict[str, object]:
    """Read the figures of one benchmark."""
    about: dict[str, dict[str, object]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return about["figures"]
