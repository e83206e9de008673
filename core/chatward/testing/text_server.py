"""The model server, speaking OpenAI's completions protocol: prompts in, text out, no messages.

Several prompts in one request, several choices, streams, token probabilities.

>>> with TextServer() as server:
...     len(server.requests)
0
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chatward.testing.model_server import Body, ModelServer, Reply

_COUNTS = {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14}


def echo_prompt(body: Body) -> Reply:
    """Answer with the prompt."""
    return Reply(f"You said: {prompts(body)[0]}")


def prompts(body: Body) -> list[str]:
    """Return the prompts of a request."""
    given = body["prompt"]
    return [given] if isinstance(given, str) else list(given)


class TextServer(ModelServer):
    """Serve on 127.0.0.1 while in a `with` block; the arguments are those of `ModelServer`.

    Where a request holds several prompts, each is answered as if it were the only one.
    """

    path = "/v1/completions"

    def __init__(
        self,
        answer: Callable[[Body], Reply] = echo_prompt,
        *,
        chunk_chars: int = 4,
        delay_seconds: float = 0.0,
    ) -> None:
        super().__init__(answer, chunk_chars=chunk_chars, delay_seconds=delay_seconds)

    def whole(self, body: Body, reply: Reply) -> Body:
        """Return a whole answer."""
        others = [self.answer({**body, "prompt": each}) for each in prompts(body)[1:]]
        texts = [each.content for each in (reply, *others) for _ in range(body.get("n") or 1)]
        choices = [_choice(body, text, index, "stop") for index, text in enumerate(texts)]
        return {**_head(body), "choices": choices, "usage": _COUNTS}

    def events(self, body: Body, reply: Reply) -> Iterator[Body]:
        """Yield the events of a streamed answer."""
        for piece in self.pieces(reply):
            yield {**_head(body), "choices": [_choice(body, piece)]}
        yield {**_head(body), "choices": [_choice(body, "", finish="stop")]}


def _choice(body: Body, text: str, index: int = 0, finish: str | None = None) -> dict[str, Any]:
    probable = None
    if body.get("logprobs") and text:
        probable = {
            "tokens": [text],
            "token_logprobs": [-0.1],
            "top_logprobs": [{text: -0.1}],
            "text_offset": [0],
        }
    return {"index": index, "text": text, "finish_reason": finish, "logprobs": probable}


def _head(body: Body) -> dict[str, Any]:
    model = body.get("model", "local")
    return {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": model}
