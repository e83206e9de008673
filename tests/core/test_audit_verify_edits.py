"""Any edit of a signed log is found, and an honest one is whole."""

from __future__ import annotations

import pytest
from audit_parts import KEYS, parts, put, written
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.audit.head import HEAD_BYTES
from chatward.audit.rotation import kept
from chatward.audit.verify import verify_log
from chatward.errors import AuditError, KeyringError


@pytest.fixture
def log(tmp_path):
    return written(tmp_path / "audit.jsonl")


def lines(path):
    return path.read_bytes().splitlines(keepends=True)


def rewrite(path, change):
    before = lines(path)
    path.write_bytes(b"".join(change(before)))


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A log in three segments, as bytes by the names of its files."""
    path = written(tmp_path_factory.mktemp("honest") / "audit.jsonl", 60, rotate_bytes=4096)
    assert len(kept(path)) >= 2
    return parts(path)


@st.composite
def edits(draw, honest):
    """An edit of one file: (its name, what it becomes)."""
    name = draw(st.sampled_from(sorted(honest)))
    content = honest[name]
    place = draw(st.integers(0, len(content) - 1))
    how = draw(st.sampled_from(["flip", "delete", "insert", "cut", "swap", "drop", "double"]))
    if how == "flip":
        byte = content[place] ^ (1 << draw(st.integers(0, 7)))
        return name, content[:place] + bytes([byte]) + content[place + 1 :]
    if how == "delete":
        return name, content[:place] + content[place + draw(st.integers(1, 400)) :]
    if how == "insert":
        return name, content[:place] + draw(st.binary(min_size=1, max_size=40)) + content[place:]
    if how == "cut":
        return name, content[:place]
    all_ = content.splitlines(keepends=True)
    one, two = (draw(st.integers(0, len(all_) - 1)) for _ in range(2))
    if how == "swap":
        all_[one], all_[two] = all_[two], all_[one]
    elif how == "drop":
        del all_[one]
    else:
        all_.insert(two, all_[one])
    return name, b"".join(all_)


@settings(max_examples=300)
@given(data=st.data())
def test_any_edit_is_found_or_is_a_crash_tail(data, honest, tmp_path_factory):
    name, content = data.draw(edits(honest))
    if content == honest[name]:
        return
    folder = tmp_path_factory.mktemp("edited")
    put(folder, {**honest, name: content})
    try:
        report = verify_log(folder / "audit.jsonl", KEYS)
    except (AuditError, KeyringError):
        return
    if report.whole:
        assert name == "audit.jsonl"
        assert content.startswith(honest[name])
        assert b"\n" not in content[len(honest[name]) :]
        assert "crash tail" in report.notes[0]


@settings(max_examples=40)
@given(
    runs=st.lists(st.integers(1, 30), min_size=1, max_size=6),
    rotate_bytes=st.integers(4096, 9000),
)
def test_an_honest_log_is_whole_however_it_was_written(runs, rotate_bytes, tmp_path_factory):
    path = tmp_path_factory.mktemp("honest") / "audit.jsonl"
    for count in runs:
        written(path, count, rotate_bytes=rotate_bytes)
    report = verify_log(path, KEYS)
    assert (report.problems, report.notes) == ([], [])
    assert report.records == report.last == report.head == report.signed
    assert report.records == sum(runs) + report.segments
    assert path.with_name("audit.jsonl.head").stat().st_size == HEAD_BYTES
