"""The same numbers by OpenTelemetry."""

from __future__ import annotations

import pytest
from report_logs import START, blocked, busy_weeks, decision, retention, traffic

from chatward.metrics.counting import MetricsLog
from chatward.metrics.table import METRICS

sdk = pytest.importorskip("opentelemetry.sdk.metrics")
prometheus = pytest.importorskip("prometheus_client")


@pytest.fixture
def reader():
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader

    return InMemoryMetricReader()


@pytest.fixture
def meter(reader):
    provider = sdk.MeterProvider([reader])
    yield provider.get_meter("test")
    provider.shutdown()


def points(reader):
    """Every point that a reader sees, by name and attributes."""
    read = reader.get_metrics_data()
    metrics = read.resource_metrics[0].scope_metrics[0].metrics if read else []
    return {
        (each.name, tuple(sorted(point.attributes.items()))): point
        for each in metrics
        for point in each.data.data_points
    }


def test_a_sum_goes_on_from_reading_to_reading(reader, meter):
    log = MetricsLog("otel", meter=meter)
    series = ("chatward.traffic", (("chatward.stage", "input"),))
    for total in (5, 10):
        log.write(traffic(START, "input", 5))
        assert points(reader)[series].value == total


def test_a_gauge_is_its_newest_value(reader, meter):
    log = MetricsLog("otel", meter=meter)
    for left in (4, 0):
        log.write(retention(START, left=left))
    assert points(reader)["chatward.retention.left", ()].value == 0


def test_times_are_sorted_in_before_they_are_read(reader, meter):
    log = MetricsLog("otel", meter=meter)
    for micros in (400, 700):
        log.write(decision(duration_micros=micros))
    (point,) = (
        each for (name, _), each in points(reader).items() if name == "chatward.decision.duration"
    )
    assert (point.count, point.sum) == (2, pytest.approx(0.0011))
    assert point.explicit_bounds[3] == 0.001


def test_times_do_not_pile_up_where_nobody_reads(meter, monkeypatch):
    from chatward.metrics import otel

    monkeypatch.setattr(otel, "_WAITING", 10)
    log = MetricsLog("otel", meter=meter)
    for _ in range(105):
        log.write(decision())
    assert len(log._to._waiting) == 5


def test_both_count_the_same(reader, meter):
    registry = prometheus.CollectorRegistry()
    logs = (MetricsLog("otel", meter=meter), MetricsLog("prometheus", registry=registry))
    for event in busy_weeks(days=3):
        for log in logs:
            log.write(event)
    seen = points(reader)
    names = {metric.otel: metric for metric in METRICS if metric.type != "histogram"}
    compared = 0
    for (name, attributes), point in seen.items():
        if name in names:
            labels = {key.removeprefix("chatward."): value for key, value in attributes}
            value = registry.get_sample_value(names[name].prometheus, labels)
            assert point.value == value, (name, attributes)
            compared += 1
    assert compared > 20


def test_guards_that_share_a_meter_count_together(reader, meter):
    for _ in range(2):
        MetricsLog("otel", meter=meter).write(blocked())
    (point,) = (each for (name, _), each in points(reader).items() if name == "chatward.attacks")
    assert point.value == 2
