"""The wheel and the sdist, really built."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

PACKAGES = {"chatward", "chatward_langchain", "chatward_rasa"}


@pytest.fixture(scope="session")
def wheel(archives: Path) -> Path:
    return next(archives.glob("*.whl"))


@pytest.fixture(scope="session")
def in_wheel(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def in_sdist(archives: Path) -> set[str]:
    with tarfile.open(next(archives.glob("*.tar.gz"))) as archive:
        return {"/".join(PurePosixPath(name).parts[1:]) for name in archive.getnames()}


def test_the_wheel_installs_exactly_three_import_names(in_wheel):
    tops = {PurePosixPath(name).parts[0] for name in in_wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_every_package_says_that_it_is_typed(in_wheel, package):
    assert f"{package}/py.typed" in in_wheel


def test_the_wheel_holds_every_file_of_the_source_roots(in_wheel, tree):
    roots = ["core", "integrations/langchain", "integrations/rasa"]
    sources = {
        path.relative_to(folder).as_posix()
        for path in tree
        for folder in roots
        if path.is_relative_to(folder) and path.relative_to(folder).parts[0] in PACKAGES
    }
    assert sources
    assert sources <= in_wheel


def test_the_wheel_holds_the_policy_profiles(in_wheel):
    for profile in ("balanced", "strict", "monitor"):
        assert f"chatward/policy/profiles/{profile}.yml" in in_wheel


def test_the_wheel_offers_the_command_and_the_licence(wheel, in_wheel):
    info = next(name for name in in_wheel if name.endswith("/entry_points.txt"))
    with ZipFile(wheel) as archive:
        assert "chatward = chatward.cli:main" in archive.read(info).decode()
    assert any(name.endswith("/licenses/LICENSE") for name in in_wheel)


def test_the_sdist_holds_what_is_needed_to_test_it(in_sdist):
    needed = {
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "constraints/core.txt",
        "scripts/run-tests.sh",
        "tests/conftest.py",
        "docs/dependencies.md",
    }
    assert needed <= in_sdist


def test_the_sdist_holds_no_environment_and_no_result(in_sdist):
    unwanted = (".venv", ".cache", ".git/", ".demo", "__pycache__", ".rasa/", "models/")
    assert not [name for name in in_sdist if any(part in name for part in unwanted)]


def test_the_wheel_works_where_nothing_of_the_tree_is_in_reach(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import chatward;"
        "d = chatward.Guard().inspect('Mail anna@example.org', origin='user');"
        "print(chatward.__file__); print(d.text)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    place, text = ran.stdout.splitlines()
    assert Path(place).is_relative_to(tmp_path)
    assert text == "Mail <EMAIL_ADDRESS>"
