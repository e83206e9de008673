"""Audit logs are read over rotations, from pipes, packed, broken, and while they grow."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
from datetime import datetime, timezone
from pathlib import Path

import pytest
from audit_samples import decision, sample
from hypothesis import given
from hypothesis import strategies as st

from chatward import AuditError
from chatward.audit import reading
from chatward.audit.growing import follow, growing
from chatward.audit.query import Query, moment_of
from chatward.audit.reading import lines_backwards, read_lines, segments_of
from chatward.audit.searching import Search
from chatward.audit.sqlite_log import SqliteLog

NOW = datetime(2026, 11, 29, 12, tzinfo=timezone.utc).timestamp()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audit.jsonl"


def names(files):
    return [segment.name for segment in files]


# --- files ------------------------------------------------------------------------------------


def test_a_log_is_read_with_what_it_was_rotated_into_oldest_first(path):
    path.write_bytes(b"4\n5")
    Path(f"{path}.000002").write_bytes(b"3\n")
    Path(f"{path}.000001.gz").write_bytes(gzip.compress(b"1\n\n2\r\n"))
    for other in (".head", ".000002.tmp", ".1", ".00001", "x.000003"):
        Path(f"{path}{other}").write_bytes(b"other\n")
    assert list(read_lines([path])) == [b"1", b"2", b"3", b"4", b"5"]


def test_segments_are_in_order_of_their_numbers(path):
    for number in (1_000_000, 999_999, 2):
        Path(f"{path}.{number:06}").touch()
    assert names(segments_of(path)) == [
        f"audit.jsonl.{number}" for number in ("000002", "999999", "1000000")
    ]


def test_a_segment_that_is_just_being_packed_counts_once(path):
    Path(f"{path}.000001").write_bytes(b"1\n")
    Path(f"{path}.000001.gz").write_bytes(b"half writ")
    assert list(read_lines([path])) == [b"1"]


def test_files_named_twice_are_read_once(path):
    path.write_bytes(b"2\n")
    Path(f"{path}.000001").write_bytes(b"1\n")
    assert list(read_lines(sorted(path.parent.iterdir()))) == [b"1", b"2"]


def test_what_is_put_aside_while_it_is_read_is_neither_lost_nor_doubled(path):
    path.write_bytes(b"2\n3\n")
    Path(f"{path}.000001").write_bytes(b"1\n")
    lines = read_lines([path])
    assert next(lines) == b"1"
    path.rename(f"{path}.000002")
    path.write_bytes(b"4\n")
    assert list(lines) == [b"2", b"3"]


def test_a_segment_that_retention_takes_away_is_passed_over(path, monkeypatch):
    path.write_bytes(b"2\n")
    gone = Path(f"{path}.000001")
    monkeypatch.setattr(reading, "rotated_of", lambda _: [gone])
    assert list(read_lines([path])) == [b"2"]


def test_standard_input_is_read(path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"1\n2\n")))
    assert list(read_lines([Path("-")])) == [b"1", b"2"]
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(AuditError, match="standard input is closed"):
        list(read_lines([Path("-")]))


def test_a_pipe_is_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_bytes, args=(b"1\n2\n",)).start()
    assert list(read_lines([pipe])) == [b"1", b"2"]
    threading.Thread(target=pipe.write_bytes, args=(b"1\n2\n",)).start()
    assert list(lines_backwards(pipe)) == [b"2", b"1"]


def test_sqlite_and_files_are_read_in_the_order_they_are_named(path, tmp_path):
    log = SqliteLog(tmp_path / "audit.db")
    log.write(sample("traffic"))
    log.close()
    path.write_bytes(b'{"event": "x"}\n')
    both = [path, tmp_path / "audit.db", path.with_name("audit.db")]
    assert [json.loads(line)["event"] for line in read_lines(both)] == ["x", "traffic", "traffic"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "No such file"),
        (Path.mkdir, "Is a directory"),
        (lambda path: Path(f"{path}.000001.gz").write_bytes(b"no gzip at all"), "damaged"),
        (
            lambda path: Path(f"{path}.000001.gz").write_bytes(gzip.compress(b"1\n" * 999)[:-9]),
            "damaged, or cut off",
        ),
    ],
)
def test_what_cannot_be_read_is_an_error_without_its_place(path, make, told):
    make(path)
    for read in (lambda: list(read_lines([path])), lambda: Search(Query()).last(path, 1)):
        with pytest.raises(AuditError, match=told) as raised:
            read()
        assert str(path.parent) not in str(raised.value)


def test_a_line_without_end_is_an_error_before_the_memory_is_full(path, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 1 << 20)
    with path.open("wb") as file:
        file.truncate(1 << 33)
    for read in (lambda: next(read_lines([path])), lambda: next(lines_backwards(path))):
        with pytest.raises(AuditError, match="longer than 1048576 bytes"):
            read()


@given(lines=st.lists(st.binary(max_size=12).map(lambda raw: raw.replace(b"\n", b"")), max_size=8))
def test_backwards_is_forwards_turned_round(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("log") / "audit.jsonl"
    path.write_bytes(b"\n".join(lines))
    wanted = [stripped for line in lines if (stripped := line.strip())]
    was = reading._CHUNK
    for reading._CHUNK in (1, 3, 1000):  # where a chunk ends must not matter
        assert list(read_lines([path])) == wanted
        assert list(lines_backwards(path)) == wanted[::-1]
    reading._CHUNK = was


# --- while it grows ---------------------------------------------------------------------------


def append(path, line):
    with path.open("ab") as file:
        file.write(line)


def test_whole_lines_are_read_as_they_come(path):
    path.write_bytes(b"old\nha")
    log = growing(path)
    log.skip()
    assert list(log.lines()) == []
    append(path, b"lf\nnew\n")
    assert list(log.lines()) == [b"half", b"new"]
    assert list(log.lines()) == []
    log.close()


def test_a_log_is_followed_over_rotations(path):
    path.write_bytes(b"1\n")
    log = growing(path)
    assert list(log.lines()) == [b"1"]
    append(path, b"2\n")
    path.rename(f"{path}.000001")
    assert list(log.lines()) == [b"2"]  # the new one is not there yet
    Path(f"{path}.000002").write_bytes(b"3\n")
    path.write_bytes(b"4\n")
    assert list(log.lines()) == [b"3", b"4"]
    log.close()


def test_a_log_that_was_emptied_is_read_from_its_beginning(path):
    path.write_bytes(b"1\n2\n")
    log = growing(path)
    log.skip()
    path.write_bytes(b"3\n")
    assert list(log.lines()) == [b"3"]
    log.close()


def test_a_database_is_followed(tmp_path):
    log = SqliteLog(tmp_path / "audit.db")
    log.write(decision(reference="old"))
    seen = growing(tmp_path / "audit.db")
    seen.skip()
    assert list(seen.lines()) == []
    for reference in ("a", "b"):
        log.write(decision(reference=reference))
    assert [json.loads(line)["reference"] for line in seen.lines()] == ["a", "b"]
    log.close()
    seen.close()


def test_following_waits_until_it_is_stopped(path):
    path.write_bytes(b"1\n")
    looks = iter([False, False, True])

    def stop():
        append(path, b"more\n")
        return next(looks)

    log = growing(path)
    assert list(follow(log, stop=stop, poll_seconds=0.001)) == [b"1", b"more", b"more"]
    log.close()


def test_a_log_that_is_not_there_cannot_be_followed(path):
    with pytest.raises(AuditError, match="No such file"):
        growing(path)


# --- what is asked for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2h", NOW - 7_200),
        ("1.5d", NOW - 129_600),
        ("90s", NOW - 90),
        ("30m", NOW - 1_800),
        (" 2w ", NOW - 1_209_600),
        ("2026-11-29", NOW - 43_200),
        ("2026-11-29T12:00", NOW),
        ("2026-11-29 12:00:00Z", NOW),
        ("2026-11-29T13:00+01:00", NOW),
    ],
)
def test_times_are_read(written, moment):
    assert moment_of(written, NOW) == moment


@pytest.mark.parametrize(
    "written", ["", "anna", "2", "-2h", "2 h", "h", "2026-13-01", "1e9d", "٢h"]
)
def test_what_is_no_time_is_an_error(written):
    with pytest.raises(AuditError, match="no time: write 2026-11-29") as raised:
        moment_of(written, NOW)
    assert "anna" not in str(raised.value)


def test_broken_lines_are_counted_and_passed_over(path):
    good = json.dumps(decision().fields()).encode()
    path.write_bytes(b"\n".join([b"{", good, b"[]", b'"\xff"', b"[" * 9_999, good[:-5]]))
    search = Search(Query())
    assert list(search.lines([path])) == [good]
    assert search.broken == 5


@pytest.mark.parametrize("field", ["rule", "action", "findings", "time", "conversation"])
@pytest.mark.parametrize("value", [None, 7, [], [[]], [None], {}, {"a": 1}, [["a"]]])
def test_fields_of_other_types_match_nothing_and_break_nothing(field, value):
    asked = [
        Query(rules=frozenset({"a"})),
        Query(actions=frozenset({"a"})),
        Query(conversations=frozenset({"a"})),
        Query(since=9e9),
    ]
    fields = {**decision().fields(), field: value}
    assert not [query for query in asked if query.matches(fields)]


def test_a_reference_finds_what_is_about_it_too():
    about = Query(references=frozenset({"r1"}))
    assert about.matches(sample("appeal", about="r1").fields())
    assert about.matches(sample("incident", references=["r0", "r1"]).fields())
    assert about.matches(decision(reference="r1").fields())
    assert not about.matches(decision(reference="r2").fields())


def test_since_is_within_and_until_is_not():
    assert Query(since=5.0).matches({"time": 5.0})
    assert not Query(until=5.0).matches({"time": 5.0})
    assert not Query(since=5.1).is_in_time(5.0)
    assert Query(until=5.1).is_in_time(5)
