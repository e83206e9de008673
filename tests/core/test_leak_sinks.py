"""Sinks are searched, and what is found is reported without being shown."""

from __future__ import annotations

import logging
import sqlite3
import sys
import warnings

import pytest
import structlog

from chatward.testing import Leak, Sinks, planted
from chatward.testing.captured import capturing

BUILT_IN = ("logs", "stdout", "stderr", "warnings")


class Closed:
    """Holds a value that its repr hides."""

    __slots__ = ("inner", "nothing")

    def __init__(self, inner):
        self.inner = inner

    def __repr__(self):
        return "Closed()"


class Broken:
    def __init__(self, held):
        self.held = held

    def __repr__(self):
        raise RuntimeError("no repr today")


@pytest.fixture
def sinks():
    return Sinks(planted(7))


def seen(sinks, *names):
    return {(leak.sink, leak.value) for leak in sinks.found(*names)}


def test_what_is_handed_in_is_searched_when_leaks_are_asked_for(leak_sinks):
    kept = []
    leak_sinks.watch("kept", kept)
    assert leak_sinks.found() == []
    kept.append({"who": ("nobody", {leak_sinks.values.mail})})
    assert seen(leak_sinks) == {("kept", "mail")}


@pytest.mark.parametrize("hold", [Closed, Broken, lambda said: {said: 1}, lambda said: [[said]]])
def test_what_an_object_hides_from_its_readers_is_found(sinks, hold):
    sinks.watch("object", hold(sinks.values.card))
    assert seen(sinks) == {("object", "card")}


def test_things_that_hold_each_other_are_looked_at_once(sinks):
    ring = [sinks.values.key]
    ring.append(ring)
    sinks.watch("ring", ring)
    assert seen(sinks) == {("ring", "key")}


def test_an_exception_is_read_with_what_caused_it_and_its_arguments(sinks):
    values = sinks.values

    def fail():
        try:
            {}[Closed(values.mail)]  # not there
        except KeyError as error:
            raise ValueError("no luck") from error

    with pytest.raises(ValueError, match="no luck") as failed:
        fail()
    failed.value.hint = values.phone
    sinks.watch("error", failed.value)
    assert seen(sinks) == {("error", "mail"), ("error", "phone")}


def test_files_folders_and_what_sqlite_keeps_beside_a_file_are_read(sinks, tmp_path):
    with sqlite3.connect(tmp_path / "kept.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE said (text)")
        connection.execute("INSERT INTO said VALUES (?)", (sinks.values.text,))
        connection.commit()
        assert (tmp_path / "kept.db-wal").exists()
        sinks.watch("database", tmp_path / "kept.db")
        sinks.watch("folder", tmp_path)
        assert seen(sinks, "database") == {("database", name) for name, _ in sinks.values.items()}
        assert len(seen(sinks, "folder")) == 5
    connection.close()


def test_a_path_with_nothing_at_it_is_an_error_and_not_clean(sinks, tmp_path):
    sinks.watch("file", tmp_path / "never-written.db")
    with pytest.raises(FileNotFoundError, match="never-written"):
        sinks.assert_clean()


def test_a_stream_is_searched_joined_and_piece_by_piece(sinks):
    stream = sinks.watch_stream("stream")
    text = f"so: {sinks.values.mail}"
    assert "".join(stream.through(text[at : at + 3] for at in range(0, len(text), 3))) == text
    stream.add({"whole": sinks.values.key})
    assert seen(sinks) == {("stream", "mail"), ("stream", "key")}


def test_logs_of_every_level_are_watched_with_arguments_and_extras(leak_sinks):
    values = leak_sinks.values
    logging.getLogger("bot").debug("mail %s", values.mail)
    logging.getLogger("bot").info("order", extra={"card": values.card})
    structlog.get_logger().info("call", phone=values.phone)
    assert seen(leak_sinks, "logs") == {("logs", name) for name in ("mail", "card", "phone")}


def test_output_is_watched_and_still_goes_where_it_went(leak_sinks, capfd):
    sys.stdout.write(f"{leak_sinks.values.mail}\n")
    sys.stderr.write(f"{leak_sinks.values.phone}\n")
    shown = capfd.readouterr()
    assert shown.out == f"{leak_sinks.values.mail}\n"
    leak_sinks.watch("shown", shown)
    assert seen(leak_sinks, "shown") == {("shown", "mail"), ("shown", "phone")}


def test_output_of_a_test_is_watched(leak_sinks):
    sys.stdout.write(f"{leak_sinks.values.mail}\n")
    sys.stderr.write(f"{leak_sinks.values.phone}\n")
    wanted = {("stdout", "mail"), ("stderr", "phone")}
    assert seen(leak_sinks, "stdout", "stderr") == wanted


def test_warnings_are_watched_and_still_reach_whom_they_reached(sinks):
    with warnings.catch_warnings(record=True) as shown, capturing(sinks):
        warnings.simplefilter("always")
        warnings.warn(f"key {sinks.values.key}", stacklevel=1)
    assert len(shown) == 1
    assert seen(sinks) == {("warnings", "key")}


def test_a_report_names_the_value_and_never_shows_it(leak_sinks):
    leak_sinks.watch("trace", f"so: {leak_sinks.values.card}")
    with pytest.raises(AssertionError) as failed:
        leak_sinks.assert_clean()
    assert str(failed.value) == "planted values leaked\ntrace: card, plain, 1 times, first at 4"
    assert leak_sinks.values.card not in repr((leak_sinks.found(), leak_sinks.values))


def test_the_counter_proof_fails_where_nothing_is_found(sinks):
    sinks.watch("full", sinks.values.mail)
    sinks.watch("empty")
    sinks.assert_leaks("full")
    with pytest.raises(AssertionError, match="found in empty"):
        sinks.assert_leaks("full", "empty")
    with pytest.raises(AssertionError, match="nothing was written to empty"):
        sinks.assert_clean("empty")
    with pytest.raises(ValueError, match=r"no sink 'fool'.*full, empty"):
        sinks.assert_clean("fool")


def test_a_value_of_your_own_is_looked_for_too(sinks):
    prompt = sinks.plant("prompt", "You are Ada and never mention rates.")
    sinks.watch("answer", f"It says: {prompt}")
    assert sinks.found() == [Leak("answer", "prompt", "plain", 1, 9)]
    with pytest.raises(ValueError, match="already"):
        sinks.plant("mail", "somebody@example.org")
    with pytest.raises(ValueError, match="shorter than 6"):
        sinks.plant("pin", "1234")


def test_what_is_captured_is_named_and_empty_at_first(leak_sinks):
    assert leak_sinks.found(*BUILT_IN) == []
    leak_sinks.assert_clean()
