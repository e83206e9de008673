"""Draw what ``chatward evaluate`` found out about scores, with Matplotlib where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from chatward.evaluation.report import Report

_RARE = 1e-4


def draw(told: Report, path: Path) -> None:
    """Draw recall against false alarms into a picture; rates of alarms on a scale of powers.

    Raises:
        BadParameter: Matplotlib is missing, the rows have no scores, or the file cannot be written.

    """
    if not told.curve:
        msg = "there is no curve without both attacks and harmless rows"
        raise typer.BadParameter(msg, param_hint="--curve")
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError:
        msg = "Matplotlib is not installed: pip install 'chatward[plot]'"
        raise typer.BadParameter(msg, param_hint="--curve") from None
    figure: Any = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    alarms = [max(_RARE, rate) for rate, _ in told.curve]
    axes.step(alarms, [caught for _, caught in told.curve], where="post")
    axes.set(xscale="log", xlim=(_RARE, 1), ylim=(0, 1), xlabel="false alarms", ylabel="recall")
    axes.set_title(f"area under curve {told.area:.3f}")
    axes.grid(visible=True, alpha=0.3)
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        msg = f"{path}: {getattr(error, 'strerror', None) or 'not a kind of picture'}"
        raise typer.BadParameter(msg, param_hint="--curve") from None
