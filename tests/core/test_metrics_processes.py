"""Counting in processes of their own: without the package, together, and without values."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from planted import PLANTED, planted_in

from chatward import Guard
from chatward.metrics.counting import MetricsLog

prometheus = pytest.importorskip("prometheus_client")


@pytest.fixture
def registry():
    return prometheus.CollectorRegistry()


def test_without_the_package_one_line_says_what_to_install():
    script = """
        import sys
        sys.modules["prometheus_client"] = None
        from chatward.errors import ChatwardError
        from chatward.metrics.counting import MetricsLog
        try:
            MetricsLog("prometheus")
        except ChatwardError as error:
            print(error)
    """
    told = python(script)
    assert told.strip() == "prometheus-client is not installed: pip install 'chatward[metrics]'"


def test_processes_that_share_a_folder_count_together(tmp_path):
    script = """
        import sys
        from chatward.metrics.counting import MetricsLog
        from report_logs import START, retention, traffic
        log = MetricsLog("prometheus")
        log.write(traffic(START, "input", 5))
        log.write(retention(START + float(sys.argv[1]), left=int(sys.argv[1])))
    """
    for number in ("1", "0"):
        python(script, number, PROMETHEUS_MULTIPROC_DIR=str(tmp_path))
    collect = """
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
        print(generate_latest(registry).decode())
    """
    written = python(collect, PROMETHEUS_MULTIPROC_DIR=str(tmp_path))
    assert 'chatward_traffic_total{stage="input"} 10.0' in written
    assert "chatward_retention_left 0.0" in written  # of the run that was last


def test_no_planted_value_of_a_real_guard_is_in_the_numbers(registry):
    guard = Guard(audit=MetricsLog("prometheus", registry=registry))
    for number, value in enumerate(PLANTED):
        for origin in ("user", "tool", "model"):
            guard.inspect(f"see {value}", origin=origin, conversation=str(number), role="clerk")
    written = prometheus.generate_latest(registry).decode()
    assert 'kind="email-address"' in written
    assert planted_in([written]) == []


def python(script, *arguments, **environment):
    support = str(Path(__file__).parents[1] / "support")
    paths = [os.path.abspath(each) for each in (support, *sys.path) if each]  # noqa: PTH100
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment},
        capture_output=True,
        timeout=120,
        check=True,
    )
    return ran.stdout.decode()
