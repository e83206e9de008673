"""The database, its cache, and what patterns may say."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward import DetectorError
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.registry import Detectors
from chatward.matching.cache import DatabaseCache
from chatward.matching.database import Database
from chatward.matching.pattern import Pattern
from chatward.matching.spans import spans

PATTERNS = Detectors(BUILTIN, FAMILIES).patterns


def ends_in(database, text):
    return {hit.pattern for hit in database.scan(text.encode())}


@pytest.mark.parametrize(
    ("regex", "why"),
    [(r"a+b", "no longest match"), (r"(a)\1", "refers back"), (r"a(?=bc)", "looks ahead")],
)
def test_a_pattern_that_could_run_away_is_refused(regex, why):
    with pytest.raises(DetectorError, match=why):
        _ = Pattern("x", regex).items


def test_a_database_is_cached_and_loaded_again(tmp_path):
    cache = DatabaseCache(tmp_path / "cache")
    patterns = [Pattern("x", "abc")]
    assert ends_in(Database(patterns, cache), "xabc") == {0}
    (file,) = (tmp_path / "cache").glob("*.hsdb")
    written = file.stat().st_mtime_ns
    assert ends_in(Database(patterns, cache), "xabc") == {0}
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0


def test_a_forged_database_is_not_loaded(tmp_path):
    cache = DatabaseCache(tmp_path / "cache")
    Database([Pattern("x", "abc")], cache).warm()
    (file,) = (tmp_path / "cache").glob("*.hsdb")
    blob = bytearray(file.read_bytes())
    blob[-1] ^= 1
    file.write_bytes(bytes(blob))
    assert ends_in(Database([Pattern("x", "abc")], cache), "abc") == {0}
    assert file.read_bytes() != bytes(blob)


def test_a_folder_open_to_others_is_not_trusted(tmp_path):
    cache = DatabaseCache(tmp_path / "cache")
    Database([Pattern("x", "abc")], cache).warm()
    (tmp_path / "cache").chmod(0o755)
    recipe_seen = cache.save("recipe", Database([Pattern("x", "abc")]).warm())
    assert recipe_seen is False


def test_without_a_place_to_write_it_is_compiled_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = DatabaseCache(tmp_path / "file" / "cache")
    assert ends_in(Database([Pattern("x", "abc")], cache), "abc") == {0}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.kind)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_database_misses_nothing_that_the_pattern_matches(pattern, data):
    matching = st.from_regex(re.compile(pattern.regex, pattern.flags))
    text = data.draw(matching).encode("utf-8", "replace").decode()
    wanted = {match.span(1) for match in _every_match(pattern, text)}
    hits = Database([pattern]).scan(text.encode())
    from chatward.text.views import chars_of_bytes

    ends = hits[0].ends if hits else []
    chars = chars_of_bytes(text.encode(), ends)
    found = {(start, end) for start, end, _ in spans(pattern, text, [chars[e] for e in ends])}
    assert found == wanted


def _every_match(pattern, text):
    for start in range(len(text)):
        match = pattern.at_each_start.match(text, start)
        if match and match.end(1) > match.start(1):
            yield match


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.kind)
@pytest.mark.timeout(60)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_beginning_cut_off_anywhere_is_held(pattern, data):
    text = data.draw(st.from_regex(re.compile(pattern.regex, pattern.flags)))
    match = pattern.at_each_start.search(text)
    if match is None:
        return
    start, end = match.span(1)
    for cut in range(start + 1, min(end, start + 60) + 1):
        begun = pattern.begun.search(text[:cut])
        assert begun is not None
        assert begun.start() <= start
