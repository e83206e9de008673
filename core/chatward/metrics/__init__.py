"""Numbers about a running guard, for Prometheus and OpenTelemetry."""
