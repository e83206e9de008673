"""The bots of the dialogue tests: trained once, loaded for each test."""

from __future__ import annotations

import pytest
from rasa.core.agent import Agent
from rasa_dialogue_parts import SILENT, TALKING, prepare, start_training


@pytest.fixture(scope="session")
def dialogue_models(tmp_path_factory):
    """The models of a bot that explains its refusals, and of one that stays silent."""
    folders = {name: tmp_path_factory.mktemp("desk") / name for name in ("talking", "silent")}
    prepare(folders["talking"], TALKING)
    prepare(folders["silent"], SILENT, "de")
    running = {name: start_training(folder) for name, folder in folders.items()}
    for name, process in running.items():
        assert process.wait() == 0, (folders[name] / "train.log").read_text()[-3000:]
    return {name: str(folder / "models" / "bot.tar.gz") for name, folder in folders.items()}


@pytest.fixture
def talking(dialogue_models):
    """A bot with languages and a hand-off."""
    return Agent.load(dialogue_models["talking"])


@pytest.fixture
def silent(dialogue_models):
    """A bot that speaks German and does not answer a user in quarantine."""
    return Agent.load(dialogue_models["silent"])
