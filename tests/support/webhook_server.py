"""A server on this machine that takes webhooks, checks them, and can fail in several ways."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = b"0123456789abcdef0123456789abcdef"
WRITTEN_SECRET = "whsec_" + base64.b64encode(SECRET).decode()


class Webhooks:
    """What arrived, and how the next requests are answered.

    Attributes:
        url: Where to post.
        answers: Statuses of the next answers; then 204 for all others.
        hang_seconds: So long every answer takes.
        taken: Bodies that were signed well and answered with 2xx.
        tries: Headers of all requests.
        forged: How many requests were not signed as the specification says.

    """

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}/hook"
        self.answers = []
        self.hang_seconds = 0.0
        self.taken = []
        self.tries = []
        self.forged = 0


def is_signed(headers, body, secret=SECRET):
    """The check of the Standard Webhooks specification, as a receiver makes it."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    signatures = headers["webhook-signature"].split(" ")
    return fresh and any(hmac.compare_digest(f"v1,{mac}", each) for each in signatures)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def handle(self):
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self):
        hooks = self.server.hooks
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        hooks.tries.append(dict(self.headers.items()))
        time.sleep(hooks.hang_seconds)
        status = hooks.answers.pop(0) if hooks.answers else 204
        if not is_signed(self.headers, body):
            hooks.forged += 1
            status = 401
        if 200 <= status < 300:
            hooks.taken.append(json.loads(body))
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("location", hooks.url)
        self.send_header("content-length", "0")
        self.send_header("connection", "close")
        self.end_headers()


@contextmanager
def webhook_server():
    """Run the server."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.hooks = Webhooks(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield http.hooks
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
