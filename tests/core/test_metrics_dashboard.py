"""The dashboard for Grafana asks for metrics that there are, by labels that they have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chatward.metrics.table import METRICS

DOCS = Path(__file__).parents[2] / "docs"
DASHBOARD = json.loads((DOCS / "dashboards/chatward.json").read_text("utf-8"))
PAGE = (DOCS / "metrics.md").read_text("utf-8")
SUFFIXES = ("", "_bucket", "_sum", "_count")
SERIES = {
    f"{metric.prometheus}{suffix}": metric
    for metric in METRICS
    for suffix in (SUFFIXES if metric.type == "histogram" else ("",))
}
PANELS = [each for each in DASHBOARD["panels"] if each["type"] != "row"]
EXPRESSIONS = [target["expr"] for panel in PANELS for target in panel["targets"]]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_series_that_is_asked_for_exists(expression):
    named = re.findall(r"chatward_\w+", expression)
    assert named
    assert set(named) <= SERIES.keys()
    assert expression.count("(") == expression.count(")")


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_label_that_is_asked_for_exists(expression):
    known = {"le"}.union(*(SERIES[each].labels for each in re.findall(r"chatward_\w+", expression)))
    asked = set(re.findall(r"(\w+)(?:=~|!=|=)\"", expression))
    for grouped in re.findall(r"by \(([^)]+)\)", expression):
        asked |= set(grouped.split(", "))
    assert asked <= known


def test_every_metric_is_on_the_dashboard():
    shown = set(re.findall(r"chatward_\w+", " ".join(EXPRESSIONS)))
    missing = [
        metric.name
        for metric in METRICS
        if not any(f"{metric.prometheus}{suffix}" in shown for suffix in SUFFIXES)
    ]
    assert missing == []


def test_it_belongs_to_nobodys_grafana():
    assert (DASHBOARD["id"], DASHBOARD["uid"]) == (None, None)
    sources = {
        target["datasource"]["uid"] for panel in PANELS for target in (panel, *panel["targets"])
    }
    assert sources == {"${datasource}"}


def test_panels_lie_beside_each_other():
    seen = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert at["x"] + at["w"] <= 24
        assert not cells & seen, panel["title"]
        seen |= cells
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))


def test_the_table_in_the_docs_is_the_table_in_the_code():
    rows = re.findall(
        r"^\| `(chatward_\w+)` \| `([\w.]+)` \| (\w+) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE
    )
    wanted = [
        (
            metric.prometheus,
            metric.otel,
            metric.type,
            ", ".join(f"`{label}`" for label in metric.labels) or "none",
            metric.help.removesuffix("."),
        )
        for metric in METRICS
    ]
    assert rows == wanted
