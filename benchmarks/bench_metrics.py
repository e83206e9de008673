"""What counting an audit event costs the thread of the chat, by Prometheus and OpenTelemetry."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client import CollectorRegistry
from results import save

from chatward.audit.log import AuditLog
from chatward.metrics.counting import MetricsLog

sys.path.append(str(Path(__file__).parent.parent / "tests" / "support"))
from report_logs import busy_weeks

ROUNDS = 30


def main() -> None:
    """Count some weeks of events again and again, and print the best round."""
    meter = MeterProvider([InMemoryMetricReader()]).get_meter("bench")
    figures = {
        "prometheus": _micros(MetricsLog("prometheus", registry=CollectorRegistry())),
        "otel": _micros(MetricsLog("otel", meter=meter)),
    }
    save("metrics", figures)
    for name, micros in figures.items():
        print(f"{name:12} {micros:6.1f} microseconds an event")


def _micros(log: AuditLog) -> float:
    events = list(busy_weeks())
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for event in events:
            log.write(event)
        best = min(best, time.perf_counter() - began)
    return round(best / len(events) * 1e6, 2)


if __name__ == "__main__":
    main()
