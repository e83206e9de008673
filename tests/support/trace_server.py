"""A server on this machine that takes what LangSmith's client sends, and can read it."""

from __future__ import annotations

import gzip
import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import zstandard


class Sent:
    """What arrived.

    Attributes:
        calls: Method, path and how the body was packed, of each request with a body.
        bodies: The unpacked bodies, as text.

    """

    def __init__(self, url, info):
        self.url = url
        self.info = info
        self.calls = []
        self.bodies = []

    @property
    def text(self):
        """Everything, with JSON's escapes undone, so that no value hides in one."""
        plain = "\n".join(self.bodies)
        return plain + "\n" + plain.encode().decode("unicode_escape", "replace")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._answer(self.server.sent.info if self.path.endswith("/info") else {})

    def do_POST(self):
        sent, body = self.server.sent, self._body()
        packing = self.headers.get("content-encoding", "plain")
        sent.calls.append((self.command, self.path, packing))
        sent.bodies.append(_unpacked(body, packing).decode("utf-8", "replace"))
        self._answer({})

    do_PATCH = do_POST  # noqa: N815 (the names are http.server's)

    def _body(self):
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, value):
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)


def _unpacked(body, packing):
    if packing == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read()
    return gzip.decompress(body) if packing == "gzip" else body


@contextmanager
def trace_server(*, multipart=True):
    """Run the server; it says whether it takes runs in parts, as LangSmith's own does."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    limits = {
        "use_multipart_endpoint": multipart,
        "scale_up_qsize_trigger": 1000,
        "scale_up_nthreads_limit": 1,
        "scale_down_nempty_trigger": 4,
        "size_limit": 100,
        "size_limit_bytes": 20_971_520,
    }
    flags = {"zstd_compression_enabled": True}
    http.sent = Sent(
        f"http://127.0.0.1:{http.server_address[1]}",
        {"version": "0.10.0", "batch_ingest_config": limits, "instance_flags": flags},
    )
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield http.sent
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
