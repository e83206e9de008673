"""`lint --fix`: surrogates for values, variables for secrets, and nothing else touched."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.utils.io import read_yaml

from chatward import Guard
from chatward.cli import run
from chatward_rasa.lint.allowed import FILE, Allowed
from chatward_rasa.lint.files import parse_bot_file
from chatward_rasa.lint.fixing import StandIns, fixed
from chatward_rasa.lint.looking import look_at
from chatward_rasa.lint.run import lint

GUARD = Guard(store="memory:")
KEY = "AKIAQYLPMN5HHHFPZAM2"
NLU = """\
version: "3.1"  # stays
nlu:
- intent: contact   # ask Anna at once
  examples: |
    - mail [kim@real-firm.internal](email) please
    - i am [Anna Schmidt]{"entity": "name", "role": "own", "value": "Anna Schmidt"}
    - card 4917 6100 0000 0000
    - the key AKIAQYLPMN5HHHFPZAM2
    - nothing here
- lookup: colleague
  examples: |
    - Anna Schmidt
"""
DOMAIN = """\
responses:
  utter_a:
  - text: "Ask \\"kim@real-firm.internal\\", not 'me'"
  - text: 'It''s kim@real-firm.internal'
"""


@pytest.fixture
def bot(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nlu.yml").write_text(NLU)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    return tmp_path


def fix(folder):
    return lint(folder, GUARD, fix=True)


def test_values_go_and_everything_around_them_stays(bot):
    assert fix(bot).left == 0
    text = (bot / "data" / "nlu.yml").read_text()

    assert not any(value in text for value in ("kim@real", "Anna", "4917", KEY))
    mail = re.search(r"mail \[([\w.]+@example\.(?:org|com|net))\]\(email\) please", text)[1]
    name = re.search(r'\[(.+)\]\{"entity": "name", "role": "own", "value": "(.+)"\}', text)
    assert name[1] == name[2]
    assert "<AWS_ACCESS_KEY>" in text
    assert re.search(r"card \d{4} \d{4} \d{4} \d{4}\n", text)
    assert f"    - {name[1]}\n" in text
    assert mail in (bot / "domain.yml").read_text()


def test_only_the_lines_with_findings_change(bot):
    fix(bot)
    after = (bot / "data" / "nlu.yml").read_text().splitlines()
    changed = [n for n, line in enumerate(NLU.splitlines(), start=1) if line != after[n - 1]]
    assert changed == [3, 5, 6, 7, 8, 12]


def test_quotes_and_escapes_stay_good(bot):
    fix(bot)
    text = (bot / "domain.yml").read_text()
    first, second = (each["text"] for each in yaml.safe_load(text)["responses"]["utter_a"])
    assert re.fullmatch(r'Ask "[\w.]+@example\.\w+", not \'me\'', first)
    assert re.fullmatch(r"It's [\w.]+@example\.\w+", second)
    assert "It''s" in text


def test_a_name_with_an_apostrophe_is_escaped_as_its_quotes_ask_for():
    for quote, escaped in (("'", "O''Hara"), ('"', "O'Hara")):
        text = f"responses:\n  utter_a:\n  - text: {quote}my name is Anna Schmidt{quote}\n"
        file = parse_bot_file(Path("domain.yml"), "domain.yml", text)
        stand_ins = StandIns()
        found = look_at(file, GUARD, Allowed())
        stand_ins._made[found[0].kind, found[0].value] = "Kim O'Hara"
        new, left = fixed(file, found, stand_ins)
        assert not left
        assert escaped in new.text
        said = yaml.safe_load(new.text)["responses"]["utter_a"][0]["text"]
        assert said == "my name is Kim O'Hara"


def test_a_second_run_finds_nothing_and_changes_nothing(bot):
    fix(bot)
    before = {path: path.read_bytes() for path in bot.rglob("*.yml")}

    assert lint(bot, GUARD).hits == []
    assert fix(bot).hits == []
    assert {path: path.read_bytes() for path in bot.rglob("*.yml")} == before


def test_surrogates_that_look_real_are_written_down_and_no_real_value_is(bot):
    fix(bot)
    allowed = yaml.safe_load((bot / FILE).read_text())["allow"]
    assert 0 < len(allowed) <= 2  # names; the rest comes from reserved ranges
    assert not any("Anna" in each for each in allowed)


def test_with_a_master_key_a_value_has_the_same_surrogate_in_every_run(bot, monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
    texts = []
    for _ in range(2):
        (bot / "data" / "nlu.yml").write_text(NLU)
        fix(bot)
        texts.append((bot / "data" / "nlu.yml").read_text())
    assert texts[0] == texts[1]


def test_secrets_in_settings_become_variables_that_rasa_can_read(bot, monkeypatch):
    (bot / "credentials.yml").write_text('slack:\n  slack_token: "anything"  # old\n')
    (bot / "endpoints.yml").write_text(
        "tracker_store:\n  type: SQL\n  password: 'hunter2hunter2'\n"
        "event_broker:\n  url: amqp://bot:hunter2xx@mq.internal:5672\n"
    )
    report = fix(bot)

    assert report.variables == ["EVENT_BROKER_URL", "SLACK_TOKEN", "TRACKER_STORE_PASSWORD"]
    assert (bot / "credentials.yml").read_text() == "slack:\n  slack_token: ${SLACK_TOKEN}  # old\n"
    monkeypatch.setenv("TRACKER_STORE_PASSWORD", "secret")
    monkeypatch.setenv("EVENT_BROKER_URL", "amqp://x")
    read = read_yaml((bot / "endpoints.yml").read_text())
    assert read["tracker_store"]["password"] == "secret"
    assert lint(bot, GUARD).hits == []


def test_two_secrets_at_the_same_key_get_two_variables(bot):
    for name, secret in (("endpoints.yml", "hunter2hunter2"), ("endpoints_b.yml", "other4other4")):
        (bot / name).write_text(f"tracker_store:\n  password: {secret}\n")
    assert fix(bot).variables == ["TRACKER_STORE_PASSWORD", "TRACKER_STORE_PASSWORD_2"]


def test_what_cannot_be_replaced_stays_is_told_and_holds_up_nothing_else(bot):
    broker = 'event_broker: {type: pika, url: "amqp://bot:hunter2xx@mq.internal:5672"}\n'
    (bot / "endpoints.yml").write_text(broker + "tracker_store:\n  password: hunter2hunter2\n")
    report = fix(bot)

    assert [(hit.line, hit.fixed) for hit in report.hits if hit.file == "endpoints.yml"] == [
        (1, False),
        (3, True),
    ]
    assert broker in (bot / "endpoints.yml").read_text()


def test_a_value_that_runs_over_an_annotation_stays(bot):
    (bot / "data" / "nlu.yml").write_text(
        "nlu:\n- intent: x\n  examples: |\n    - i am [Anna](first) [Schmidt](last)\n"
    )
    report = fix(bot)
    assert [hit.fixed for hit in report.hits if hit.file == "data/nlu.yml"] == [False]


def test_line_ends_and_modes_stay(bot):
    path = bot / "domain.yml"
    path.write_bytes(DOMAIN.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    fix(bot)
    assert path.read_bytes().count(b"\r\n") == 4
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in bot.iterdir()) == [FILE, "data", "domain.yml"]


def test_the_command_tells_what_it_did(bot, capsys):
    (bot / "credentials.yml").write_text("slack:\n  slack_token: anything\n")
    assert run(["rasa", "lint", "--fix", "--locale", "de_DE", str(bot)]) == 0
    said = capsys.readouterr().out
    assert "credentials.yml:2:16 literal-secret (replaced)" in said
    assert "to set in the environment of Rasa: SLACK_TOKEN" in said
    assert "anything" not in said
    assert run(["rasa", "lint", str(bot)]) == 0


def test_an_unknown_locale_is_refused_before_anything_is_written(bot, capsys):
    assert run(["rasa", "lint", "--fix", "--locale", "xx_YY", str(bot)]) == 2
    assert (bot / "domain.yml").read_text() == DOMAIN


@given(
    st.lists(
        st.sampled_from(
            [
                "mail kim@real-firm.internal",
                "hi: there",
                "# no",
                "it's",
                '"so"',
                "{x}",
                "call +49 171 1234567",
            ]
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["'", '"', "|"]),
)
def test_a_fixed_file_says_the_same_but_for_the_values(words, style):
    said = " ".join(words)
    if style == "|":
        written = "|\n" + textwrap.indent(said, "      ")
    else:
        escaped = said.replace("'", "''") if style == "'" else said.replace('"', '\\"')
        written = f"{style}{escaped}{style}"
    text = f"responses:\n  utter_a:\n  - text: {written}\n  - text: end\n"
    file = parse_bot_file(Path("domain.yml"), "domain.yml", text)
    new, left = fixed(file, look_at(file, GUARD, Allowed()), StandIns())

    assert not left
    assert "real-firm" not in new.text
    before, after = (yaml.safe_load(each)["responses"]["utter_a"] for each in (text, new.text))
    assert after[1] == before[1]
    values = r"\+?[\d ]{9,}|\S+@\S+"
    assert re.sub(values, "*", after[0]["text"]) == re.sub(values, "*", before[0]["text"])
