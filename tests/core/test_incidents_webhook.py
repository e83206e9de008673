"""Webhooks against a real server: signed, tried again, bounded in time, and never redirected."""

from __future__ import annotations

import base64
import socket
import sys
import threading
import time

import pytest
from incident_parts import Scene
from webhook_server import SECRET, WRITTEN_SECRET, is_signed, webhook_server

from chatward import PolicyError
from chatward.incidents.entries import WebhookEntry
from chatward.incidents.incident import Incident
from chatward.incidents.message import OPENED, Message
from chatward.incidents.not_told import NotTold
from chatward.incidents.webhook import WebhookChannel, signed

INCIDENT = Incident(
    id="inc-1",
    rule="canary-seen",
    severity="critical",
    opened=1_700_000_000.0,
    about="c1",
    conversation="c1",
    bot="bank",
    count=1,
    references=("a1",),
    steps=(("duty", "Take the conversation over."),),
    held=("quarantine-conversation",),
)


@pytest.fixture
def hooks():
    with webhook_server() as running:
        yield running


@pytest.fixture
def send(hooks, monkeypatch):
    """Sends one message to the server; arguments are the options of the channel."""
    monkeypatch.setenv("HOOK_SECRET", WRITTEN_SECRET)

    def call(url=None, **options):
        entry = WebhookEntry(url=url or hooks.url, secret="env:HOOK_SECRET", **options)
        WebhookChannel("desk", entry).send(Message("desk", OPENED, INCIDENT, 1_700_000_001.0))

    return call


def test_a_webhook_is_signed_and_says_what_the_incident_is(hooks, send):
    send()
    assert hooks.forged == 0
    assert hooks.taken == [
        {
            "type": "incident.opened",
            "timestamp": "2023-11-14T22:13:21+00:00",
            "data": {
                "incident": "inc-1",
                "rule": "canary-seen",
                "severity": "critical",
                "opened": 1_700_000_000.0,
                "bot": "bank",
                "conversation": "c1",
                "count": 1,
                "references": ["a1"],
                "contained": ["quarantine-conversation"],
                "steps": [{"role": "duty", "do": "Take the conversation over."}],
                "drill": False,
            },
        }
    ]


def test_the_signature_is_that_of_the_specification():
    secret = b"\x30\xa3\x93\xa2\x37\x85\x81\x14\x85\xd3\x21\xcb\xd6\x0b\x1d\x9d" * 2
    headers = signed(secret, "msg_1", int(time.time()), b'{"a": 1}')
    assert is_signed(headers, b'{"a": 1}', secret)
    for changed in (
        {**headers, "webhook-id": "msg_2"},
        {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)},
    ):
        assert not is_signed(changed, b'{"a": 1}', secret)
    assert not is_signed(headers, b'{"a": 2}', secret)
    assert not is_signed(headers, b'{"a": 1}', SECRET)


def test_the_published_example_of_the_specification_comes_out_the_same():
    secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed(
        base64.b64decode(secret),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_server_that_fails_first_is_tried_again_with_the_same_id(hooks, send):
    hooks.answers = [503, 500, 429]
    send()
    assert len(hooks.taken) == 1
    assert len(hooks.tries) == 4
    assert {each["webhook-id"] for each in hooks.tries} == {"inc-1.opened.desk"}


def test_attempts_are_used_up(hooks, send):
    hooks.answers = [500] * 9
    with pytest.raises(NotTold, match="answered with status 500"):
        send(attempts=2)
    assert len(hooks.tries) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_what_will_not_pass_is_not_tried_again(hooks, send, status):
    hooks.answers = [status]
    with pytest.raises(NotTold, match=f"status {status}"):
        send()
    assert len(hooks.tries) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(hooks, send, status):
    hooks.answers = [status]
    with pytest.raises(NotTold, match=f"status {status}"):
        send()
    assert len(hooks.tries) == 1


def test_a_server_that_hangs_is_waited_for_so_long_and_no_longer(hooks, send):
    hooks.hang_seconds = 2.0
    began = time.perf_counter()
    with pytest.raises(NotTold, match="no answer: ReadTimeoutError"):
        send(attempts=1, timeout_seconds=0.2)
    assert time.perf_counter() - began < 1.5


def test_nobody_there_is_no_answer(send):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotTold, match="no answer: NewConnectionError") as caught:
        send(f"http://127.0.0.1:{port}/secret-path", attempts=1)
    assert "secret-path" not in str(caught.value)
    assert str(port) not in str(caught.value)


def test_an_answer_without_end_is_not_read(send):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            taken, _ = server.accept()
            with taken:
                taken.recv(65_536)
                taken.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + b"x" * 100)
                time.sleep(1.0)

        threading.Thread(target=answer, daemon=True).start()
        began = time.perf_counter()
        send(f"http://127.0.0.1:{server.getsockname()[1]}/")
        assert time.perf_counter() - began < 0.9


def test_without_urllib3_the_error_names_the_extra(monkeypatch, send):
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(PolicyError, match=r"chatward\[webhook\]"):
        send()


def test_an_incident_reaches_the_server_while_the_chat_goes_on(hooks, monkeypatch):
    monkeypatch.setenv("HOOK_SECRET", WRITTEN_SECRET)
    monkeypatch.setenv("HOOK_URL", hooks.url)
    hooks.answers, hooks.hang_seconds = [503], 0.2
    scene = Scene(
        "channels: {desk: {kind: webhook, url: env:HOOK_URL, secret: env:HOOK_SECRET}}\n"
        "rules:\n- {name: r, when: {kinds: [canary]}, severity: critical, channels: [desk]}\n"
    )
    began = time.perf_counter()
    scene.happens(1, kind="canary")
    assert time.perf_counter() - began < 0.15
    scene.finish()
    assert [each["data"]["rule"] for each in hooks.taken] == ["r"]
    assert scene.log.told() == [("opened", ""), ("notified", "desk")]
