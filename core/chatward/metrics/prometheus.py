"""Metrics as series of prometheus_client, its multiprocess mode included.

A registry gets its series once, whatever number of guards a process has: they all count there.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from weakref import WeakKeyDictionary

from chatward.errors import ChatwardError
from chatward.metrics.series import Labels, Series
from chatward.metrics.table import METRICS, Metric

try:
    from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
except ModuleNotFoundError:
    msg = "prometheus-client is not installed: pip install 'chatward[metrics]'"
    raise ChatwardError(msg) from None

_lock = Lock()
_made: WeakKeyDictionary[CollectorRegistry, PrometheusInstruments] = WeakKeyDictionary()


def prometheus_instruments(registry: CollectorRegistry | None = None) -> PrometheusInstruments:
    """Return what counts into a registry; the same for the same registry."""
    chosen = REGISTRY if registry is None else registry
    with _lock:
        made = _made.get(chosen)
        if made is None:
            made = _made[chosen] = PrometheusInstruments(chosen)
        return made


class PrometheusInstruments:
    """Counters, gauges and histograms of one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._counters = {
            each: Series(len(each.labels), _counter(each, registry))
            for each in METRICS
            if each.type == "counter"
        }
        self._gauges = {each: _gauge(each, registry) for each in METRICS if each.type == "gauge"}
        self._histograms = {
            each: Series(len(each.labels), _histogram(each, registry))
            for each in METRICS
            if each.type == "histogram"
        }

    def add(self, metric: Metric, labels: Labels = (), amount: float = 1) -> None:
        """Let a counter grow."""
        self._counters[metric].of(labels).inc(amount)

    def put(self, metric: Metric, value: float) -> None:
        """Put a value in place of a gauge's."""
        self._gauges[metric].set(value)

    def observe(self, metric: Metric, labels: Labels, value: float) -> None:
        """Sort a value into a histogram."""
        self._histograms[metric].of(labels).observe(value)


def _counter(metric: Metric, registry: CollectorRegistry) -> Callable[[Labels], Counter]:
    made = Counter(metric.prometheus, metric.help, metric.labels, registry=registry)
    return lambda labels: made.labels(*labels) if labels else made


def _gauge(metric: Metric, registry: CollectorRegistry) -> Gauge:
    # Of several processes the one that wrote last is right: a purge is run by one of them.
    return Gauge(metric.prometheus, metric.help, registry=registry, multiprocess_mode="mostrecent")


def _histogram(metric: Metric, registry: CollectorRegistry) -> Callable[[Labels], Histogram]:
    name, about, buckets = metric.prometheus, metric.help, metric.buckets
    made = Histogram(name, about, metric.labels, registry=registry, buckets=buckets)
    return lambda labels: made.labels(*labels) if labels else made
