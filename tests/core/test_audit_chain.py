"""What stands in a signed log: records that are chained, and a head that covers them."""

from __future__ import annotations

import hmac
import json
import threading
import time

import pytest
from audit_parts import KEYS, NOW, event, found, written

from chatward import Guard, Keyring
from chatward.audit.chain import Mac, chain_keys, is_signature
from chatward.audit.head import HEAD_BYTES, Head, Signed, head_path, opened_head, sealed_head
from chatward.audit.log import AllOf, FileAudit
from chatward.audit.rotation import kept
from chatward.audit.signed_file import SignedFile, public_key
from chatward.audit.signer import RECORDS, SECONDS, Signer
from chatward.audit.verify import verify_log
from chatward.errors import AuditError, KeyringError
from chatward.policy.model import AuditPlan

OLD, NEW = Keyring(b"k" * 32), Keyring(b"n" * 32, older=(b"k" * 32,))


def records(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_a_record_is_the_event_with_its_number_and_its_mac(tmp_path):
    first, second = records(written(tmp_path / "audit.jsonl", 1))
    assert (first["event"], first["segment"], first["after"], first["seq"]) == ("segment", 1, "", 1)
    assert list(second)[-2:] == ["seq", "mac"]
    assert {**second, "seq": 0, "mac": ""} == {**event(1).fields(), "seq": 0, "mac": ""}
    assert (second["seq"], len(second["mac"])) == (2, 32)


def test_the_mac_is_hmac_sha256_over_the_record_and_the_mac_before_it(tmp_path):
    path = written(tmp_path / "audit.jsonl", 1)
    before, line = path.read_bytes().splitlines()
    body, _, mac = line.rpartition(b',"mac":"')
    said = json.loads(before)["mac"].encode() + body
    wanted = hmac.digest(KEYS.subkey("audit-chain"), said, "sha256").hex()[:32]
    assert mac == wanted.encode() + b'"}'


def test_the_quick_mac_is_the_one_of_the_standard_library():
    for length in (0, 1, 63, 64, 65, 1000):
        assert (
            Mac(b"k" * 32)(b"x" * length)
            == hmac.digest(b"k" * 32, b"x" * length, "sha256")[:16].hex()
        )


def test_the_head_is_one_line_of_a_fixed_length(tmp_path):
    path = written(tmp_path / "audit.jsonl", 3)
    image = head_path(path).read_bytes()
    assert (len(image), image.count(b"\n"), image[-1:]) == (HEAD_BYTES, 1, b"\n")
    head = json.loads(image)
    assert (head["count"], head["mac"], head["bytes"]) == (
        4,
        records(path)[-1]["mac"],
        path.stat().st_size,
    )


def test_the_longest_head_fits_into_its_line(tmp_path):
    written(tmp_path / "audit.jsonl", 1)
    key = next(iter(chain_keys(KEYS).values()))
    real = opened_head(head_path(tmp_path / "audit.jsonl").read_bytes(), {key.id: key})
    many = 10**12 - 1
    signed = Signed(many, "f" * 32, 1e10 + 1 / 3, key.id, real.signed.signature)
    longest = Head(many, "f" * 32, 10**7, many, key.id, 10**7, many, "f" * 32, signed)
    assert len(sealed_head(longest, key)) == HEAD_BYTES


def test_the_head_is_signed_with_a_key_that_anybody_may_know(tmp_path):
    path = written(tmp_path / "audit.jsonl", 3)
    key = next(iter(chain_keys(KEYS).values()))
    point = opened_head(head_path(path).read_bytes(), {key.id: key}).signed
    assert point.holds(public_key(KEYS))
    assert not point.holds(public_key(Keyring(b"x" * 32)))
    assert not is_signature(point.signature, b"another", public_key(KEYS))
    assert not is_signature("no base64!", b"", public_key(KEYS))


def test_a_record_is_signed_soon_without_anybody_waiting(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    assert verify_log(path, KEYS).signed == 0
    until = time.monotonic() + 20
    while verify_log(path, KEYS).signed < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert verify_log(path, KEYS).signed == 2


def test_after_many_records_nobody_waits_for_the_second():
    called = threading.Event()
    signer = Signer(called.set)
    began = time.monotonic()
    signer.note(RECORDS)
    assert called.wait(30)
    assert time.monotonic() - began < SECONDS


def test_a_later_signature_is_not_put_back(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    log._sign()
    early = log._unwitnessed
    log.write(event(2))
    log._sign()
    log._file.put_signature(early)
    assert (early.count, verify_log(path, KEYS).signed) == (2, 3)


def test_with_fsync_every_batch_is_signed_at_once(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS, AuditPlan(fsync=True, rotate_bytes=4096))
    for number in range(1, 40):
        log.write(event(number))
        report = verify_log(path, KEYS)
        assert report.signed == report.last
    assert verify_log(path, KEYS).segments > 1


def test_a_log_goes_on_where_it_ended(tmp_path):
    path = written(tmp_path / "audit.jsonl", 2)
    written(path, 2)
    assert [each["seq"] for each in records(path)] == [1, 2, 3, 4, 5]
    assert verify_log(path, KEYS).whole


def test_a_new_master_key_begins_a_new_segment(tmp_path):
    path = written(tmp_path / "audit.jsonl", 3, keys=OLD)
    written(path, 3, keys=NEW)
    one, two = records(kept(path)[1])[0], records(path)[0]
    assert one["key_id"] != two["key_id"]
    assert two["after"] == records(kept(path)[1])[-1]["mac"]
    report = verify_log(path, NEW)
    assert (report.whole, report.records) == (True, 8)


def test_processes_with_both_keys_follow_the_one_that_began(tmp_path):
    path = tmp_path / "audit.jsonl"
    both = Keyring(b"k" * 32, older=(b"n" * 32,))
    one, two = SignedFile(path, both), SignedFile(path, NEW)
    for number in range(5):
        one.write(event(number))
        two.write(event(number))
    assert len(kept(path)) == 1
    assert verify_log(path, NEW).whole


def test_a_segment_of_a_key_that_is_gone_cannot_be_verified(tmp_path):
    path = written(tmp_path / "audit.jsonl", 3, keys=OLD)
    written(path, 3, keys=NEW)
    with pytest.raises(KeyringError, match="not in CHATWARD_MASTER_KEY"):
        verify_log(path, Keyring(b"n" * 32))


def test_a_log_of_another_key_is_not_gone_on_with(tmp_path):
    path = written(tmp_path / "audit.jsonl", 1)
    with pytest.raises(AuditError, match="its head is damaged, or of a key that is not at hand"):
        SignedFile(path, Keyring(b"x" * 32)).write(event(1))
    assert found(path) == []


def test_a_log_without_its_head_is_not_gone_on_with(tmp_path):
    path = written(tmp_path / "audit.jsonl", 1)
    head_path(path).unlink()
    with pytest.raises(AuditError, match="there is a log, but no head to go on from"):
        SignedFile(path, KEYS).write(event(1))
    head_path(path).write_bytes(b"")
    with pytest.raises(AuditError, match="its head is empty"):
        SignedFile(path, KEYS).write(event(1))


def test_an_empty_file_is_no_log_yet(tmp_path):
    path = tmp_path / "audit.jsonl"
    path.touch()
    written(path, 1)
    report = verify_log(path, KEYS)
    assert (report.whole, report.segments, report.last) == (True, 1, 2)


def test_a_log_that_was_emptied_is_gone_on_with_and_that_is_found(tmp_path):
    path = written(tmp_path / "audit.jsonl", 5)
    path.write_bytes(b"")
    written(path, 1)
    assert [what for what, _ in found(path)] == ["segment", "removed"]


def test_a_log_that_was_cut_is_gone_on_with_and_the_cut_is_found(tmp_path):
    path = written(tmp_path / "audit.jsonl", 5)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    written(path, 2)
    assert found(path) == [("removed", 4)]


def test_a_log_that_was_removed_is_gone_on_with_and_that_is_found(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    path.unlink()
    log.write(event(2))
    log.close()
    assert ("segment", 0) in found(path)


def test_a_log_that_was_replaced_by_its_copy_is_gone_on_with(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    log.write(event(2))
    assert [each["seq"] for each in records(path)] == [1, 2, 3]
    assert verify_log(path, KEYS).whole


def test_what_was_appended_by_others_is_left_there_and_found(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = SignedFile(path, KEYS)
    log.write(event(1))
    with path.open("ab") as file:
        file.write(b'{"event":"decision"}\n')
    log.write(event(2))
    assert [what for what, _ in found(path)] == ["inserted"]
    assert records(kept(path)[1])[-1] == {"event": "decision"}


def test_an_ephemeral_key_signs_nothing():
    with pytest.raises(KeyringError, match="set CHATWARD_MASTER_KEY"):
        SignedFile("audit.jsonl", Keyring(b"e" * 32, ephemeral=True))


def test_who_has_no_key_cannot_append_to_a_signed_log(tmp_path):
    path = written(tmp_path / "audit.jsonl", 1)
    with pytest.raises(AuditError, match="is a signed log"):
        FileAudit(path).write(event(1))


def test_half_a_surrogate_pair_in_a_role_is_no_trouble(tmp_path):
    path = tmp_path / "audit.jsonl"
    guard = Guard(keys=KEYS, audit=AllOf((SignedFile(path, KEYS),)))
    guard.inspect("hello", origin="user", role="\ud800")
    assert verify_log(path, KEYS).whole
    assert records(path)[-1]["role"] == "\ufffd"


def test_no_repr_holds_a_key(tmp_path):
    log = SignedFile(tmp_path / "audit.jsonl", KEYS)
    key = next(iter(chain_keys(KEYS).values()))
    shown = repr(log) + repr(key) + repr(vars(log))
    assert "kkkk" not in shown
    assert key.seed.hex() not in shown
    assert repr(key.seed) not in shown


def test_the_time_of_a_record_is_the_events_own(tmp_path):
    assert records(written(tmp_path / "audit.jsonl", 1))[1]["time"] == NOW
