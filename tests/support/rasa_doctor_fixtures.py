"""A bot's folder to spoil, and what the doctor says about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from chatward_rasa.doctor.run import examine

BOT = Path(__file__).parents[2] / "tests" / "rasa" / "bots" / "contact_desk"


@pytest.fixture
def bot(tmp_path):
    """A copy of a guarded bot."""
    folder = tmp_path / "bot"
    shutil.copytree(BOT, folder, ignore=shutil.ignore_patterns("models", ".rasa", "*.db*"))
    return folder


@pytest.fixture
def change(bot):
    """Changes what a file of the bot says."""

    def edit(name, work):
        path = bot / name
        content = yaml.safe_load(path.read_text()) if path.exists() else {}
        content = content or {}
        work(content)
        path.write_text(yaml.safe_dump(content, sort_keys=False))

    return edit


@pytest.fixture
def says(bot):
    """Examines the bot; returns what one check says, as pairs of level and sentence."""

    def about(check, **environment):
        results = examine(bot, environment)
        return [(each.level.value, each.says) for each in results if each.check == check]

    return about
