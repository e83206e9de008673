"""What lint finds in a bot's files, where, and what it leaves alone."""

from __future__ import annotations

import json
import textwrap

import pytest

from chatward import Guard
from chatward.cli import run
from chatward_rasa.lint.allowed import FILE, LintError
from chatward_rasa.lint.made_up import is_made_up
from chatward_rasa.lint.run import lint

GUARD = Guard(store="memory:")
KEY = "AKIAQYLPMN5HHHFPZAM2"


@pytest.fixture
def write(tmp_path):
    """Writes a file of the bot."""

    def to(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    return to


@pytest.fixture
def found(tmp_path):
    """Lints the folder; returns where what was found."""

    def look():
        report = lint(tmp_path, GUARD)
        assert not report.broken
        return [f"{hit.file}:{hit.line}:{hit.column} {hit.kind}" for hit in report.hits]

    return look


def nlu(*examples):
    return "\n".join(["nlu:", "- intent: x", "  examples: |", *(f"    - {e}" for e in examples)])


def test_an_example_is_read_without_its_annotations(write, found):
    write(
        "data/nlu.yml",
        nlu("mail [kim@real-firm.internal](email)", "i am [Anna](first) [Schmidt](last)"),
    )
    assert found()[0] == "data/nlu.yml:4:13 email-address"
    assert any(each.startswith("data/nlu.yml:5:") and each.endswith("person") for each in found())


def test_the_name_of_an_entity_tells_what_its_value_is(write, found):
    write("data/nlu.yml", nlu("hello [Anna Schmidt](name)"))
    assert found() == ["data/nlu.yml:4:14 person"]


def test_values_within_an_annotation_are_seen(write, found):
    write("data/nlu.yml", nlu('my [firm]{"entity": "email", "value": "kim@real-firm.internal"}'))
    assert [each.split()[1] for each in found()] == ["email-address"]


def test_what_was_found_once_is_found_everywhere(write, found):
    write(
        "data/nlu.yml", nlu("my name is Anna Schmidt", "ask anna schmidt or Anna Schmidt of sales")
    )
    write("domain.yml", "responses:\n  utter_a:\n  - text: Anna Schmidt\n")
    assert [each.split()[0] for each in found()] == [
        "domain.yml:3:11",
        "data/nlu.yml:4:18",
        "data/nlu.yml:5:27",
    ]


def test_stories_rules_and_test_stories_are_looked_at(write, found):
    write(
        "tests/test_stories.yml",
        """
        stories:
        - story: one
          steps:
          - user: |
              my name is [Anna Schmidt](name)
            intent: inform
          - slot_was_set:
            - name: Anna Schmidt
        """,
    )
    assert [each.split()[0] for each in found()] == [
        "tests/test_stories.yml:5:19",
        "tests/test_stories.yml:8:13",
    ]


def test_responses_comments_and_quoted_texts_are_looked_at(write, found):
    write(
        "domain.yml",
        r"""
        intents: [x]
        responses:
          utter_a:  # ask lee@real-firm.internal
          - text: "a\tkim@real-firm.internal \"quoted\""
          - text: 'it''s kim@real-firm.internal'
          - text: |   # or max@real-firm.internal
              kim@real-firm.internal
        """,
    )
    assert [each.split()[0] for each in found()] == [
        "domain.yml:3:19",
        "domain.yml:4:15",
        "domain.yml:5:18",
        "domain.yml:6:20",
        "domain.yml:7:7",
    ]


def test_secrets_in_settings_are_found_by_their_look_or_by_their_key(write, found):
    write("credentials.yml", 'slack:\n  slack_token: "anything"\n  slack_channel: C01\nrest:\n')
    write(
        "endpoints.yml",
        """
        tracker_store:
          type: SQL
          url: 10.1.2.3
          username: rasa
          password: hunter2hunter2
        event_broker:
          url: amqp://bot:hunter2xx@mq.internal:5672
        action_endpoint:
          url: ${ACTIONS}
          token: ${TOKEN}
        """,
    )
    assert found() == [
        "credentials.yml:2:17 literal-secret",
        "endpoints.yml:5:13 password",
        "endpoints.yml:7:8 url-credentials",
    ]


def test_a_secret_in_an_example_is_found(write, found):
    write("data/nlu.yml", nlu(f"the key is {KEY}"))
    assert found() == ["data/nlu.yml:4:18 aws-access-key"]


def test_what_is_made_up_for_sure_is_fine(write, found):
    write(
        "data/nlu.yml",
        nlu(
            "mail [kim@example.org](email) or lee@mail.example.com or a@firm.test",
            "card 4111 1111 1111 1111",
            "call (212) 555-0143 or +44 7700 900 456",
            "EMAIL_ADDRESS_1_k7f3q2mz and <EMAIL_ADDRESS>",
        ),
    )
    assert found() == []


@pytest.mark.parametrize(
    ("kind", "value", "made_up"),
    [
        ("email-address", "kim@example.org.real-firm.internal", False),
        ("email-address", "kim@notexample.org", False),
        ("credit-card", "4917 6100 0000 0000", False),
        ("phone-number", "+49 171 1234567", False),
        ("phone-number", "+49 30 23125 123", True),
        ("ip-address", "192.0.2.7", True),
        ("ip-address", "8.8.8.8", False),
        ("iban-code", "DE25 0000 0000 0532 0130 00", True),
        ("iban-code", "DE89 3704 0044 0532 0130 00", False),
        ("us-ssn", "912-34-5678", True),
        ("us-ssn", "512-34-5678", False),
        ("uk-nino", "QQ123456A", True),
        ("mac-address", "00:00:5E:00:53:12", True),
        ("uk-nhs", "999 123 4560", True),
        ("person", "Anna Schmidt", False),
        ("person", "Kim Example", True),
    ],
)
def test_only_reserved_ranges_are_made_up(kind, value, made_up):
    assert is_made_up(kind, value) is made_up


def test_a_comment_leaves_a_line_out_and_so_it_does_for_a_whole_block(write, found):
    write(
        "domain.yml",
        """
        responses:
          utter_a:
          - text: kim@real-firm.internal  # chatward: ignore
          - text: kim@real-firm.internal  # chatward: ignore [person]
          - text: |  # chatward: ignore [email-address, person]
              two lines, and
              kim@real-firm.internal
        """,
    )
    assert found() == ["domain.yml:4:11 email-address"]


def test_kinds_and_values_can_be_allowed_for_the_folder(write, found):
    write("data/nlu.yml", nlu("my name is Anna Schmidt", "card 4917 6100 0000 0000"))
    write(FILE, "ignore: [credit-card]\nallow: [Anna Schmidt]\n")
    assert found() == []


@pytest.mark.parametrize("text", ["ignore: yes\n", "kinds: []\n", "a: [\n", "- x\n"])
def test_a_wrong_allow_file_says_so(write, tmp_path, text):
    write(FILE, text)
    with pytest.raises(LintError, match="chatward-lint"):
        lint(tmp_path, GUARD)


def test_models_environments_and_other_peoples_files_are_left_out(write, found):
    for name in ("models/x.yml", ".rasa/x.yml", "env/domain.yml", "docker-compose.yml"):
        write(
            name,
            "services: {a: kim@real-firm.internal}\n"
            if "docker" in name
            else nlu("kim@real-firm.internal"),
        )
    write("env/pyvenv.cfg", "")
    assert found() == []


def run_lint(*arguments):
    return run(["rasa", "lint", *map(str, arguments)])


def test_the_command_tells_places_and_never_values(write, tmp_path, capsys):
    write("data/nlu.yml", nlu("mail kim@real-firm.internal"))

    assert run_lint(tmp_path) == 1
    assert capsys.readouterr().out == "data/nlu.yml:4:12 email-address\n"
    assert run_lint(tmp_path, "--json") == 1
    said = capsys.readouterr().out
    assert json.loads(said)["hits"][0]["kind"] == "email-address"
    assert "kim" not in said


def test_a_clean_bot_ends_with_0(write, tmp_path, capsys):
    write("data/nlu.yml", nlu("hello"))
    assert run_lint(tmp_path) == 0
    assert capsys.readouterr().out == ""


def test_a_policy_can_let_kinds_pass(write, tmp_path):
    write("data/nlu.yml", nlu("mail kim@real-firm.internal"))
    write(
        "guard.policy",
        "extends: balanced\nname: p\nrules:\n- name: mails\n  kinds: [email-address]\n"
        "  origins: [training]\n  action: allow\n",
    )
    assert run_lint(tmp_path, "--policy", tmp_path / "guard.policy") == 0


def test_what_cannot_be_read_ends_with_2_and_is_named_without_its_text(write, tmp_path, capsys):
    write("domain.yml", "responses: [kim@real-firm.internal\n")
    assert run_lint(tmp_path) == 2
    said = capsys.readouterr().err
    assert "domain.yml: is no YAML, line 2" in said
    assert "kim" not in said
    assert run_lint(tmp_path / "nowhere") == 2
    assert "is no folder" in capsys.readouterr().err
