"""Every command that the page about the command line shows is run, and its output compared.

`$ ` begins a command and `> ` goes on with it; what follows is its output, in which `...` stands
for anything. A line `<!-- file: NAME -->` above a snippet makes it a file.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8")
FILES = re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SESSIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_in_the_docs_goes_as_shown(session, tmp_path):
    for name, content in FILES:
        (tmp_path / name).write_text(content, encoding="utf-8")
    for typed, wanted in COMMAND.findall(session):
        said = shell(typed.replace("\n> ", "\n"), tmp_path)
        assert doctest.OutputChecker().check_output(wanted, said, doctest.ELLIPSIS), said


def test_every_command_and_option_is_in_the_docs(tmp_path):
    for command in ("check", "redact", "scan", "evaluate", "train"):
        shown = shell(f"chatward {command} --help", tmp_path)
        options = set(re.findall(r"(?<!\w)--[a-z]+", shown)) - {"--help"}
        assert options
        assert not [option for option in options if f"`{option}" not in PAGE]
    shown = shell("chatward --help", tmp_path).partition("Commands")[2]
    for command in re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE):
        assert f"`chatward {command}" in PAGE


def shell(typed, folder):
    command = f'chatward() {{ {shlex.quote(sys.executable)} -m chatward "$@"; }}\n{typed}'
    paths = [os.path.abspath(each) for each in sys.path if each]  # noqa: PTH100 (need not exist)
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return ran.stdout.decode()
