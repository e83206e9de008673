"""The plot of the comparison: what is found against what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from score import Score

mpl.use("Agg")

_TITLES = {"pii": "personal data, structured, running text", "secret": "secrets"}
_CHATWARD, _PEER = "#b3261e", "#3b5b7a"


def draw(scores: Sequence[Score], file: Path) -> None:
    """Draw recall against time; the size of a dot is the share of clean messages flagged."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 (after the backend is chosen)

    subjects = [name for name in _TITLES if any(each.subject == name for each in scores)]
    figure, panels = plt.subplots(1, len(subjects), figsize=(5.5 * len(subjects), 4), squeeze=False)
    for panel, subject in zip(panels[0], subjects, strict=True):
        for each in scores:
            if each.subject == subject:
                _dot(panel, each)
        panel.set(title=_TITLES[subject], xscale="log", xlim=(1, 1e5), ylim=(0, 1.05))
        panel.set(xlabel="CPU microseconds for 500 characters", ylabel="spans half covered")
        panel.grid(visible=True, alpha=0.3)
    figure.text(0.99, 0.005, "size of a dot: clean messages flagged", ha="right", fontsize=7)
    figure.tight_layout()
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)


def _dot(panel: object, score: Score) -> None:
    found = score.structured if score.subject == "pii" else score.half
    if found is None:
        return
    size = 25 + 600 * (score.flagged or 0.0)
    color = _CHATWARD if score.peer == "chatward" else _PEER
    panel.scatter(score.cost.micros_500, found, s=size, color=color, alpha=0.8)
    panel.annotate(
        score.peer,
        (score.cost.micros_500, found),
        xytext=(6, 6),
        textcoords="offset points",
        fontsize=8,
    )
