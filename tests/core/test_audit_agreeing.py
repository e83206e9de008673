"""The same question gets the same answer of SQLite, of a file, and of plain reading."""

from __future__ import annotations

import json

import msgspec
from audit_samples import decision, sample
from hypothesis import given
from hypothesis import strategies as st

from chatward.audit.query import Query
from chatward.audit.searching import Search
from chatward.audit.sqlite_log import SqliteLog

WORDS = st.frozensets(
    st.sampled_from(["a", "b", "email-address", "x y", 'q"', "\ud800"]), max_size=2
)
QUERIES = st.builds(
    Query,
    kinds=WORDS,
    rules=WORDS,
    actions=WORDS,
    events=st.frozensets(st.sampled_from(["decision", "grant", "release", "appeal"]), max_size=2),
    conversations=WORDS,
    users=WORDS,
    references=WORDS,
    since=st.none() | st.floats(0, 3),
    until=st.none() | st.floats(0, 3),
    enforced=st.none() | st.booleans(),
)
WORD = st.sampled_from(["a", "b", "email-address", "x y", 'q"', ""])
EVENTS = st.lists(
    st.one_of(
        st.builds(
            decision,
            time=st.floats(0, 3),
            rule=WORD,
            action=WORD,
            conversation=st.none() | WORD,
            user=st.none() | WORD,
            reference=WORD,
            enforced=st.booleans(),
            findings=st.lists(
                st.builds(lambda kind: (kind, 0, 1, 1.0, "a", "b"), WORD), max_size=2
            ),
            edits=st.just([]),
        ),
        st.builds(lambda word: sample("grant", did=word, conversation=word), WORD),
        st.builds(lambda word: sample("appeal", about=word), WORD),
        st.builds(lambda kind: sample("release", released=[(kind, 1, "r")]), WORD),
    ),
    max_size=6,
)


@given(query=QUERIES, events=EVENTS)
def test_sql_file_and_plain_reading_agree(tmp_path_factory, query, events):
    folder = tmp_path_factory.mktemp("logs")
    log = SqliteLog(folder / "audit.db")
    log.write(sample("traffic"))
    for event in events:
        log.write(event)
    log.close()
    lines = [msgspec.json.encode(each) for each in (sample("traffic"), *events)]
    (folder / "audit.jsonl").write_bytes(b"\n".join(lines))
    wanted = [line for line in lines if query.matches(json.loads(line))]
    assert list(Search(query).lines([folder / "audit.jsonl"])) == wanted
    assert list(Search(query).lines([folder / "audit.db"])) == wanted
    assert Search(query).last(folder / "audit.db", 3) == wanted[-3:]
    assert Search(query).last(folder / "audit.jsonl", 3) == wanted[-3:]
