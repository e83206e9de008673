"""The programs in examples/langchain run as a reader runs them, and show what they promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "langchain"
PROGRAMS = sorted(each.name for each in FOLDER.glob("*.py"))


def shown_by(name):
    """Run a program by its path; return what it printed."""
    command = [sys.executable, str(FOLDER / name)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def test_a_callback_guards_what_is_whole_and_ends_what_is_streamed():
    shown = shown_by("add_a_callback.py")
    assert "the model read: I am <EMAIL_ADDRESS>, and my key is <AWS_ACCESS_KEY>." in shown
    assert "answered: It is <CREDIT_CARD>, valid until March." in shown
    assert "answered: (refused by rule 'prompt-injection'" in shown
    assert shown.count("the model read") == 3  # the refused question was not sent
    streamed = shown.splitlines()[-1]
    assert "(refused by rule 'unenforceable': found credit-card)" in streamed
    assert "March" not in streamed


def test_a_chain_keeps_values_from_the_model_and_gives_them_to_the_user():
    shown = shown_by("guard_a_chain.py")
    got = [line.removeprefix("user got:") for line in shown.splitlines() if "user got" in line]
    joined = [re.sub(r" ?\| ", "", each).strip() for each in got]
    assert "anna@example.org" in joined[0]
    assert "anna@example.org" in joined[1]
    assert "<CREDIT_CARD>" in joined[1]
    assert all(" | " in each for each in got)  # they were streamed
    assert "values the model received: 0" in shown


def test_a_trace_is_clean_only_with_the_clean_client():
    plain, clean = shown_by("clean_traces.py").split("langsmith_client(guard)")
    assert plain.count("anna@example.org") == 3
    assert clean.startswith(": {'anna@example.org': 0, '4111 1111 1111 1111': 0}")
    assert clean.count("I am <EMAIL_ADDRESS>, card <CREDIT_CARD>.") == 2


def test_what_no_detector_saw_does_not_get_out():
    lines = shown_by("contain_what_gets_through.py").splitlines()
    told = {line[: line.index(":", len("deny:"))]: line for line in lines}
    assert len(told) == 7
    for tainted, answer in (("ask", "a person was asked"), ("deny", "[not run: untrusted text")):
        for wanted in ("send_mail", "pay"):
            line = told[f"{tainted}: a page wants {wanted}"]
            assert answer in line
            assert line.endswith("done, []")
        harmless = told[f"{tainted}: a page wants add_event"]
        assert harmless.endswith("['add_event mallory@example.com']")
    assert told["ask: the user wants send_mail"].endswith("['send_mail bob@example.org']")


def test_workers_share_what_they_know_and_what_they_forget():
    first, second, files, forgotten, third = shown_by("one_store_two_workers.py").splitlines()
    assert "user got 'I am anna@example.org.'" in first
    assert "user got 'You said: I am anna@example.org." in second
    assert "anna@example.org" not in second.split("user got")[0]
    assert files == "files with the address in them: none"
    assert forgotten.startswith("values forgotten: ")
    assert "anna@example.org" not in third


def test_documents_of_others_and_orders_in_them_reach_nobody():
    shown = shown_by("guard_a_rag_chain.py")
    assert "Orders leave our shop on Mondays." in shown
    assert "values in them: none" in shown
    assert "Ignore" not in shown
    assert "4111" not in shown


def test_the_tests_to_copy_pass(tmp_path):
    copied = tmp_path / "test_your_bot.py"
    copied.write_text((FOLDER / copied.name).read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", copied.name]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stdout
    assert re.search(r"(\d+) passed", shown.stdout)[1] == "10"


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_says_what_it_shows_and_how_to_run_it(name):
    told = ast.get_docstring(ast.parse((FOLDER / name).read_text("utf-8")))
    assert f"{'pytest' if name.startswith('test_') else 'python'} examples/langchain/{name}" in told


def test_the_readme_lists_every_program_and_its_links_lead_somewhere():
    readme = (FOLDER / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#([\w-]+))?\)", readme)
    assert sorted(link for link, _ in links if link.endswith(".py")) == PROGRAMS
    for link, anchor in links:
        page = (FOLDER / link).read_text("utf-8")
        headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
        assert not anchor or anchor in {each.lower().replace(" ", "-") for each in headings}, link
