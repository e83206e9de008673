"""What commands say to bad policies, playbooks, stores, keys and prompts."""

from __future__ import annotations

import json
import subprocess

import pytest
from bad_input_parts import SAID, VAULT, process, refused
from memory_shell import KEYS

from chatward.audit.sqlite_log import SqliteLog
from chatward.audit.verify import verify_log
from chatward.memory.keys import VARIABLE

pytest_plugins = ["bad_input_fixtures"]

DOWN = "redis://127.0.0.1:1/0"
POLICIES = ["policy lint", "policy diff strict", "policy replay audit.jsonl --policy"]
PLAYBOOKS = [f"incident drill canary-seen --vault {VAULT} --playbook"]


@pytest.mark.parametrize("command", POLICIES + PLAYBOOKS)
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing", "cannot be read: no such file"),
        ("folder", "cannot be read: Is a directory"),
        ("binary", "not UTF-8"),
        ("empty", "is a mapping"),
        ("list", "is a mapping"),
        ("deep", "nesting without end"),
        ("bomb", "stand for too many values"),
        ("itself", "stand for too many values"),
        ("twice", "line 3: the key 'rules' stands twice"),
        ("tag", "not valid YAML"),
        ("slip", "Did you mean 'extends'?"),
    ],
)
def test_yaml_that_cannot_be_meant_is_refused(asked, command, name, told):
    assert told in refused(asked(f"{command} {name}"))


def test_a_slip_in_the_name_of_what_is_shipped_is_told(asked):
    assert "Did you mean 'strict'?" in refused(asked("policy lint stritc"))
    drill = f"incident drill canary-seen --playbook standrad --vault {VAULT}"
    assert "Did you mean 'standard'?" in refused(asked(drill))


STORED = ["incident list", "incident show x", "incident close x --note n", "known-good list"]
STORED += ["known-good purge", "known-good withdraw x --note n --audit audit.jsonl"]
STORED += ["prompt list", "prompt show x", "prompt keep x slip"]
STORED += ["incident drill canary-seen --playbook standard"]


@pytest.mark.parametrize("command", STORED)
@pytest.mark.parametrize("url", [DOWN, "env:NOT_SET", "nonsense", "sqlite:///binary"])
def test_a_store_that_is_not_there_is_told(asked, command, url):
    refused(asked(f"{command} --vault {url}"))


@pytest.mark.parametrize("command", STORED)
@pytest.mark.parametrize("key", [None, "abc", "not base64!"])
def test_without_its_master_key_a_store_is_left_alone(asked, monkeypatch, command, key):
    monkeypatch.setenv(VARIABLE, key) if key else monkeypatch.delenv(VARIABLE)
    assert VARIABLE in refused(asked(f"{command} --vault {VAULT}"))


RECORDED = [f"incident drill canary-seen --playbook standard --vault {VAULT} --audit"]
RECORDED += [f"incident close x --note n --vault {VAULT} --audit"]


@pytest.mark.parametrize("command", RECORDED)
@pytest.mark.parametrize("name", ["folder", "packed.gz", "other.db", "vault.db", "slip", "binary"])
def test_no_event_is_appended_to_what_is_no_log(asked, here, command, name):
    before = (here / name).read_bytes() if name != "folder" else b""
    assert name in refused(asked(f"{command} {name}"))
    assert name == "folder" or (here / name).read_bytes() == before


def test_a_command_goes_on_with_a_database_of_events(asked, here):
    SqliteLog("audit.db").close()
    status, _, _ = asked(f"{RECORDED[0]} audit.db")
    status, out, err = asked("audit search audit.db --event drill --count")
    assert (status, out, err) == (0, "1\n", "")


def test_a_command_signs_what_it_has_appended(here):
    # Its guard, and with it the log, is gone before the process ends.
    ended = process(f"{RECORDED[0]} audit.jsonl", subprocess.DEVNULL)
    assert ended.returncode == 0, ended.stderr
    count = len((here / "audit.jsonl").read_bytes().splitlines())
    assert verify_log(here / "audit.jsonl", KEYS).signed == count


def test_a_model_that_ends_the_program_does_not_end_the_test(asked, here):
    asked(f"prompt keep ada slip --vault {VAULT}")
    (here / "leaving_bot.py").write_text("raise SystemExit(0)\n", "utf-8")
    (here / "rows.jsonl").write_text(json.dumps({"id": 1, "text": "x", "label": "attack"}), "utf-8")
    line = f"prompt test ada --model leaving_bot:f --rows rows.jsonl --vault {VAULT}"
    assert "SystemExit" in refused(asked(line))


@pytest.mark.parametrize("name", ["missing", "folder", "binary", "long", "empty"])
def test_what_is_no_prompt_is_refused(asked, name):
    refused(asked(f"prompt harden {name}"))
    refused(asked(f"prompt keep ada {name} --vault {VAULT}"))


@pytest.mark.parametrize("days", ["0", "-1", "nan", "inf", "1e308", "3651"])
def test_no_text_is_good_for_ever_or_for_no_time(asked, here, days):
    reference = json.loads((here / "audit.jsonl").read_bytes().splitlines()[1])["reference"]
    (here / "said").write_text(SAID, "utf-8")
    line = f"appeal {reference} --verdict false-alarm --note n --text said --days {days}"
    assert "3650 days" in refused(asked(f"{line} --audit audit.jsonl --vault {VAULT}"))
