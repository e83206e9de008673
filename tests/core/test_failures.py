"""What happens when a part fails: the policy's fail mode, and nothing leaks."""

import logging
import types

import pytest

from chatward import AuditError, DetectorError, Guard
from chatward.audit.log import FileAudit
from chatward.detectors import BUILTIN
from chatward.matching.pattern import Pattern
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy
from chatward.testing import capture_audit

VALUES = ("anna@example.org", "4111 1111 1111 1111", "AKIAQYLPMN5HHHFPZAM2", "Sommer2026!")
PLANTED = f"I am {VALUES[0]}, card {VALUES[1]}, key {VALUES[2]}, my password is {VALUES[3]}"


def explode(value):
    raise RuntimeError(f"cannot handle {value}")


broken = types.ModuleType("broken")
broken.KIND = "broken-kind"
broken.FAMILY = "personal"
broken.PATTERNS = (Pattern("broken-kind", r"(?<!\w)anna(?!\w)", validate=explode),)


def guard(mode="closed", stage="detect", **parts):
    policy = parse_policy(f"extends: balanced\nfail: {{{stage}: {mode}}}", where="test")
    return Guard(policy, detectors=(*BUILTIN, broken), **parts)


def test_a_detector_that_raises_blocks_and_is_named():
    with capture_audit() as events:
        decision = guard().inspect("anna is here", origin="user")
    assert (decision.blocked, decision.rule) == (True, "detector-failed")
    assert events[0]["failed"] == ["broken-kind"]


@pytest.mark.parametrize("mode", ["open", "degraded"])
def test_where_the_policy_allows_it_the_other_detectors_go_on(mode):
    decision = guard(mode).inspect(PLANTED, origin="user")
    assert not decision.blocked
    assert decision.failed == ("broken-kind",)
    assert not any(value in decision.text for value in VALUES)


def test_a_stream_ends_with_the_refusal_when_a_detector_raises():
    stream = guard().stream(origin="model")
    said = "".join([*map(stream.feed, ["hello ", "anna ", "is ", "here"]), stream.finish()])
    assert said.endswith("I cannot help with that.")
    assert "here" not in said
    assert stream.decision.failed == ("broken-kind",)


class BrokenStore(InProcessStore):
    """A store that is down, at once or from a certain call on."""

    def __init__(self, works_for=0):
        super().__init__()
        self.left = works_for

    def _call(self):
        self.left -= 1
        if self.left < 0:
            raise ConnectionError(PLANTED)

    def read(self, owner, fields):
        self._call()
        return super().read(owner, fields)

    def write(self, owner, changes, lives):
        self._call()
        return super().write(owner, changes, lives)


@pytest.mark.parametrize("works_for", range(6))
def test_a_store_that_is_down_blocks_or_redacts(works_for):
    closed = guard(stage="store", store=BrokenStore(works_for))
    decision = closed.inspect("mail bob@example.org", origin="user", conversation="c")
    assert (decision.blocked, decision.rule) == (True, "store-failed")
    degraded = guard("degraded", "store", store=BrokenStore(works_for))
    decision = degraded.inspect("mail bob@example.org", origin="user", conversation="c")
    assert "bob" not in decision.text
    assert decision.failed == ("store",)


def test_a_text_of_no_conversation_asks_no_store():
    decision = guard(stage="store", store=BrokenStore()).inspect("hello", origin="user")
    assert (decision.text, decision.failed) == ("hello", ())


def test_an_audit_log_that_cannot_be_written_stops_or_goes_on(tmp_path):
    nowhere = FileAudit(tmp_path / "missing" / "audit.jsonl")
    with pytest.raises(AuditError):
        guard(stage="audit", audit=nowhere).inspect("hello", origin="user")
    decision = guard("open", "audit", audit=nowhere).inspect("hello", origin="user")
    assert decision.text == "hello"


def test_no_value_is_in_any_event_log_repr_or_exception(caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "audit.jsonl"
    policy = parse_policy(f"extends: balanced\naudit: {{file: '{path}'}}", where="test")
    seen = []
    one = Guard(policy)
    for origin in ("user", "model", "tool", "history", "training"):
        for conversation in (None, "c"):
            decision = one.inspect(PLANTED, origin=origin, conversation=conversation)
            seen += [repr(decision), repr(decision.findings), repr(decision.edits)]
    stream = one.stream(origin="model")
    stream.feed(PLANTED)
    stream.finish()
    seen += [repr(one), repr(stream.decision), caplog.text, path.read_text(encoding="utf-8")]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 11
    for value in VALUES:
        assert value not in "".join(seen)


def test_the_audit_file_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "audit.jsonl"
    Guard(audit=FileAudit(path)).inspect("hello", origin="user")
    assert path.stat().st_mode & 0o077 == 0


def test_a_door_that_cannot_edit_blocks_or_records():
    from chatward import Door

    door = Door("callback", can_edit=False)
    decision = Guard().inspect("mail bob@example.org", origin="user", door=door)
    assert (decision.blocked, decision.rule) == (True, "unenforceable")
    lenient = Guard(parse_policy("extends: balanced\nunenforceable: audit", where="test"))
    decision = lenient.inspect("mail bob@example.org", origin="user", door=door)
    assert (decision.blocked, decision.enforced) == (False, False)
    assert decision.text == "mail bob@example.org"


def test_what_a_broken_store_cannot_tell_stays_a_placeholder():
    one = Guard(store=BrokenStore())
    written = "EMAIL_ADDRESS_1_k7f3q2mz"
    assert one.restore(written, conversation="c") == written


def test_a_judge_that_points_outside_the_text_has_failed():
    from chatward import Finding

    decision = Guard().inspect("hello", origin="user", also=[Finding(10, 20, "person", 1.0)])
    assert (decision.blocked, decision.failed) == (True, ("person",))


def test_a_stream_at_a_door_that_cannot_edit_is_only_recorded():
    from chatward import Door

    stream = Guard().stream(origin="model", door=Door("callback", can_edit=False))
    assert stream.feed("mail bob@example.com ") == "mail bob@example.com "
    stream.finish()
    assert (stream.decision.enforced, stream.decision.edits) == (False, ())


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"KIND": "x", "PATTERNS": ()}, "FAMILY missing"),
        ({"KIND": "x", "FAMILY": "personal"}, "neither patterns nor readings nor scan"),
        ({"KIND": "x", "FAMILY": "personal", "scan": print}, "without open_from"),
        ({"KIND": "x", "FAMILY": "personal", "PATTERNS": (Pattern("x", "a{0,2}"),)}, "empty"),
        ({"KIND": "x", "FAMILY": "personal", "PATTERNS": (Pattern("x", r"\p{L}"),)}, "bad escape"),
        ({"KIND": "x", "FAMILY": "personal", "PATTERNS": (Pattern("x", "a+"),)}, "no longest"),
    ],
)
def test_what_is_no_detector_is_refused_by_name_when_the_guard_is_built(parts, why):
    module = types.ModuleType("mine")
    vars(module).update(parts)
    with pytest.raises(DetectorError, match=why):
        Guard(detectors=(*BUILTIN, module))
