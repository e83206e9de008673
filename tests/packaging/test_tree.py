"""Rules that hold for every file of the project."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

LONGEST_FILE = 300  # lines
# What langchain-core stands on, in the versions that it wants; the SDK is who exports spans; pytest
# is there whenever its plugin is loaded.
BROUGHT_ALONG = {"pydantic", "typing-extensions", "langsmith", "opentelemetry-sdk", "pytest"}
NAMESPACE_FREE = [Path("core"), Path("integrations")]
NAMESPACE_FREE += [Path("integrations/langchain"), Path("integrations/rasa")]

# Brackets keep these patterns from finding themselves.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|tm[p]|hom[e]/\w+)/")
REGISTRIES = re.compile(r"p[y]pi\.org|p[y]thonhosted|registry\.n[p]mjs|i[n]dex-url|find-l[i]nks")
SAYS_NOTHING = re.compile(r"(?:utils?|helpers?|misc|common|manager|base)\.py")


def _texts(root: Path, tree: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in tree:
        try:
            yield path, (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_folder_can_shadow_a_framework(tree):
    inits = [path for path in tree if path.name == "__init__.py"]
    assert not [p for p in inits if p.parent in NAMESPACE_FREE or p.parts[0] == "tests"]


def test_no_python_file_is_too_long_to_read_in_one_sitting(root, tree):
    python = [path for path in tree if path.suffix == ".py"]
    lines = {p: len((root / p).read_text(encoding="utf-8").splitlines()) for p in python}
    assert not {str(path): count for path, count in lines.items() if count > LONGEST_FILE}


def test_every_module_is_named_for_what_is_in_it(tree):
    assert not [str(path) for path in tree if SAYS_NOTHING.fullmatch(path.name)]


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["paths", "registries"])
def test_no_file_names_a_place_that_only_one_machine_knows(root, tree, pattern):
    assert not [str(path) for path, text in _texts(root, tree) if pattern.search(text)]


def _name(requirement: str) -> str:
    """Return the name in a requirement, spelled as the index spells it."""
    return re.split(r"[\[<>=;~! ]", requirement)[0].lower().replace("_", "-")


def _imported(source: str) -> set[str]:
    """Return the top-level names of other people's modules that a file imports, lazily or not."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    return {top for top in tops if not top.startswith("chatward")}


def _requirements(project: dict[str, Any]) -> set[str]:
    """The names of all requirements, at run time and in extras; chatward's own extras left out."""
    extras = project["project"]["optional-dependencies"].values()
    lines = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return {_name(line) for line in lines} - {"chatward"}


def test_every_dependency_has_its_reason_and_every_reason_its_dependency(root, project):
    page = (root / "docs/dependencies.md").read_text(encoding="utf-8")
    reasons = dict(re.findall(r"^\| `([\w.-]+)` \|(?: `\w+` \|)? (\S.*) \|$", page, re.MULTILINE))
    assert {_name(package) for package in reasons} == _requirements(project)


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        (
            "core",
            [
                "metrics",
                "ner",
                "onnx",
                "otel",
                "plot",
                "redis",
                "report",
                "surrogates",
                "train",
                "webhook",
            ],
        ),
        ("integrations/langchain", ["langchain", "agents"]),
    ],
)
def test_everything_that_is_imported_is_declared(root, project, tree, folder, extras):
    optional = project["project"]["optional-dependencies"]
    lines = [
        *project["project"]["dependencies"],
        *(line for extra in extras for line in optional[extra]),
    ]
    declared = {_name(line) for line in lines} | BROUGHT_ALONG
    owners = packages_distributions()
    for path in tree:
        if path.is_relative_to(folder) and path.suffix == ".py":
            for module in _imported((root / path).read_text(encoding="utf-8")):
                assert declared & {_name(owner) for owner in owners.get(module, [module])}, path


def test_constraints_hold_names_and_versions_only(root):
    line = re.compile(r"#.*|[\w.-]+==[\w.!+]+(?: *; python_version (?:<|>=) '3\.\d+')?|")
    for path in (root / "constraints").glob("*.txt"):
        for text in path.read_text(encoding="utf-8").splitlines():
            assert line.fullmatch(text), f"{path.name}: {text}"


def test_every_news_fragment_can_be_gathered(root):
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "0"]
    draft = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    for path in (root / "changelog.d").glob("*.*.md"):
        sentence = path.read_text(encoding="utf-8").strip()
        assert "\n" not in sentence
        assert sentence.endswith(".")
        assert sentence[:60] in " ".join(draft.split())


def test_the_scripts_of_the_front_door_can_be_run(root, tree):
    scripts = [path for path in tree if path.suffix == ".sh" or path == Path(".ci/run")]
    assert scripts
    for path in scripts:
        assert (root / path).stat().st_mode & 0o111, path
        subprocess.run(["bash", "-n", path], cwd=root, check=True)


def test_plain_make_says_what_each_target_does(root):
    shown = subprocess.run(["make"], cwd=root, check=True, capture_output=True, text=True).stdout
    for target in ("setup", "demo", "test", "test-fast", "check", "bench", "clean"):
        assert re.search(rf"^make {target} +\S", shown, re.MULTILINE)
