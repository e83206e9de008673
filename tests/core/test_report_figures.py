"""What a report says about what it has read."""

from __future__ import annotations

import pytest
from report_logs import (
    DAY,
    HOUR,
    START,
    appeal,
    blocked,
    busy_weeks,
    call,
    decision,
    degraded,
    drill,
    hidden,
    incident,
    retention,
    segment,
    shadow,
    traffic,
    write,
)

from chatward.report.coverage import coverage, overall
from chatward.report.gathering import gather
from chatward.report.headlines import headlines
from chatward.report.notices import notices
from chatward.report.page import tell
from chatward.report.period import subject

WEEK = 7 * DAY
END = START + 2 * WEEK - 1


@pytest.fixture
def about(tmp_path):
    """Return what a report is about, of events; a quiet signed log by default."""

    def make(*events, longest=WEEK, made=END, signed=True):
        path = tmp_path / "audit.jsonl"
        path.unlink(missing_ok=True)
        write(path, [*([segment()] if signed else []), *events])
        told = subject(gather([path], longest, END + DAY), made)
        assert told is not None
        return told

    return make


def quiet(days=14):
    """A bot about which there is nothing to say."""
    for day in range(days):
        time = START + day * DAY
        for number in range(12):
            yield decision(time + number * HOUR)
            yield decision(time + number * HOUR, stage="output")
        yield retention(time + HOUR)
        yield traffic(time + HOUR, "input", 12)
        yield traffic(time + HOUR, "output", 12)
    yield decision(END, stage="output")


def many(make, count, time=END, **said):
    return [make(time - number, **said) for number in range(count)]


def said(told):
    return [each.text for each in notices(told)]


def test_there_is_nothing_to_say_about_a_quiet_bot(about):
    assert said(about(*quiet())) == []


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (many(blocked, 280), "Refusals by rule “prompt-injection” rose from 0 to 40 a day."),
        (
            many(blocked, 3, family="persona"),
            "Attacks of family “persona” are new: 3 texts, first on 27 November 2023.",
        ),
        (
            many(decision, 20, bot="desk"),
            "No output was guarded by bot “desk”, although 20 texts of input were.",
        ),
        (
            [traffic(END, "retrieval", 40), *many(decision, 10, stage="retrieval")],
            "75.0\u202f% of “retrieval” went past the guard.",
        ),
        (
            many(blocked, 2, enforced=False),
            (
                "2 texts that a rule wanted stopped went through, because the policy only "
                "monitors or the door could not stop them."
            ),
        ),
        (
            [call(END - n, "send_mail", "block", "tainted") for n in range(11)],
            "Tool “send_mail” was refused 11 times.",
        ),
        (
            [*(appeal(END, "false-alarm") for _ in range(3)), appeal(END, "upheld")],
            (
                "3 of 4 appeals against rule “prompt-injection” were false alarms: look at its "
                "score or its kinds."
            ),
        ),
        (
            [shadow(END), shadow(END)],
            "The policy on trial would have stopped 2 texts that pass now.",
        ),
        ([incident(END, "opened")], "1 incident of high or critical severity is still open."),
        ([incident(END, "opened", severity="low")], "1 incident is still open."),
        (
            [incident(END, "opened"), incident(END, "not-notified")],
            "Nobody was told of 1 incident: no channel took it.",
        ),
        (
            [incident(START + 12 * DAY, "opened"), incident(END, "contained", 7_300.0)],
            "1 incident took more than an hour to contain, the slowest 2\u202fh.",
        ),
        (
            [drill(END, failed=["hook"])],
            "1 exercise of the playbook did not reach all channels.",
        ),
        ([degraded(END, 95.0)], "The guard was degraded for 95\u202fs; no event was lost."),
        ([degraded(END, 95.0, lost=4)], "4 audit events were lost, and nobody has them."),
        (many(decision, 2, failed=["store"]), "“store” failed in 2 decisions."),
        (
            [retention(END, left=2)],
            "2 drawers over their time were still there after the purge of 27 November 2023.",
        ),
        (
            many(decision, 2, key="ephemeral"),
            (
                "2 decisions were recorded without a master key: their pseudonyms mean nothing any "
                "more."
            ),
        ),
        (
            [blocked(END + 3 * DAY)],
            "The log “audit.jsonl” has 1 event of a time to come: a clock is wrong.",
        ),
    ],
    ids=lambda each: each[:30] if isinstance(each, str) else "",
)
def test_what_stands_out_is_said(about, events, sentence):
    assert sentence in said(about(*quiet(), *events))


