"""Plots of a report: SVG by Matplotlib, once for light pages and once for dark ones.

No name from a log stands in a plot: what is drawn are numbers, days and the words for actions.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from chatward.errors import ChatwardError
from chatward.report import words
from chatward.report.days import DAY
from chatward.report.period import Subject
from chatward.report.tables import Column, Row, Table
from chatward.report.tally import Tally

_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_SIZE = (7.6, 2.5)
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "chatward",
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
}
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("refused", frozenset({"block", "ask"})),
    ("edited", frozenset({"sanitise", "pseudonymise", "redact", "spotlight"})),
    ("allowed", frozenset({"allow"})),
)


@dataclass(frozen=True)
class Palette:
    """Colours of a scheme."""

    ink: str
    muted: str
    line: str
    groups: Mapping[str, str]
    main: str
    second: str


LIGHT = Palette(
    ink="#22262b",
    muted="#5b636c",
    line="#dcdad3",
    groups={"allowed": "#c3ccd4", "edited": "#5f86ab", "refused": "#a23a22"},
    main="#1f4e79",
    second="#5f86ab",
)
DARK = Palette(
    ink="#e8e6e1",
    muted="#a5abb3",
    line="#33383f",
    groups={"allowed": "#4a545e", "edited": "#6d9ac4", "refused": "#ef8f78"},
    main="#9cc4ea",
    second="#6d9ac4",
)


@dataclass(frozen=True)
class Plot:
    """A plot, drawn for both schemes.

    Attributes:
        light: SVG for light pages and for paper.
        dark: SVG for dark pages.
        alt: What it shows, in words.
        figures: What was drawn, as a table.

    """

    light: bytes
    dark: bytes
    alt: str
    figures: Table


@dataclass(frozen=True)
class _Drawing:
    alt: str
    figures: Table
    draw: Callable[[Any, Palette], None]


def plots(told: Subject) -> dict[str, Plot]:
    """Draw the plots of a report, by name; none where there is nothing to draw.

    Raises:
        ChatwardError: Matplotlib is not installed.

    """
    stretches = told.found.days.series(told.now)
    if len(stretches) < 2 or not told.total.decisions:
        return {}
    drawings = {"decisions": _decisions(stretches)}
    if told.total.micros.total:
        drawings["speed"] = _speed(stretches)
    return {name: _drawn(each) for name, each in drawings.items()}


def _drawn(drawing: _Drawing) -> Plot:
    light, dark = (_svg(drawing, palette) for palette in (LIGHT, DARK))
    return Plot(light, dark, drawing.alt, drawing.figures)


def _svg(drawing: _Drawing, palette: Palette) -> bytes:
    try:
        from matplotlib import rc_context  # noqa: PLC0415 (an extra, and slow to load)
        from matplotlib.figure import Figure  # noqa: PLC0415 (the same)
    except ImportError:
        msg = "Matplotlib is not installed: pip install 'chatward[report]'"
        raise ChatwardError(msg) from None
    with rc_context(_SETTINGS):
        figure: Any = Figure(figsize=_SIZE, layout="constrained", facecolor="none")
        axes = figure.subplots()
        _rest(axes, palette)
        drawing.draw(axes, palette)
        file = io.BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata=_NO_METADATA)
    # Measured with a font that is always there, and a wide one; shown in the reader's own.
    return re.sub(rb"'DejaVu Sans'", _FONTS.replace("'", "").encode(), file.getvalue())


_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def _rest(axes: Any, palette: Palette) -> None:  # noqa: ANN401 (it has no types to speak of)
    """Leave away all that is not needed to read the figures."""
    axes.set_facecolor("none")
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(palette.muted)
    axes.tick_params(colors=palette.muted, length=0, pad=5)
    axes.tick_params(axis="x", length=3)
    axes.grid(axis="y", color=palette.line, linewidth=0.7)
    axes.set_axisbelow(True)


def _decisions(stretches: Sequence[tuple[int, Tally]]) -> _Drawing:
    counts = {name: [_count(tally, actions) for _, tally in stretches] for name, actions in _GROUPS}
    begins = [at for at, _ in stretches]
    total = sum(map(sum, counts.values()))
    refused = counts["refused"]
    most = max(range(len(refused)), key=refused.__getitem__)
    when = _label(begins, begins[most])
    alt = (
        f"Decisions {_each(begins)}: {words.number(total)} in all, "
        f"{words.number(sum(refused))} of them refused, most of these on {when}."
    )
    rows: list[Row] = [
        (_label(begins, at), *(counts[name][place] for name, _ in _GROUPS))
        for place, at in enumerate(begins)
    ]
    columns = (Column("When"), *(Column(name.title(), "count") for name, _ in _GROUPS))
    figures = Table(f"Decisions {_each(begins)}, in UTC", columns, rows)

    def draw(axes: Any, palette: Palette) -> None:  # noqa: ANN401
        below = [0.0] * len(begins)
        for name, _ in _GROUPS:
            axes.bar(
                range(len(begins)),
                counts[name],
                bottom=below,
                width=0.72,
                color=palette.groups[name],
                label=name,
            )
            below = [low + count for low, count in zip(below, counts[name], strict=True)]
        _scale(axes, begins)
        _count_axis(axes)
        _legend(axes, palette)

    return _Drawing(alt, figures, draw)


def _speed(stretches: Sequence[tuple[int, Tally]]) -> _Drawing:
    begins = [at for at, _ in stretches]
    half = [tally.quantile(0.5) for _, tally in stretches]
    most = [tally.quantile(0.95) for _, tally in stretches]
    known = [each for each in most if each is not None]
    alt = (
        f"Time in the guard {_each(begins)}: 95 of 100 texts took between "
        f"{words.span(min(known))} and {words.span(max(known))} or less."
    )
    rows: list[Row] = [
        (_label(begins, at), half[place], most[place]) for place, at in enumerate(begins)
    ]
    columns = (Column("When"), Column("Half of all texts", "span"), Column("95 of 100", "span"))
    figures = Table(f"Time in the guard {_each(begins)}, no longer than", columns, rows)

    def draw(axes: Any, palette: Palette) -> None:  # noqa: ANN401
        for name, spans, colour, style in (
            ("95 of 100", most, palette.main, "-"),
            ("half of all texts", half, palette.second, "--"),
        ):
            millis = [float("nan") if each is None else each * 1e3 for each in spans]
            axes.plot(millis, style, color=colour, linewidth=1.6, label=name, marker="o", ms=3)
        axes.set_ylim(bottom=0)
        axes.set_ylabel("milliseconds", color=palette.muted)
        _scale(axes, begins)
        _legend(axes, palette)

    return _Drawing(alt, figures, draw)


def _count(tally: Tally, actions: frozenset[str]) -> float:
    """Return decisions of a group; what was not carried out let the text pass."""
    total = 0.0
    for (action, enforced), count in tally.actions.of.items():
        done = action if enforced else "allow"
        if done in actions:
            total += count
    return total


def _scale(axes: Any, begins: Sequence[int]) -> None:  # noqa: ANN401
    every = max(1, -(-len(begins) // 8))
    at = list(range(0, len(begins), every))
    axes.set_xticks(at, [_label(begins, begins[place], short=True) for place in at])
    axes.set_xlim(-0.6, len(begins) - 0.4)


def _count_axis(axes: Any) -> None:  # noqa: ANN401
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=5)
    axes.yaxis.set_major_formatter(_tick)


def _tick(count: float, _: object) -> str:
    return words.number(count)


def _legend(axes: Any, palette: Palette) -> None:  # noqa: ANN401
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=3,
        frameon=False,
        labelcolor=palette.ink,
        handlelength=1.2,
        borderaxespad=0,
    )


def _each(begins: Sequence[int]) -> str:
    days = (begins[1] - begins[0]) / DAY
    if days < 1:
        return "by the hour"
    return "by the day" if days == 1 else f"by spans of {days:.0f} days"


def _label(begins: Sequence[int], at: int, *, short: bool = False) -> str:
    moment = datetime.fromtimestamp(at, timezone.utc)
    if begins[1] - begins[0] >= DAY:
        return f"{moment.day} {moment:%b}" if short else f"{moment:%Y-%m-%d}"
    return f"{moment:%H:%M}" if short else f"{moment:%Y-%m-%d %H:%M}"
