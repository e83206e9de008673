"""A guarded event broker round Rasa's own: a real SQL database, and Kafka's own protocol."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time

import pytest
from confluent_kafka import Consumer, Producer
from rasa.core.brokers.broker import EventBroker
from rasa.core.brokers.kafka import KafkaEventBroker
from rasa.utils.endpoints import EndpointConfig

MAIL, CARD, KEY = "anna@example.org", "4111 1111 1111 1111", "AKIAQYLPMN5HHHFPZAM2"
EVENT = {
    "sender_id": "anna",
    "event": "user",
    "text": f"mail {MAIL}",
    "parse_data": {"entities": [{"entity": "card", "value": CARD}]},
    "metadata": {"key": KEY},
}


async def built(**block):
    """The broker that Rasa makes of a block of endpoints.yml."""
    config = EndpointConfig(type="chatward_rasa.GuardedEventBroker", **block)
    return await EventBroker.create(config, asyncio.get_running_loop())


async def published(broker, guarded):
    """Publish the event, guarded or as it is."""
    (broker if guarded else broker._inner).publish(dict(EVENT))
    await broker.close()


def values_in(text):
    return [value for value in (MAIL, CARD, KEY) if value in text]


@pytest.mark.parametrize("guarded", [True, False])
async def test_in_an_sql_database_lies_what_is_fit_to_be_kept(tmp_path, guarded):
    path = tmp_path / "events.db"
    broker = await built(broker={"type": "SQL", "dialect": "sqlite", "db": str(path)})
    await published(broker, guarded)

    with sqlite3.connect(path) as database:
        ((sender, data),) = database.execute("SELECT sender_id, data FROM events")
    database.close()

    assert sender == "anna"
    assert values_in(path.read_bytes().decode("latin-1")) == ([] if guarded else [MAIL, CARD, KEY])
    assert json.loads(data)["text"].startswith("mail EMAIL_ADDRESS_1_") == guarded


@pytest.fixture
def kafka():
    """The address of a cluster that librdkafka runs by itself, on this machine."""
    owner = Producer({"test.mock.num.brokers": "1", "bootstrap.servers": "unused"})
    (broker,) = owner.list_topics(timeout=10).brokers.values()
    yield f"{broker.host}:{broker.port}"
    owner.flush(1)


@pytest.mark.parametrize("guarded", [True, False])
async def test_kafka_is_sent_what_is_fit_to_be_kept(kafka, guarded):
    block = {"type": "kafka", "url": kafka, "topic": "talk", "security_protocol": "PLAINTEXT"}
    broker = await built(broker=block)
    assert isinstance(broker._inner, KafkaEventBroker)
    await published(broker, guarded)

    sent = received(kafka, "talk")

    assert json.loads(sent)["sender_id"] == "anna"
    assert values_in(sent) == ([] if guarded else [MAIL, CARD, KEY])


def received(address, topic):
    """The first message of a topic."""
    group = {"group.id": "test", "auto.offset.reset": "earliest"}
    consumer = Consumer({"bootstrap.servers": address, **group})
    consumer.subscribe([topic])
    ended_by = time.monotonic() + 20
    try:
        while time.monotonic() < ended_by:
            message = consumer.poll(0.5)
            if message is not None and message.error() is None:
                return message.value().decode()
    finally:
        consumer.close()
    raise AssertionError("nothing was published")
