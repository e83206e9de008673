"""What README and docs show is what happens: snippets are run, and their results compared.

How a snippet is read. All Python snippets of a page run in order, in one namespace and an empty
folder. A comment behind a statement, or right below it, states its result; a comment behind
something that has no result is only a comment. `...` in a result stands for anything.
A line `<!-- file: NAME -->` above a snippet makes it a file of that name in the folder;
`<!-- not run: REASON -->` leaves it out. YAML is a policy unless it is one of Rasa's files.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatward import Guard
from chatward.audit.log import LOGGER
from chatward.detectors import BUILTIN, FAMILIES
from chatward.kinds import PRESIDIO_KINDS
from chatward.policy.check import check_policy
from chatward.policy.file import parse_policy

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    each
    for part in ("", "core", "integrations/*", "docs/**")
    for each in ROOT.glob(f"{part}/*.md".lstrip("/"))
)

# Pages whose snippets need a framework; they run in the environment that has it.
NEEDS = {
    "docs/agents.md": "langchain",
    "docs/documents.md": "langchain_core",
    "docs/edge.md": "langgraph",
    "docs/langchain.md": "langchain_core",
    "docs/metrics.md": "prometheus_client",
    "docs/moving.md": "langchain",
}

# What stands at the top level of Rasa's own files.
RASA_KEYS = {"pipeline", "policies", "importers", "recipe", "nlu", "rules", "stories", "slots"}
RASA_KEYS |= {"tracker_store", "event_broker", "nlg", "rest", "intents", "entities", "forms"}
POLICY_RULE_KEYS = {"kinds", "action"}

_SNIPPET = re.compile(
    r"(?:^<!-- (?P<mark>file|not run): (?P<said>.+?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>\w+)\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Snippet:
    """One fenced block of a page."""

    page: str
    line: int
    language: str
    body: str
    mark: str
    said: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def snippets_of(text: str, page: str) -> Iterator[Snippet]:
    for match in _SNIPPET.finditer(text):
        line = text.count("\n", 0, match.start("body")) + 1
        indent = len(match["indent"])
        body = "".join(each[indent:] for each in match["body"].splitlines(keepends=True))
        yield Snippet(page, line, match["language"], body, match["mark"] or "", match["said"] or "")


def _all(language: str) -> list[Snippet]:
    return [
        snippet
        for path in PAGES
        for snippet in snippets_of(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
        if snippet.language == language
    ]


def _is_rasa(data: Any) -> bool:
    if not isinstance(data, dict) or not RASA_KEYS & data.keys():
        return False
    rules = data.get("rules") or []
    return not any(POLICY_RULE_KEYS & rule.keys() for rule in rules)


PYTHON = _all("python")
# A snippet that is a file is loaded by the Python of its page, which may show how it is refused.
POLICIES = [
    each for each in _all("yaml") if not each.mark and not _is_rasa(yaml.safe_load(each.body))
]


# --- running --------------------------------------------------------------------------------


def run(snippet: Snippet, names: dict[str, Any]) -> int:
    """Run a snippet and compare what it shows; return how many results were compared."""
    if snippet.body.startswith(">>>"):
        return _run_session(snippet, names)
    compared = 0
    for statement in ast.parse(snippet.body).body:
        shown = _execute(statement, snippet, names)
        wanted = _comment_after(snippet.body.splitlines(), statement)
        if shown and wanted:
            compared += 1
            assert any(_agree(wanted, each) for each in shown), (
                f"{snippet.page}:{snippet.line + statement.lineno - 1}: "
                f"the page says {wanted!r}, but it is {shown[-1]!r}"
            )
    return compared


def _run_session(snippet: Snippet, names: dict[str, Any]) -> int:
    test = doctest.DocTestParser().get_doctest(snippet.body, names, str(snippet), None, None)
    test.globs = names  # the parser made a copy; later snippets use what this one defines
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.write, clear_globs=False)
    assert not runner.failures, report.getvalue()
    return len(test.examples)


def _execute(statement: ast.stmt, snippet: Snippet, names: dict[str, Any]) -> list[str]:
    """Return the ways in which the statement's result can be written; none without a result."""
    said = io.StringIO()
    value = None
    with contextlib.redirect_stdout(said):
        if isinstance(statement, ast.Expr):
            value = eval(compile(ast.Expression(statement.value), str(snippet), "eval"), names)
        else:
            exec(compile(ast.Module([statement], []), str(snippet), "exec"), names)
    if said.getvalue():
        return [said.getvalue().strip()]
    return [] if value is None else [str(value), repr(value)]


