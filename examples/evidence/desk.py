"""The desk that is told of incidents: takes signed messages and prints what they are about.

python desk.py           its first line is its address
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = base64.b64decode(os.environ["DESK_SECRET"].removeprefix("whsec_"))
LONGEST_BYTES, FRESH_SECONDS = 1 << 20, 300


class Desk(BaseHTTPRequestHandler):
    """Answers 204 to a message that the bank's guard has signed, 403 to any other."""

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(min(int(self.headers["Content-Length"]), LONGEST_BYTES))
        genuine = self._is_ours(body)
        if genuine:
            told = json.loads(body)["data"]
            drill = ", a drill" if told["drill"] else ""
            print(f"{told['severity']} {told['rule']}{drill}", flush=True)
        self.send_response(204 if genuine else 403)
        self.end_headers()

    def _is_ours(self, body: bytes) -> bool:
        told, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        mac = hmac.new(SECRET, f"{told}.{stamp}.".encode() + body, hashlib.sha256).digest()
        ours = "v1," + base64.b64encode(mac).decode()
        signatures = self.headers["webhook-signature"].split()
        fresh = abs(time.time() - int(stamp)) < FRESH_SECONDS
        return fresh and any(hmac.compare_digest(ours, each) for each in signatures)

    def log_message(self, *_: object) -> None:
        """Print no line for every request."""


if __name__ == "__main__":
    with HTTPServer(("127.0.0.1", 0), Desk) as server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()
