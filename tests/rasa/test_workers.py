"""Several workers over one Redis: the same pseudonyms, own values only, none lost by a restart."""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from rasa_bank_parts import BANK, BankBot, write_bot
from redis_server import RedisServer

WORKERS = 2
CONVERSATIONS = 20

CHANNEL = '''
import os
from rasa.core.channels.rest import RestInput

class WorkerRest(RestInput):
    """Rasa's REST channel, which writes down which worker a message came to."""

    def blueprint(self, on_new_message):
        async def receive(message):
            with open("workers.log", "a") as log:
                log.write(f"{os.getpid()} {message.sender_id}\\n")
            return await on_new_message(message)

        return super().blueprint(receive)
'''
ENDPOINTS = """
action_endpoint: {{url: "http://127.0.0.1:5055/webhook"}}
lock_store: {{type: redis, url: 127.0.0.1, port: {port}, db: 2}}
tracker_store:
  type: chatward_rasa.GuardedTrackerStore
  policy: chatward.yml
  slots: {{holder: person}}
  store: {{type: redis, url: 127.0.0.1, port: {port}, db: 1}}
"""
POLICY = 'extends: balanced\nname: workers\nmemory: {{store: "redis://127.0.0.1:{port}/0"}}\n'
OWN_MAIL = re.compile(r"(?:my mail is|please pass on:) (EMAIL_ADDRESS_\d+_[a-z2-7]{8})")


class Person:
    """One of the people who talk at the same time."""

    def __init__(self, number):
        self.sender = f"person-{number}"
        self.name = f"Zorblatt{number} Quux"
        self.mail = f"person.{number}.planted@example.org"
        self.card = _card(number)
        self.answers = []

    def tell(self, bot):
        for text in (
            "i lost my card",
            self.name,
            f"my mail is {self.mail}",
            self.card,
            "is my card blocked",
            f"please pass on: {self.mail}",
        ):
            self.answers.append(bot.say(text, self.sender))

    def ask_again(self, bot):
        self.answers.append(bot.say("is my card blocked", self.sender))


def _card(number):
    """Return a number in a range that is used for tests, with its check digit."""
    digits = f"4000056655{number:05d}"
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[::-2]]
    check = -(sum(doubled) + sum(int(digit) for digit in digits[-2::-2])) % 10
    return " ".join(f"{digits}{check}"[at : at + 4] for at in range(0, 16, 4))


@pytest.fixture(scope="module")
def server():
    with RedisServer() as running:
        yield running


@pytest.fixture(scope="module")
def bot(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers") / "bot"
    files = {
        "endpoints.yml": ENDPOINTS.format(port=server.port),
        "chatward.yml": POLICY.format(port=server.port),
        "credentials.yml": "worker_rest.WorkerRest:\n",
        "worker_rest.py": CHANNEL,
        "config.yml": (BANK / "config.yml").read_text("utf-8"),
    }
    write_bot(folder, files)
    bot = BankBot(folder, SANIC_WORKERS=str(WORKERS))
    try:
        bot.train(folder / "cache")
        yield bot
    finally:
        bot.close()


@pytest.fixture(scope="module")
def people(bot):
    """Twenty people who talk at the same time, before and after a restart."""
    people = [Person(number) for number in range(CONVERSATIONS)]
    for act in (Person.tell, Person.ask_again):
        bot.start()
        with ThreadPoolExecutor(CONVERSATIONS) as pool:
            list(pool.map(lambda person, act=act: act(person, bot), people))
        bot.stop()
    return people


def workers_of(bot):
    came_to = defaultdict(set)
    for line in (bot.folder / "workers.log").read_text().splitlines():
        worker, sender = line.split()
        came_to[sender].add(worker)
    return came_to


def kept(server, database):
    """Return every key and every value of a database, as bytes."""
    client = redis.Redis(port=server.port, db=database)
    return {key: _value(client, key) for key in client.keys("*")}


def _value(client, key):
    kind = client.type(key)
    if kind == b"string":
        return client.get(key)
    if kind == b"hash":
        return repr(client.hgetall(key)).encode()
    return repr(client.zrange(key, 0, -1) if kind == b"zset" else client.smembers(key)).encode()


def test_everybody_is_shown_his_own_values(people):
    for person in people:
        shown = f"... {person.card[-4:]}"
        *_, form, status, passed_on, later = person.answers

        assert form == f"The card {shown} is blocked, {person.name}. We write to {person.mail}."
        assert status == f"Your card {shown} is blocked; we wrote to {person.mail}."
        assert f"please pass on: {person.mail} (" in passed_on
        assert later == status  # after a restart


def test_nobody_is_shown_anybody_elses(people):
    for person in people:
        said = "\n".join(person.answers)

        assert [other.sender for other in people if other.mail in said] == [person.sender]
        assert [other.sender for other in people if other.name in said] == [person.sender]


def test_conversations_were_served_by_more_than_one_worker(bot, people):
    came_to = workers_of(bot)

    # Others after the restart; that all of them get some of it is the kernel's business.
    assert len(set().union(*came_to.values())) > WORKERS
    assert any(len(workers) > WORKERS for workers in came_to.values())


def test_a_value_has_the_same_pseudonym_whichever_worker_hid_it(server, people):
    conversations = kept(server, 1)

    assert len(conversations) == CONVERSATIONS
    found = [set(OWN_MAIL.findall(each.decode())) for each in conversations.values()]
    assert [len(each) for each in found] == [1] * CONVERSATIONS
    assert len(set().union(*found)) == CONVERSATIONS


@pytest.mark.parametrize("database", [0, 1, 2])
def test_no_value_rests_in_redis(server, people, database):
    rests = b"\n".join(part for pair in kept(server, database).items() for part in pair)
    values = [value for each in people for value in (each.mail, each.name, each.card)]

    assert rests or database == 2
    assert [value for value in values if value.encode() in rests] == []
