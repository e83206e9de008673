"""Draw how often scores are right: ``python -m training.plot``, from ``training/figures.json``."""

from __future__ import annotations

import json
from pathlib import Path

from matplotlib.figure import Figure

HERE = Path(__file__).parent
PICTURE = HERE.parent / "docs" / "images" / "reliability.png"


def main() -> None:
    """Draw the share of attacks against the mean score, for tenths of the scores."""
    told = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))
    means, shares, _ = zip(*told["reliability"], strict=True)
    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot((0, 1), (0, 1), color="0.7", linewidth=1)
    axes.plot(means, shares, marker="o")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="mean score", ylabel="share of attacks")
    axes.set_title("families held out")
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(PICTURE, dpi=100)


if __name__ == "__main__":
    main()
