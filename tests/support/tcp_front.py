"""A server between a client and another server, which can lose an answer on its way back."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress


class Front:
    """Passes everything on; `lose` says how many of the next answers get lost."""

    def __init__(self, listener, port):
        self.listener, self._port = listener, port
        self.port = listener.getsockname()[1]
        self.lose = 0
        self._handlers = []

    def serve(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self._handlers.append(threading.Thread(target=self._pass_on, args=(client,)))
                self._handlers[-1].start()
        for each in self._handlers:
            each.join()

    def _pass_on(self, client):
        server = socket.create_connection(("127.0.0.1", self._port))
        with client, server, suppress(OSError):
            while said := client.recv(65536):
                server.sendall(said)
                answer = server.recv(65536)
                if self.lose:
                    self.lose -= 1
                    return
                client.sendall(answer)


@contextmanager
def tcp_front(port):
    """Listen in front of a port."""
    front = Front(socket.create_server(("127.0.0.1", 0)), port)
    serving = threading.Thread(target=front.serve)
    serving.start()
    try:
        yield front
    finally:
        front.listener.shutdown(socket.SHUT_RDWR)
        front.listener.close()
        serving.join()


@contextmanager
def saying(answer):
    """Listen, say the same to whatever comes, and hang up; yield the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client, suppress(OSError):
                    client.settimeout(5)
                    client.recv(65536)
                    client.sendall(answer)

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        serving.join()
