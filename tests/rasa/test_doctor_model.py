"""What the doctor says about the model that `rasa run` would take."""

from __future__ import annotations

import os
import shutil

import pytest

pytest_plugins = ["rasa_doctor_fixtures"]


@pytest.fixture
def models(bot, bot_folders):
    """Puts trained models into the bot's folder, the last one as the newest."""

    def put(*names):
        (bot / "models").mkdir(exist_ok=True)
        for age, name in enumerate(reversed(names)):
            goal = bot / "models" / f"{name}.tar.gz"
            shutil.copy(bot_folders[name] / "models" / "bot.tar.gz", goal)
            moment = goal.stat().st_mtime + 100 - age
            os.utime(goal, (moment, moment))

    return put


def test_the_newest_model_counts_and_one_without_the_line_is_an_error(models, says):
    models("unguarded", "guarded")
    assert says("model") == [("ok", "guarded.tar.gz, which `rasa run` would serve, is guarded.")]
    models("guarded", "unguarded")
    ((level, sentence),) = says("model")
    assert level == "error"
    assert "unguarded.tar.gz" in sentence


def test_a_model_that_cannot_be_read_is_an_error(bot, says):
    (bot / "models").mkdir()
    (bot / "models" / "x.tar.gz").write_bytes(b"no archive")
    assert says("model")[0][0] == "error"


def test_other_options_than_in_training_are_a_warning(models, change, says):
    models("guarded")
    assert says("model-options") == []
    change("config.yml", lambda config: config["pipeline"][-1].update(redact_logs=False))
    assert "other options (redact_logs)" in says("model-options")[0][1]


def test_a_policy_that_changed_since_training_is_a_warning(bot, models, change, says):
    models("guarded")
    assert says("model-policy")[0][0] == "ok"
    (bot / "guard.yml").write_text("extends: balanced\nname: other\n")
    change("config.yml", lambda config: config["pipeline"][-1].update(policy="guard.yml"))
    assert says("model-policy")[0][0] == "warning"


def test_files_that_changed_since_training_are_a_warning(bot, models, says):
    models("guarded")
    assert says("model-age") == []
    moment = (bot / "models" / "guarded.tar.gz").stat().st_mtime + 5
    os.utime(bot / "data" / "nlu.yml", (moment, moment))
    assert says("model-age") == [("warning", "changed since training: data; train again.")]


def test_a_classifier_at_another_place_is_a_warning_where_there_is_a_cache(
    bot, models, change, says
):
    models("guarded")
    line = {"name": "RegexFeaturizer"}
    change("config.yml", lambda config: config["pipeline"].insert(0, line))
    assert says("cache") == []
    (bot / ".rasa" / "cache").mkdir(parents=True)
    assert "LogisticRegressionClassifier" in says("cache")[0][1]
