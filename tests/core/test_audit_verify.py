"""Verify a signed log: any edit is found and told with its place; an honest log is whole."""

from __future__ import annotations

import gzip

import msgspec
import pytest
from audit_parts import KEYS, NOW, event, found, parts, put, written

from chatward import Guard, Keyring
from chatward.audit.chain import chain_keys
from chatward.audit.head import opened_head, sealed_head
from chatward.audit.log import FileAudit
from chatward.audit.rotation import kept
from chatward.audit.signed_file import SignedFile, public_key
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


def test_an_honest_log_is_whole(log):
    report = verify_log(log, KEYS)
    assert report.whole
    assert (report.records, report.last, report.head, report.signed) == (9, 9, 9, 9)
    assert (report.signed_at, report.segments, report.notes) == (NOW, 1, [])


def test_a_changed_record_is_found(log):
    rewrite(
        log, lambda all_: [*all_[:3], all_[3].replace(b'"drawers":3', b'"drawers":4'), *all_[4:]]
    )
    (problem,) = verify_log(log, KEYS).problems
    assert (problem.what, problem.file, problem.line, problem.seq) == ("changed", log.name, 4, 4)


def test_a_removed_record_is_found(log):
    rewrite(log, lambda all_: all_[:3] + all_[4:])
    assert found(log) == [("removed", 4)]


def test_the_last_but_one_record_is_missed_and_the_last_is_not(log):
    rewrite(log, lambda all_: all_[:-2] + all_[-1:])
    assert found(log) == [("removed", 8)]


def test_several_removed_records_are_told_as_one(log):
    rewrite(log, lambda all_: all_[:3] + all_[6:])
    (problem,) = verify_log(log, KEYS).problems
    assert problem.said == "records 4 to 6 are missing"


def test_records_that_changed_places_are_found(log):
    rewrite(log, lambda all_: [*all_[:3], all_[4], all_[3], *all_[5:]])
    assert {what for what, _ in found(log)} == {"moved"}


def test_a_record_put_in_twice_is_found(log):
    rewrite(log, lambda all_: [*all_[:6], all_[2], *all_[6:]])
    assert found(log) == [("inserted", 3)]


@pytest.mark.parametrize("line", [b"hello\n", b"\n", b'{"event":"erasure"}\n'])
def test_an_inserted_line_is_found(log, line):
    rewrite(log, lambda all_: [*all_[:5], line, *all_[5:]])
    (problem,) = verify_log(log, KEYS).problems
    assert (problem.what, problem.line) == ("inserted", 6)


def test_a_record_of_another_master_key_is_found(log, tmp_path):
    forged = next(iter(chain_keys(Keyring(b"x" * 32)).values()))
    before = lines(log)[-1].split(b'"mac":"')[1][:32].decode()
    record, _ = forged.seal(b'{"event":"erasure"}', 10, before)
    rewrite(log, lambda all_: [*all_, record])
    assert found(log) == [("inserted", 10)]


@pytest.mark.parametrize("gone", [1, 3, 8])
def test_records_cut_off_the_end_are_found(log, gone):
    rewrite(log, lambda all_: all_[:-gone])
    assert found(log) == [("cut-off", 10 - gone)]


def test_a_changed_last_record_is_found(log):
    rewrite(log, lambda all_: [*all_[:-1], all_[-1].replace(b"8", b"9", 1)])
    assert found(log) == [("changed", 9)]


def test_a_log_that_is_gone_is_found(log):
    log.unlink()
    assert found(log) == [("cut-off", 1)]


def test_a_missing_head_is_found(log):
    log.with_name("audit.jsonl.head").unlink()
    assert found(log) == [("head", 0)]


def test_a_changed_head_is_found(log):
    head = log.with_name("audit.jsonl.head")
    head.write_bytes(head.read_bytes().replace(b'"count":9', b'"count":8'))
    assert ("head", 0) in found(log)


def test_a_head_that_was_signed_by_another_is_found(log, tmp_path):
    other = written(tmp_path / "other.jsonl", keys=Keyring(b"x" * 32))
    log.with_name("audit.jsonl.head").write_bytes(other.with_name("other.jsonl.head").read_bytes())
    with pytest.raises(KeyringError, match="not in CHATWARD_MASTER_KEY"):
        verify_log(log, KEYS)


def test_a_missing_segment_is_found(tmp_path):
    log = written(tmp_path / "audit.jsonl", 200, rotate_bytes=4096)
    assert len(kept(log)) > 5
    assert verify_log(log, KEYS).whole
    kept(log)[3].unlink()
    assert [what for what, _ in found(log)] == ["segment", "removed"]


def test_segments_that_changed_names_are_found(tmp_path):
    log = written(tmp_path / "audit.jsonl", 200, rotate_bytes=4096)
    two, three = kept(log)[2], kept(log)[3]
    content = two.read_bytes()
    two.write_bytes(three.read_bytes())
    three.write_bytes(content)
    assert "segment" in {what for what, _ in found(log)}


