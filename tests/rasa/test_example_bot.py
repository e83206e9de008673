"""The example bank as its README tells to use it: side by side, and tested with `rasa test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from rasa_bank_parts import BANK, MASTER_KEY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example") / "rasa_bot"
    left = shutil.ignore_patterns("models", ".rasa", "*.db*", "__pycache__", "results")
    shutil.copytree(BANK, folder, ignore=left)
    return folder


def run(folder, *arguments):
    environment = {
        **os.environ,
        "CHATWARD_MASTER_KEY": MASTER_KEY,
        "COLUMNS": "110",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    command = [sys.executable, *arguments]
    with (folder / "output.log").open("w+") as output:
        code = subprocess.call(command, cwd=folder, env=environment, stdout=output, stderr=output)
        output.seek(0)
        said = output.read()
    assert code == 0, said[-3000:]
    return said


@pytest.fixture(scope="module")
def said(folder):
    return run(folder, "side_by_side.py")


def test_side_by_side_shows_what_rests_without_and_with_a_guard(said):
    assert "without Chatward: 7 of 7 planted values rest in the database" in said
    assert "with Chatward: 0 of 7 planted values rest in the database" in said


def test_side_by_side_shows_both_answers(said):
    assert said.count("The card ... 1111 is blocked") > 2
    assert "I cannot help with that." in said


def test_the_conversations_of_the_example_go_as_they_are_written(folder, said):
    run(folder, "-m", "rasa", "test", "core", "--stories", "tests", "-m", "models/config.tar.gz")

    failed = (folder / "results" / "failed_test_stories.yml").read_text("utf-8")
    assert "story:" not in failed, failed