def test_what_has_not_doubled_is_not_said(about):
    before = many(blocked, 60, START + 6 * DAY)
    told = said(about(*quiet(), *before, *many(blocked, 70)))
    assert not [each for each in told if "rose" in each or "are new" in each]


def test_retention_that_has_stopped_is_said(about):
    events = [each for each in quiet() if each.fields()["event"] != "retention"]
    assert "Retention has not run once in the 14\u202fdays of this log." in said(about(*events))
    told = said(about(*events, retention(START + DAY)))
    assert "Retention has not run for 13\u202fdays." in told


def test_a_log_that_is_not_signed_broken_or_old_is_said(about, tmp_path):
    told = said(about(*quiet(), signed=False, made=END + 9 * DAY))
    assert "The log “audit.jsonl” is not signed: nobody can tell whether it was changed." in told
    assert "The log ends 9\u202fdays before this report was made." in told


def test_there_are_no_more_than_ten_sentences_the_gravest_first(about):
    weights = [each.weight for each in notices(about(*busy_weeks(), degraded(END, 1, lost=1)))]
    assert len(weights) <= 10
    assert weights == sorted(weights, reverse=True)


def test_a_change_is_told_against_the_period_before(about):
    events = [*many(blocked, 7, START + 2 * DAY), *many(blocked, 14), *many(hidden, 7)]
    told = {each.id: each for each in headlines(about(*quiet(), *events))}
    assert (told["refused"].value, told["refused"].change) == (14, "100\u202f%")
    assert told["refused"].direction == "up"
    assert (told["hidden"].change, told["hidden"].direction) == ("none before", "same")
    assert told["coverage"].written == "100\u202f%"
    assert told["incidents"].value == 0


def test_without_a_period_before_no_change_is_told(about):
    told = about(*quiet(), longest=None)
    assert told.before is None
    assert {each.change for each in headlines(told)} == {""}


# --- coverage -------------------------------------------------------------------------------


def share_of(told, stage):
    return {each.stage: each.share for each in told.covered()}[stage]


def test_a_stage_that_nobody_counts_has_no_share(about):
    told = about(*quiet(), *many(decision, 5, stage="tool-result"))
    assert share_of(told, "tool-result") is None
    assert overall(told.covered()) == 1.0


def test_what_two_doors_saw_is_covered_once(about):
    assert share_of(about(*many(decision, 30), traffic(END, "input", 10)), "input") == 1.0


def test_rasa_lets_nothing_past_it(about):
    told = about(*many(decision, 30, door="rasa"))
    assert share_of(told, "input") == 1.0
    mixed = about(*many(decision, 30, door="rasa"), *many(decision, 5), traffic(END, "input", 10))
    assert share_of(mixed, "input") == pytest.approx(35 / 40)


def test_what_was_counted_and_never_guarded_is_not_covered(about):
    told = about(*quiet(), traffic(END, "retrieval", 10))
    assert share_of(told, "retrieval") == 0.0
    assert [each.stage for each in coverage(told.total)] == ["input", "retrieval", "output"]


# --- for programs ---------------------------------------------------------------------------


def test_the_figures_for_programs_are_those_of_the_page(about):
    told = tell(about(*busy_weeks()), "T").as_fields()
    actions = {row["action"]: row["texts"] for row in told["sections"]["decisions"][0]}
    assert sum(actions.values()) == told["headlines"]["decisions"]["value"]
    assert actions["block"] == told["headlines"]["refused"]["value"]
    assert {each["section"] for each in told["notices"]} <= told["sections"].keys()