def _comment_after(lines: list[str], statement: ast.stmt) -> str:
    """Return the comment behind a statement or right below it, without its marks."""
    end = statement.end_lineno or statement.lineno
    behind = lines[end - 1].encode()[statement.end_col_offset or 0 :].decode().strip()
    if behind.startswith("#"):
        return behind.lstrip("# ")
    below = []
    for line in lines[end:]:
        if not line.startswith("#"):
            break
        below.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(below).strip()


def _agree(wanted: str, shown: str) -> bool:
    return doctest.OutputChecker().check_output(
        wanted + "\n", shown + "\n", doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to run in; log handlers that a page adds are taken off again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    logger = logging.getLogger(LOGGER)
    before = list(logger.handlers)
    yield tmp_path
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()


# --- the tests ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", sorted({snippet.page for snippet in PYTHON}))
def test_the_snippets_of_a_page_do_what_it_says(page, folder):
    needed = NEEDS.get(page)
    if needed and find_spec(needed) is None:
        pytest.skip(f"{page} is run in the environment that has {needed}")
    names: dict[str, Any] = {"__name__": "__main__"}
    for snippet in snippets_of((ROOT / page).read_text("utf-8"), page):
        if snippet.mark == "file":
            (folder / snippet.said).write_text(snippet.body, "utf-8")
        elif snippet.language == "python" and not snippet.mark:
            run(snippet, names)


@pytest.mark.parametrize("snippet", [each for each in PYTHON if each.mark == "not run"], ids=str)
def test_a_snippet_that_is_not_run_names_only_what_exists(snippet):
    for node in ast.walk(ast.parse(snippet.body)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chatward"):
            if node.module.startswith("chatward_rasa"):
                continue  # cannot be imported without Rasa; the Rasa suite imports it
            if node.module.startswith("chatward_langchain") and not find_spec("langchain_core"):
                continue
            known = dir(import_module(node.module))
            assert not [alias.name for alias in node.names if alias.name not in known]


@pytest.mark.parametrize("snippet", POLICIES, ids=str)
def test_a_policy_that_is_shown_can_be_loaded(snippet):
    policy = parse_policy(snippet.body, where=str(snippet))
    check_policy(policy, {**PRESIDIO_KINDS, **FAMILIES})


def test_the_detector_that_contributing_writes_keeps_its_promises(folder):
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (written,) = (each for each in snippets_of(text, "") if each.mark == "file")
    (folder / written.said).write_text(written.body, "utf-8")
    detector = import_module(written.said.removesuffix(".py"))
    guard = Guard(detectors=(*BUILTIN, detector))
    for samples, expected in ((detector.CAUGHT, True), (detector.CLEAN, False)):
        for sample in samples:
            kinds = guard.preview(sample, origin="user").kinds
            assert (detector.KIND in kinds) is expected, sample


def test_the_pages_are_found_and_their_results_compared(folder):
    readme = [each for each in PYTHON if each.page == "README.md" and not each.mark]
    names: dict[str, Any] = {}
    assert sum(run(each, names) for each in readme) >= 4
    assert POLICIES


@pytest.mark.parametrize(
    "body",
    ["1 + 1  # 3", "1 + 1\n# 3", "print('a')  # b", ">>> 1 + 1\n3\n", "'x' * 3\n# 'x...y'"],
)
def test_a_wrong_result_is_noticed(body):
    with pytest.raises(AssertionError):
        run(Snippet("page", 1, "python", body, "", ""), {})


@pytest.mark.parametrize(
    "body",
    [
        "1 + 1  # 2",
        "'abc'\n# 'a...'",
        "a = 1  # a comment",
        "len([])\n\n# a comment",
        ">>> 'a'\n'a'\n",
    ],
)
def test_a_right_result_and_a_mere_comment_pass(body):
    run(Snippet("page", 1, "python", body, "", ""), {})


# --- links ----------------------------------------------------------------------------------

_FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = _HEADING.findall(_FENCED.sub("", path.read_text("utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {each.strip().replace(" ", "-") for each in plain}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_internal_links_resolve(path):
    for link in _LINK.findall(_FENCED.sub("", path.read_text("utf-8"))):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        page = (path.parent / target).resolve() if target else path
        assert page.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in _anchors(page), f"{link}: no such heading"


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for path in PAGES:
        named = set(re.findall(r"(?:`|^|&& )make ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, path.name