def test_packed_segments_are_read(tmp_path):
    log = written(tmp_path / "audit.jsonl", 100, rotate_bytes=4096)
    for each in list(kept(log).values())[:-1]:
        each.with_name(each.name + ".gz").write_bytes(gzip.compress(each.read_bytes()))
        each.unlink()
    report = verify_log(log, KEYS)
    assert (report.whole, report.last) == (True, report.head)


def test_a_damaged_packed_segment_is_found(tmp_path):
    log = written(tmp_path / "audit.jsonl", 100, rotate_bytes=4096)
    one = kept(log)[1]
    packed = gzip.compress(one.read_bytes())
    one.with_name(one.name + ".gz").write_bytes(packed[: len(packed) // 2])
    one.unlink()
    assert "segment" in {what for what, _ in found(log)}


def test_an_incomplete_last_line_is_a_crash_tail(log):
    with log.open("ab") as file:
        file.write(b'{"schema":1,"event":"eras')
    report = verify_log(log, KEYS)
    assert report.whole
    assert report.notes == ["crash tail: an incomplete last line of 25 bytes"]


def test_genuine_records_beyond_the_head_are_a_crash_tail(tmp_path):
    log = written(tmp_path / "audit.jsonl", 4)
    head = log.with_name("audit.jsonl.head").read_bytes()
    written(log, 2)
    log.with_name("audit.jsonl.head").write_bytes(head)
    report = verify_log(log, KEYS)
    assert (report.whole, report.head, report.last) == (True, 5, 7)
    assert report.notes == ["crash tail: 2 genuine records beyond the head"]


def test_what_a_crash_left_may_not_be_changed_either(log):
    with log.open("ab") as file:
        file.write(b'{"schema":1,"ev')
    written(log, 1)
    assert found(log) == []
    with kept(log)[1].open("ab") as file:
        file.write(b"x")
    assert found(log) == [("segment", 0)]


def test_a_head_of_another_past_is_found(tmp_path):
    log = written(tmp_path / "audit.jsonl", 4)
    before = parts(log)
    written(log, 3)
    head = parts(log)["audit.jsonl.head"]
    put(tmp_path, before)
    written(log, 2)
    written(log, 2)
    put(tmp_path, {"audit.jsonl.head": head})
    assert found(log) == [("head", 8)]


def test_a_changed_number_is_one_fault_in_one_place(log):
    rewrite(log, lambda all_: [*all_[:3], all_[3].replace(b'"seq":4', b'"seq":9'), *all_[4:]])
    assert found(log) == [("moved", 9), ("removed", 4)]
    assert verify_log(log, KEYS).records == 8


def test_a_signature_that_is_not_genuine_is_found(log):
    key = next(iter(chain_keys(KEYS).values()))
    place = log.with_name("audit.jsonl.head")
    head = opened_head(place.read_bytes(), {key.id: key})
    wrong = msgspec.structs.replace(head.signed, signature=key.sign(b"another"))
    place.write_bytes(sealed_head(msgspec.structs.replace(head, signed=wrong), key))
    assert found(log) == [("head", 0)]


def test_a_forgotten_conversation_leaves_the_log_whole(tmp_path):
    path = tmp_path / "audit.jsonl"
    guard = Guard(keys=KEYS, audit=SignedFile(path, KEYS))
    guard.inspect("I am anna@example.org.", origin="user", conversation="c")
    guard.forget("c")
    guard.inspect("I am anna@example.org.", origin="user", conversation="c")
    report = verify_log(path, KEYS)
    assert (report.whole, report.records) == (True, 4)


def test_a_log_is_verified_while_it_is_written_to(log):
    writer = SignedFile(log, KEYS)
    for number in range(20):
        writer.write(event(number))
        assert verify_log(log, KEYS).whole


def test_without_the_master_key_nothing_can_be_said(log):
    with pytest.raises(KeyringError, match="set CHATWARD_MASTER_KEY"):
        verify_log(log, Keyring(b"e" * 32, ephemeral=True))


def test_a_plain_log_is_no_signed_log(tmp_path):
    path = tmp_path / "audit.jsonl"
    FileAudit(path).write(event(1))
    with pytest.raises(AuditError, match=r"'audit.jsonl' is not a signed log"):
        verify_log(path, KEYS)


def test_a_log_that_never_was_cannot_be_verified(tmp_path):
    with pytest.raises(AuditError, match="no such file"):
        verify_log(tmp_path / "nothing.jsonl", KEYS)


def test_the_public_key_tells_nothing_of_the_master_key(log):
    assert len(public_key(KEYS)) == 44
    head = verify_log(log, KEYS)
    assert head.signed == 9
