"""The pytest plugin as users meet it: in a pytest of its own, without being named anywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "leaks.md"
LEAKING = """
def test_leaks(leak_sinks):
    print(leak_sinks.values.card)
    leak_sinks.assert_clean()
"""


def pytest_in(folder, *options):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_plugin_is_found_by_its_entry_point():
    (found,) = (each for each in entry_points(group="pytest11") if each.name == "chatward")
    assert found.value == "chatward.testing.plugin"


@pytest.mark.slow
def test_the_tests_that_the_page_shows_pass(tmp_path):
    shown = re.search(
        r"<!-- file: (test_\w+.py) -->\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
    )
    (tmp_path / shown[1]).write_text(shown[2], "utf-8")
    status, out = pytest_in(tmp_path)
    assert status == 0, out
    assert "2 passed" in out


def test_a_failing_test_does_not_write_the_value_into_its_report(tmp_path):
    (tmp_path / "test_it.py").write_text(LEAKING, "utf-8")
    status, out = pytest_in(tmp_path, "--show-capture=no")
    assert status == 1
    assert "stdout: card, plain, 1 times" in out
    assert not re.search(r"\d{4} \d{4} \d{4}", out)


def test_it_can_be_left_out(tmp_path):
    (tmp_path / "test_it.py").write_text(LEAKING, "utf-8")
    status, out = pytest_in(tmp_path, "-p", "no:chatward")
    assert status == 1
    assert "fixture 'leak_sinks' not found" in out


def test_loading_the_plugin_loads_no_framework_and_none_of_the_search():
    code = "import chatward.testing.plugin, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    loaded = set(json.loads(done.stdout))
    assert not {"langchain_core", "langchain", "langgraph", "pydantic", "rasa"} & loaded
    assert "chatward.testing.captured" not in loaded


def test_the_rest_of_testing_needs_no_pytest():
    code = "import sys; sys.modules['pytest'] = None; import chatward.testing.captured"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
