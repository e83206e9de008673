"""Reference pages list all there is and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from chatward import Action, Finding, Origin, load_profile
from chatward.audit.event import AuditEvent
from chatward.detectors import BUILTIN, FAMILIES
from chatward.kinds import PRESIDIO_KINDS
from chatward.policy import file
from chatward.policy.decide import verdict

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_CELL = re.compile(r"(?<!\\)\|")


def page(name):
    return (DOCS / name).read_text("utf-8")


def rows_of(text):
    """The rows of all Markdown tables in a text, as lists of cells, headings and rules included."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in _CELL.split(line)[1:-1]] for line in lines]


def section(text, heading):
    return re.split(r"^## ", text.split(f"\n## {heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def first_words(rows):
    """What stands in code style at the beginning of each row."""
    return [match[1] for row in rows if (match := re.match(r"`([^`]+)`", row[0]))]


def test_every_field_of_an_audit_event_is_explained():
    assert first_words(rows_of(page("events.md"))) == list(AuditEvent.__struct_fields__)


def test_the_example_event_has_every_field():
    example = re.search(r"```json\n(.*?)```", page("events.md"), re.DOTALL)[1]
    msgspec.json.decode(example, type=AuditEvent, strict=True)
    assert list(msgspec.json.decode(example)) == list(AuditEvent.__struct_fields__)


def test_every_key_of_a_policy_is_explained():
    nested = {"links": file.LinksEntry, "fail": file.FailEntry, "audit": file.AuditEntry}
    keys = [
        f"{key}.{inner}" if inner else key
        for key in file.PolicyFile.__struct_fields__
        for inner in (nested[key].__struct_fields__ if key in nested else [""])
    ]
    text = page("policy.md")
    assert sorted(first_words(rows_of(section(text, "Keys")))) == sorted(keys)
    rules = first_words(rows_of(section(text, "Rules")))
    assert rules[: len(keys)] == [*file.RuleEntry.__struct_fields__, *map(str, Action)]


def test_every_origin_is_explained():
    table = first_words(rows_of(section(page("python.md"), "Ask about a text")))
    assert sorted(table) == sorted(map(str, Origin))


# --- detectors ------------------------------------------------------------------------------


def test_the_page_of_all_kinds_is_up_to_date():
    list_kinds = ROOT / "scripts" / "list_kinds.py"
    subprocess.run([sys.executable, list_kinds, "--check"], check=True)


def test_every_detector_with_logic_of_its_own_is_explained():
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows_of(page("detectors.md"))}
    for detector in BUILTIN:
        if not detector.source:  # formats that are mostly data are told by their source
            assert listed.get(detector.kind) == detector.family, detector.kind


def test_every_kind_for_judges_is_listed():
    text = section(page("detectors.md"), "Kinds for judges").split("\n\n")[1]
    assert re.findall(r"`([a-z-]+)`", text) == list(PRESIDIO_KINDS)


# --- profiles -------------------------------------------------------------------------------


def _cells(profile):
    text = page("policy.md").split(f"<!-- profile: {profile} -->\n")[1].split("\n\n")[0]
    heading, _, *rows = rows_of(text)
    for row in rows:
        for origin, cell in zip(heading[1:], row[1:], strict=True):
            yield row[0], origin, cell


def _shown(name, origin, cell):
    """A finding that the cell speaks about, and the least score that is written there."""
    kind = re.match(r"`([a-z-]+)`", name)[1]
    family = FAMILIES.get(kind, kind)
    example = kind if kind in FAMILIES else next(k for k, f in FAMILIES.items() if f == kind)
    if kind == "hidden":
        example = "hidden-character"  # comments have a row of their own
    least = re.search(r"from ([\d.]+)", f"{name} {cell}")
    return example, family, Origin(origin), float(least[1]) if least else 0.5


@pytest.mark.parametrize("profile", ["balanced", "strict"])
def test_the_table_of_a_profile_says_what_the_profile_does(profile):
    policy = load_profile(profile)
    for name, origin, cell in _cells(profile):
        kind, family, where, least = _shown(name, origin, cell)
        wanted = cell.partition(",")[0] or "allow"
        for score, action in ((1.0, wanted), (least, wanted), (least - 0.01, "allow")):
            decided, _ = verdict(policy, Finding(0, 1, kind, score), family, where, None)
            assert decided == action, f"{profile}: {name}, {origin}, score {score}"


# --- the core's own page ----------------------------------------------------------------------


def test_every_room_of_the_core_stands_on_a_floor():
    text = section((ROOT / "core/README.md").read_text("utf-8"), "The floors")
    named = set(re.findall(r"`(\w+(?:/|\.py))`", text))
    rooms = {f"{path.name}/" for path in (ROOT / "core/chatward").iterdir() if path.is_dir()}
    rooms |= {path.name for path in (ROOT / "core/chatward").glob("*.py")}
    assert named == rooms - {"__pycache__/", "__init__.py"}


def test_every_decision_record_is_in_the_index():
    listed = re.findall(
        r"^ +(\d+)\. \[[^]]+\]\(adr/(\d{4})-[\w-]+\.md\)", page("index.md"), re.MULTILINE
    )
    numbers = sorted(path.name[:4] for path in (DOCS / "adr").glob("*.md"))
    assert [number for _, number in listed] == numbers
    assert [int(place) for place, _ in listed] == list(map(int, numbers))


def test_a_decision_record_has_context_decision_and_price():
    for path in (DOCS / "adr").glob("*.md"):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Price"], path.name
