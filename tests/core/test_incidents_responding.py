"""From events to incidents: what is opened, contained, told and put on record."""

from __future__ import annotations

import logging

import pytest
from incident_parts import (
    CARD,
    HEARD,
    KEYS,
    NOBODY_TOLD,
    Clock,
    Log,
    Scene,
    call,
    closing,
    playbook,
    with_channel,
)

from chatward import AuditError, Guard, StoreError, load_profile
from chatward.incidents.drilling import drill
from chatward.incidents.recording import Recording
from chatward.incidents.responder import Responder
from chatward.incidents.responding import Responding, responding
from chatward.memory.containment import Containment
from chatward.memory.memory import Memory
from chatward.policy.file import parse_policy


@pytest.fixture(autouse=True)
def _nothing_heard():
    HEARD.clear()


# --- opening and growing ----------------------------------------------------------------------


def test_an_incident_is_opened_and_put_on_record():
    scene = Scene(NOBODY_TOLD)
    scene.happens(2)
    assert scene.log.events == []
    scene.happens(1)
    (event,) = scene.log.events
    (kept,) = scene.incidents.all()
    assert (event.did, event.incident, event.rule) == ("opened", kept.id, "r")
    assert (event.severity, event.conversation, event.count) == ("high", "c1", 3)
    assert event.references == ["ref-1000001.0", "ref-1000002.0", "ref-1000003.0"]
    assert (event.seconds, event.drill) == (0.0, False)


def test_what_follows_is_added_to_the_open_incident():
    scene = Scene(NOBODY_TOLD)
    scene.happens(12)
    assert scene.log.told() == [("opened", ""), ("grew", ""), ("grew", "")]
    (kept,) = scene.incidents.all()
    assert kept.count == 12
    assert len(kept.references) <= 10


def test_after_the_quiet_a_second_incident_is_opened():
    scene = Scene(NOBODY_TOLD)
    scene.happens(3)
    scene.clock.now += 3_601
    scene.happens(3)
    assert [did for did, _ in scene.log.told()] == ["opened", "opened"]


def test_two_workers_share_one_incident():
    scene = Scene(NOBODY_TOLD)
    other = Scene(NOBODY_TOLD, store=scene.store, clock=scene.clock)
    scene.happens(3)
    other.happens(3)
    assert [did for did, _ in other.log.told()] == ["grew"]
    (kept,) = scene.incidents.all()
    assert kept.count == 6


def test_once_it_is_closed_the_same_cause_counts_anew():
    scene = Scene(NOBODY_TOLD)
    scene.happens(3)
    closing(scene).close(scene.incidents.all()[0].id, "a test")
    scene.happens(3)  # the sixth tells that it was closed, and is the first of the next
    assert len(scene.incidents.all()) == 1
    scene.happens(2)
    assert len(scene.incidents.all()) == 2


def test_a_family_that_another_worker_has_seen_is_not_new():
    text = (
        "rules:\n- {name: f, when: {min_score: 0.5}, per: bot, first: family, severity: low,"
        " channels: []}\n"
    )
    scene = Scene(text)
    other = Scene(text, store=scene.store, clock=scene.clock)
    for each in (scene, other, scene):
        each.happens(1, kind="", family="persona", score=0.9)
    assert [did for did, _ in scene.log.told()] == ["opened"]
    assert other.log.events == []


# --- drills -----------------------------------------------------------------------------------


def test_a_drill_tells_everybody_and_contains_nothing():
    text = with_channel("hear", ", contain: [freeze-vault]").replace("[desk]", "[log, desk]")
    scene = Scene(text)
    book = playbook(text)
    recording = Recording(scene.log.write, scene.clock)
    incident, event = drill(book, book.rules[0], scene.incidents, recording)
    assert (event.told, event.failed) == (["log", "desk"], [])
    assert HEARD[0]["data"]["drill"] is True
    assert scene.log.told() == [("opened", ""), ("notified", "log"), ("notified", "desk")]
    assert all(each.drill for each in scene.log.only("notified"))
    assert incident.drill
    assert not Containment(scene.store).read(1.0).frozen


# --- when something fails ---------------------------------------------------------------------


class Down:
    """A store that is down."""

    blocking = durable = False

    def __getattr__(self, name):
        def down(*_, **__):
            raise StoreError("the store is down")

        return down


def test_with_a_store_that_is_down_people_are_told_all_the_same():
    scene = Scene(with_channel("hear", ", contain: [quarantine-conversation]"), store=Down())
    scene.happens(12)
    scene.finish()
    assert len(HEARD) == 1
    assert ("opened", "") in scene.log.told()
    assert "StoreError: the store is down" in scene.log.only("not-contained")[0].why


def test_a_log_that_fails_keeps_nobody_from_being_told(caplog):
    scene = Scene(with_channel("hear"))
    scene.log.fails = True
    scene.happens(3)
    scene.finish()
    assert len(HEARD) == 1
    assert "could not be written: AuditError" in caplog.text


def test_an_event_that_could_not_be_written_is_looked_at_and_the_error_goes_on():
    scene = Scene("rules:\n- {name: r, when: {event: call}, severity: low, channels: []}\n")
    scene.log.fails = True
    log = Responding(scene.log, scene.responder)
    with pytest.raises(AuditError):
        log.write(call(1.0))
    assert len(scene.incidents.all()) == 1


def test_an_event_of_somebody_elses_making_does_no_harm():
    scene = Scene(NOBODY_TOLD)
    for odd in (object(), None, 7, {"event": "decision"}):
        scene.responder.see(odd)
    assert scene.log.events == []


# --- from a policy ----------------------------------------------------------------------------


def test_a_policy_names_its_playbook(tmp_path):
    file = tmp_path / "playbook.yml"
    file.write_text(NOBODY_TOLD)
    memory, log, clock = Memory(Scene(NOBODY_TOLD).store, KEYS), Log(), Clock()
    assert responding(log, load_profile("balanced"), memory, clock) is log
    policy = parse_policy(f"incidents: {file}\nbot: bank\n", where="policy")
    watched = responding(log, policy, memory, clock)
    assert isinstance(watched, Responding)
    watched.write(call(1.0))
    assert [each.event for each in log.events] == ["call"]
    standard = parse_policy("incidents: standard\n", where="policy")
    assert isinstance(responding(log, standard, memory, clock), Responding)


def test_nothing_of_any_text_is_in_what_incidents_leave_behind(caplog):
    caplog.set_level(logging.INFO, "chatward.incidents")
    text = "extends: standard\n" + with_channel("hear").replace("[desk]", "[log, desk]")
    scene = Scene(text)
    guard = Guard(
        keys=KEYS,
        store=scene.store,
        audit=Responding(scene.log, scene.responder),
        clock=scene.clock,
    )
    for at in range(15):
        guard.inspect(f"{at}: my card is {CARD}", origin="user", conversation="secret-id", role="r")
    assert scene.log.only("opened")
    scene.finish()
    kept = [*scene.store.room("incidents", "incidents").values()]
    left = repr((scene.log.told(), HEARD, kept, caplog.text, scene.log.only("opened")))
    assert "rapid-fire" in left
    assert not [word for word in (CARD, "4111", "secret-id", "my card") if word in left]


def test_a_responder_needs_no_clock_of_its_own():
    assert Responder(playbook(NOBODY_TOLD), Memory(Scene(NOBODY_TOLD).store, KEYS), Log()).events
