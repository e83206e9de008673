"""What the doctor says about config.yml, the policy, and channels: each check failed once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pluggy
import pytest

from chatward.cli import run
from chatward_rasa.doctor import guarding
from chatward_rasa.doctor.run import examine

pytest_plugins = ["rasa_doctor_fixtures"]

LINE = {"name": "chatward_rasa.Guardrails"}
KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def levels(said):
    return [level for level, _ in said]


def option(change, **options):
    change("config.yml", lambda config: config["pipeline"][-1].update(options))


def policy(bot, change, text):
    (bot / "guard.yml").write_text(f"extends: balanced\nname: own\n{text}")
    option(change, policy="guard.yml")


def test_a_sound_bot_is_well_but_for_its_missing_model(bot):
    said = [(each.check, each.level.value) for each in examine(bot, {})]
    assert [check for check, level in said if level != "ok"] == ["model"]
    assert {"line", "options", "importer", "policy", "store", "hooks", "files"} <= {
        c for c, _ in said
    }


def test_it_takes_seconds_because_it_loads_neither_model_nor_tensorflow(bot):
    program = (
        "import sys; from chatward.cli import run; status = run(['rasa', 'doctor', sys.argv[1]]);"
        "print(status, 'tensorflow' in sys.modules)"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(bot)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "0 False"


def test_a_folder_without_config_is_no_guarded_bot(bot, says):
    (bot / "config.yml").unlink()
    assert "config.yml is missing" in says("line")[0][1]


@pytest.mark.parametrize(
    ("pipeline", "said"),
    [
        ([{"name": "WhitespaceTokenizer"}], "nothing is guarded"),
        ([LINE, LINE], "more than once"),
        ([LINE, {"name": "WhitespaceTokenizer"}], "not the last"),
    ],
)
def test_a_line_that_is_missing_double_or_early_is_an_error(change, says, pipeline, said):
    change("config.yml", lambda config: config.update(pipeline=pipeline))
    ((level, sentence),) = says("line")
    assert level == "error"
    assert said in sentence


def test_a_wrong_option_is_an_error_and_a_generous_one_a_warning(change, says):
    option(change, redact_logs=False, on_error="allow")
    ((level, sentence),) = says("options")
    assert level == "warning"
    assert "on_error: allow, redact_logs: false" in sentence
    option(change, polcy="x.yml")
    ((level, sentence),) = says("options")
    assert level == "error"
    assert "Did you mean 'policy'" in sentence


def test_without_the_importer_the_domain_must_know_refusals(change, says, bot):
    change("config.yml", lambda config: config.pop("importers"))
    assert "does not know 'guardrail_blocked'" in says("importer")[0][1]
    change("domain.yml", lambda domain: domain["intents"].append("guardrail_blocked"))
    assert "no rule or story answers" in says("importer")[0][1]
    rule = {"rule": "no", "steps": [{"intent": "guardrail_blocked"}, {"action": "utter_help"}]}
    change("data/rules.yml", lambda data: data["rules"].append(rule))
    assert levels(says("importer")) == ["ok"]


def test_an_importer_beside_ours_and_a_missing_rule_policy_are_errors(change, says):
    change("config.yml", lambda config: config["importers"].append({"name": "RasaFileImporter"}))
    assert levels(says("importer")) == ["error"]
    change("config.yml", lambda config: config.update(policies=[{"name": "TEDPolicy"}]))
    assert levels(says("policies")) == ["error"]


def test_raw_views_need_a_guarded_store(change, says):
    option(change, nlu_view="raw")
    assert levels(says("views")) == ["error"]
    change(
        "endpoints.yml",
        lambda data: data.update(
            tracker_store={"type": "chatward_rasa.GuardedTrackerStore", "store": {"type": "SQL"}}
        ),
    )
    assert levels(says("views")) == ["ok"]
    change("endpoints.yml", lambda data: data.pop("tracker_store"))
    assert levels(says("views")) == ["warning"]


def test_a_policy_that_is_missing_broken_or_only_watches(bot, change, says):
    option(change, policy="nowhere.yml")
    assert levels(says("policy")) == ["error"]
    policy(bot, change, "rulez: []\n")
    assert levels(says("policy")) == ["error"]
    policy(bot, change, "mode: monitor\n")
    ((level, sentence),) = says("policy")
    assert (level, "only watches" in sentence) == ("warning", True)


def test_several_workers_need_a_store_that_they_share(says):
    assert levels(says("store", SANIC_WORKERS="4")) == ["warning"]
    assert len(says("workers", SANIC_WORKERS="4")) == 1  # the lock store; trackers are in SQL


def test_a_store_needs_a_key_and_must_be_there(bot, change, says, monkeypatch):
    policy(bot, change, 'memory: {store: "sqlite:///nowhere/x.db"}\n')
    assert levels(says("store")) == ["error"]
    assert "is not set here" in says("master-key")[0][1]
    monkeypatch.setenv("CHATWARD_MASTER_KEY", "short")
    assert levels(says("master-key", CHATWARD_MASTER_KEY="short")) == ["error"]
    monkeypatch.setenv("CHATWARD_MASTER_KEY", KEY)
    assert levels(says("master-key", CHATWARD_MASTER_KEY=KEY)) == ["ok"]
    (bot / "nowhere").mkdir()
    assert levels(says("store")) == ["ok"]


def test_a_redis_that_does_not_answer_is_an_error_without_its_password(bot, change, says):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        policy(bot, change, f'memory: {{store: "redis://:hunter2@127.0.0.1:{port}/0"}}\n')
        ((level, sentence),) = says("store")
        assert (level, f"127.0.0.1:{port} does not answer" in sentence) == ("error", True)
        assert "hunter2" not in sentence
        probe.listen()
        assert levels(says("store")) == ["ok"]


def test_a_rasa_with_other_hooks_is_an_error(says, monkeypatch):
    monkeypatch.setattr(guarding, "plugin_manager", lambda: pluggy.PluginManager("rasa"))
    ((level, sentence),) = says("hooks")
    assert level == "error"
    assert "modify_default_recipe_graph_predict_nodes" in sentence


def test_another_rasa_is_a_warning(says, monkeypatch):
    monkeypatch.setattr(guarding, "version", lambda _: "3.6.20")
    assert levels(says("hooks")) == ["warning"]


def test_a_channel_that_passes_on_clients_metadata_may_not_give_roles(change, says):
    option(change, role_key="staff_role")
    assert levels(says("roles")) == ["error"]
    change("credentials.yml", lambda data: (data.clear(), data.update(slack={"slack_token": None})))
    assert levels(says("roles")) == ["ok"]


def test_guarded_channels_give_roles_only_where_they_are_told_to_trust(change, says):
    option(change, role_key="staff_role")
    rest = "chatward_rasa.channels.RestInput"
    change("credentials.yml", lambda data: (data.clear(), data.update({rest: None})))
    assert levels(says("roles")) == ["ok"]
    assert says("channels") == []
    trusting = {"chatward": {"client_metadata": "trust"}}
    change("credentials.yml", lambda data: data.update({rest: trusting}))
    assert levels(says("roles")) == ["error"]
    own = {"chatward_rasa.channels.GuardedChannel": {"channel": "nowhere.Channel"}}
    change("credentials.yml", lambda data: (data.clear(), data.update(own)))
    assert "'nowhere.Channel': cannot be imported" in says("channels")[0][1]


def test_channels_that_cannot_be_imported_are_errors(bot, change, says):
    change("credentials.yml", lambda data: data.update({"nowhere.Channel": None}))
    assert "cannot be imported (ModuleNotFoundError)" in says("channels")[0][1]
    (bot / "own_channel.py").write_text("class Channel:\n    pass\n")
    change(
        "credentials.yml", lambda data: (data.clear(), data.update({"own_channel.Channel": None}))
    )
    assert "is no input channel" in says("channels")[0][1]


def test_variables_in_quotes_are_errors_and_unset_ones_warnings(bot, says):
    (bot / "credentials.yml").write_text('slack:\n  slack_token: "${SLACK}"\n')
    quoted, unset = says("variables")
    assert quoted[0] == "error"
    assert "credentials.yml, line 2" in quoted[1]
    assert unset == ("warning", "not set here: SLACK; Rasa does not start without them.")
    (bot / "credentials.yml").write_text("slack:\n  slack_token: ${SLACK}\n")
    assert levels(says("variables", SLACK="x")) == ["ok"]


def test_files_with_personal_data_are_a_warning_with_kinds_and_numbers(change, says):
    texts = [{"text": "mail kim@real-firm.internal"}]
    change("domain.yml", lambda domain: domain["responses"].update(utter_help=texts))
    ((level, sentence),) = says("files")
    assert level == "warning"
    assert "1 email-address" in sentence
    assert "kim" not in sentence


def test_the_command_ends_with_1_on_errors_and_0_on_warnings(bot, change, capsys):
    assert run(["rasa", "doctor", str(bot)]) == 0
    assert "warning model" in capsys.readouterr().out
    option(change, policy="nowhere.yml")
    assert run(["rasa", "doctor", "--json", str(bot)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert {"check", "level", "says"} == set(said[0])
    assert run(["rasa", "doctor", str(bot / "nowhere")]) == 2
