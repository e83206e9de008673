"""What a tracer sends of a chain: with the plain client of LangSmith, and with a clean one.

    python examples/langchain/clean_traces.py

The chain is not guarded, and does not have to be: this is about what leaves by the tracer, the
text of an exception included. LangSmith is a server on this machine that keeps what arrives.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from langchain_core.runnables import RunnableConfig, RunnableLambda
from langchain_core.tracers.langchain import LangChainTracer
from langsmith import Client

from chatward import Guard
from chatward_langchain import langsmith_client

QUESTION = "I am anna@example.org, card 4111 1111 1111 1111."
VALUES = ("anna@example.org", "4111 1111 1111 1111")


def main() -> None:
    with langsmith() as (url, arrived):
        # Sent one by one, so that the server below can read them. Yours need not be.
        send(Client(url, api_key="unused", auto_batch_tracing=False))
        report("plain client", arrived)
        clean = langsmith_client(Guard(), api_url=url, api_key="unused", auto_batch_tracing=False)
        send(clean)
        report("langsmith_client(guard)", arrived)


def send(client: Client) -> None:
    """Run a chain that answers, and one that fails, under a tracer."""
    config: RunnableConfig = {"callbacks": [LangChainTracer(client=client)]}
    RunnableLambda(repeat).invoke(QUESTION, config)
    with suppress(ValueError):
        RunnableLambda(fail).invoke(QUESTION, config)


def repeat(text: str) -> str:
    return f"You said: {text}"


def fail(text: str) -> str:
    raise ValueError(f"cannot parse {text!r}")


def report(client: str, arrived: list[str]) -> None:
    text = "\n".join(arrived)
    print(f"{client}: { ({value: text.count(value) for value in VALUES}) }")
    began, ended = json.loads(arrived[0]), json.loads(arrived[-1])
    print(f"  a run began with {began['inputs']}")
    print(f"  a run ended with {ended['error'].split('Traceback')[0]}")
    arrived.clear()


@contextmanager
def langsmith() -> Iterator[tuple[str, list[str]]]:
    """Run a server that takes runs as LangSmith's does; yield its URL and the bodies it got."""
    arrived: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.do_GET()

        do_PATCH = do_POST  # noqa: N815

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", arrived
    server.shutdown()


if __name__ == "__main__":
    main()
