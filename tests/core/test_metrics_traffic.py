"""How much an application has in all."""

from __future__ import annotations

import threading

import pytest

from chatward.metrics.traffic import EVERY_SECONDS, EVERY_TEXTS, TrafficCounter


@pytest.fixture
def noted():
    return []


@pytest.fixture
def clock():
    class Clock:
        now = 50.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def counter(noted, clock):
    return TrafficCounter(lambda *told: noted.append(told), clock)


def test_a_hundred_texts_are_told_at_once(counter, noted, clock):
    clock.now += 2
    for _ in range(EVERY_TEXTS):
        counter.count("input")
    assert noted == [("input", EVERY_TEXTS, 2.0)]


def test_what_comes_seldom_is_told_after_ten_seconds(counter, noted, clock):
    counter.count("input", 3)
    assert noted == []
    clock.now += EVERY_SECONDS
    counter.count("output")
    assert noted == [("input", 3, EVERY_SECONDS), ("output", 1, EVERY_SECONDS)]


def test_nothing_is_told_twice_and_nothing_of_nothing(counter, noted):
    counter.count("input", 0)
    counter.count("input", 2)
    for _ in range(2):
        counter.flush()
    assert [(stage, texts) for stage, texts, _ in noted] == [("input", 2)]


def test_threads_lose_no_text(counter, noted):
    def many():
        for _ in range(2_500):
            counter.count("input")

    threads = [threading.Thread(target=many) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    counter.flush()
    assert sum(texts for _, texts, _ in noted) == 10_000
