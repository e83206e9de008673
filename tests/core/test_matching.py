"""The database, its cache, and what patterns may say."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward import DetectorError
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.registry import Detectors
from chatward.detectors.samples import fill
from chatward.matching.cache import DatabaseCache
from chatward.matching.database import Database
from chatward.matching.pattern import Pattern
from chatward.matching.spans import spans
from chatward.text.views import chars_of_bytes

PATTERNS = Detectors(BUILTIN, FAMILIES).patterns
SAMPLES = {d.kind: [fill(s, 0) for s in (*d.caught, *d.clean)] for d in BUILTIN}
LONG = 800


def ends_in(database, text):
    return {hit.pattern for hit in database.scan(text.encode())}


@pytest.mark.parametrize(
    ("regex", "why"),
    [(r"a+b", "no longest match"), (r"(a)\1", "refers back"), (r"a(?=bc)", "looks ahead")],
)
def test_a_pattern_that_could_run_away_is_refused(regex, why):
    with pytest.raises(DetectorError, match=why):
        _ = Pattern("x", regex).items


def test_a_pattern_that_the_database_cannot_hold_is_named():
    patterns = [Pattern("small", "abc"), Pattern("huge", r"(?:\w{1,99}-\w{1,99}){9}", unicode=True)]
    with pytest.raises(DetectorError, match=r"pattern of 'huge'.*lead"):
        Database(patterns).warm()


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


def texts_for(pattern):
    """Texts that the pattern matches; of a long one, its kind's samples: making more takes long."""
    if len(pattern.regex) <= LONG:
        return st.from_regex(re.compile(pattern.regex, pattern.flags))
    return st.sampled_from([each for kind in pattern.kinds for each in SAMPLES.get(kind, ["x"])])


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.kind)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_database_misses_nothing_that_the_pattern_matches(pattern, data):
    text = data.draw(texts_for(pattern)).encode("utf-8", "replace").decode()
    if pattern.once:  # it only wakes what then looks at the whole text
        return
    wanted = {match.span(1) for match in _every_match(pattern, text)}
    hits = _database(pattern).scan(text.encode())
    ends = hits[0].ends if hits else []
    chars = chars_of_bytes(text.encode(), ends)
    found = {(start, end) for start, end, _ in spans(pattern, text, [chars[e] for e in ends])}
    assert found == wanted


@cache
def _database(pattern):
    return Database([pattern])


def _every_match(pattern, text):
    for start in range(len(text)):
        match = pattern.at_each_start.match(text, start)
        if match and match.end(1) > match.start(1) and pattern.has_lead(text, *match.span(1)):
            yield match


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.kind)
@pytest.mark.timeout(60)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_beginning_cut_off_anywhere_is_held(pattern, data):
    text = data.draw(texts_for(pattern))
    match = pattern.at_each_start.search(text)
    if match is None:
        return
    start, end = match.span(1)
    for cut in range(start + 1, min(end, start + 60) + 1):
        begun = pattern.begun.search(text[:cut])
        assert begun is not None
        assert begun.start() <= start
