"""Commands that other packages add: found by entry point, imported when called."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COMMANDS = """
import sys
import typer

print("imported", file=sys.stderr)
app = typer.Typer()

@app.command()
def greet(name: str, loud: bool = False):
    print(f"hello {name}{'!' if loud else ''}")

@app.command()
def refuse():
    raise typer.Exit(7)
"""
ENTRY_POINTS = """
[chatward.commands]
shop = shop_commands:app
broken = no_such_module:app
odd = shop_commands:sys
check = shop_commands:app
"""


@pytest.fixture
def chatward(tmp_path):
    """Runs a command line where another package has added commands."""
    (tmp_path / "shop_commands.py").write_text(COMMANDS)
    info = tmp_path / "shop-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    path = os.pathsep.join([str(tmp_path), *sys.path])

    def call(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "chatward", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )

    return call


def test_an_added_command_runs_with_its_own_arguments_and_help(chatward):
    ran = chatward("shop", "greet", "anna", "--loud")
    assert (ran.returncode, ran.stdout) == (0, "hello anna!\n")
    assert "--loud" in chatward("shop", "greet", "--help").stdout
    assert "greet" in chatward("shop", "--help").stdout


def test_its_exit_status_and_its_usage_errors_are_ours(chatward):
    assert chatward("shop", "refuse").returncode == 7
    ran = chatward("shop", "greet", "anna", "--quiet")
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[1:] == [ran.stderr.splitlines()[-1]]
    assert ran.stderr.splitlines()[-1].startswith("chatward shop greet: ")


def test_it_is_listed_without_being_imported(chatward):
    ran = chatward("--help")
    assert " shop " in ran.stdout
    assert ran.stderr == ""


@pytest.mark.parametrize("name", ["broken", "odd"])
def test_a_command_that_cannot_be_loaded_says_so_and_troubles_no_other(chatward, name):
    ran = chatward(name)
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith(f"chatward {name}: ")
    assert "Traceback" not in ran.stderr
    assert chatward("check", "hello").returncode == 0


def test_nobody_takes_the_place_of_a_built_in_command(chatward):
    ran = chatward("check", "Mail anna@example.org")
    assert "<EMAIL_ADDRESS>" in ran.stdout
    assert "imported" not in ran.stderr
