"""Metrics by OpenTelemetry: numbers are kept here and handed over when a reader asks for them.

To hand over every single one as it comes would cost the chat's thread several microseconds each.
A reader asks counters before it reads histograms, so that is when these get their values, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from weakref import WeakKeyDictionary

from chatward.errors import ChatwardError
from chatward.metrics.series import Labels, Series
from chatward.metrics.table import METRICS, Metric
from chatward.version import __version__

try:
    from opentelemetry.metrics import CallbackOptions, Histogram, Meter, Observation, get_meter
except ModuleNotFoundError:
    msg = "opentelemetry-api is not installed: pip install 'chatward[otel]'"
    raise ChatwardError(msg) from None

_WAITING = 10_000
"""So many values wait for a reader; with more, or without any reader, they are handed over."""

_lock = Lock()
_made: WeakKeyDictionary[Meter, OtelInstruments] = WeakKeyDictionary()
_own: list[OtelInstruments] = []


def otel_instruments(meter: Meter | None = None) -> OtelInstruments:
    """Return what counts by a meter; the same for the same meter."""
    with _lock:
        if meter is None:
            if not _own:
                _own.append(OtelInstruments(get_meter("chatward", __version__)))
            return _own[0]
        made = _made.get(meter)
        if made is None:
            made = _made[meter] = OtelInstruments(meter)
        return made


class Sum:
    """What a series of a counter has come to, or the value of a gauge."""

    __slots__ = ("attributes", "value")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.value: float = 0


class OtelInstruments:
    """Counters, gauges and histograms of one meter."""

    def __init__(self, meter: Meter) -> None:
        self._lock = Lock()
        self._sums: dict[Metric, Series[Sum]] = {}
        self._told: dict[Metric, list[Sum]] = {}
        self._histograms: dict[Metric, tuple[Histogram, Series[dict[str, str]]]] = {}
        self._waiting: list[tuple[Metric, Labels, float]] = []
        for metric in METRICS:
            if metric.type == "histogram":
                self._histograms[metric] = _histogram(metric, meter)
            else:
                self._observe(metric, meter)

    def add(self, metric: Metric, labels: Labels = (), amount: float = 1) -> None:
        """Let a counter grow."""
        with self._lock:
            self._sums[metric].of(labels).value += amount

    def put(self, metric: Metric, value: float) -> None:
        """Put a value in place of a gauge's."""
        with self._lock:
            self._sums[metric].of(()).value = value

    def observe(self, metric: Metric, labels: Labels, value: float) -> None:
        """Sort a value into a histogram, before it is read next."""
        with self._lock:
            self._waiting.append((metric, labels, value))
            many = len(self._waiting) >= _WAITING
        if many:
            self._hand_over()

    def _hand_over(self) -> None:
        """Sort in what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            found = [(*self._found(metric, labels), value) for metric, labels, value in waiting]
        for histogram, attributes, value in found:
            histogram.record(value, attributes)

    def _found(self, metric: Metric, labels: Labels) -> tuple[Histogram, dict[str, str]]:
        histogram, attributes = self._histograms[metric]
        return histogram, attributes.of(labels)

    def _observe(self, metric: Metric, meter: Meter) -> None:
        """Have the meter ask for a metric's sums."""
        told = self._told[metric] = []
        self._sums[metric] = Series(len(metric.labels), _sum_of(metric, told))

        def tell(_: CallbackOptions) -> Iterable[Observation]:
            self._hand_over()
            with self._lock:
                return [Observation(each.value, each.attributes) for each in told]

        create = (
            meter.create_observable_counter
            if metric.type == "counter"
            else meter.create_observable_gauge
        )
        create(metric.otel, [tell], metric.unit, metric.help)


def _sum_of(metric: Metric, told: list[Sum]) -> Callable[[Labels], Sum]:
    def make(labels: Labels) -> Sum:
        made = Sum(dict(zip(metric.attributes, labels, strict=True)))
        told.append(made)
        return made

    return make


def _histogram(metric: Metric, meter: Meter) -> tuple[Histogram, Series[dict[str, str]]]:
    made = meter.create_histogram(
        metric.otel,
        metric.unit,
        metric.help,
        explicit_bucket_boundaries_advisory=metric.buckets,
    )
    names = metric.attributes
    return made, Series(len(names), lambda labels: dict(zip(names, labels, strict=True)))
