"""What the tests of attachments share: blocks as providers write them, and guards by policy."""

from __future__ import annotations

from functools import cache

from chatward import Guard
from chatward.policy.file import parse_policy

CODE = "aGVsbG8=" * 20
TEXTS = (
    "just text",
    {"type": "text", "text": "hello"},
    {"type": "reasoning", "reasoning": "because"},
    {"type": "thinking", "thinking": "because", "signature": CODE},
    {"type": "tool_use", "id": "1", "name": "send", "input": {"a": 1}},
    {"type": "input_json_delta", "partial_json": "{}", "index": 1},
    {"type": "text-plain", "text": "hello"},
    {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "hello"}},
    {"type": "tool_result", "content": [{"type": "text", "text": "hello"}]},
    {"type": "non_standard", "value": {"type": "web_search_call", "id": "1"}},
    {"text": "no type, as Bedrock has it"},
)
STYLES = {
    "v1": {"type": "image", "base64": CODE, "mime_type": "image/png"},
    "v1-address": {"type": "image", "url": "https://example.org/a.png"},
    "anthropic": {
        "type": "image",
        "source": {"type": "base64", "media_type": "image/png", "data": CODE},
    },
    "openai": {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{CODE}"}},
}
ATTACHED = (
    *STYLES.values(),
    {"type": "input_image", "image_url": f"data:image/png;base64,{CODE}"},
    {"type": "input_audio", "input_audio": {"data": CODE, "format": "wav"}},
    {"type": "audio", "base64": CODE},
    {"type": "video", "file_id": "v1"},
    {"type": "file", "file": {"file_id": "f1"}},
    {"type": "file", "base64": CODE, "mime_type": "text/plain"},
    {"type": "text-plain", "base64": CODE},
    {"type": "document", "source": {"type": "base64", "data": CODE}},
    {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}},
    {"type": "document", "source": {"type": "content", "content": [{"type": "image"}]}},
    {"type": "hologram", "light": CODE},
    {"type": "non_standard", "value": {"type": "image_generation_call", "result": CODE}},
    {"type": 7},
    {"image": {"format": "png", "source": {"bytes": b"\x89"}}},
    {"inlineData": {"mimeType": "image/png", "data": CODE}},
    {"url": "https://example.org/a.png", "detail": "low"},
)
WORDS = ("allow", "strip", "refuse")
ACTIONS = {"allow": "allow", "strip": "sanitise", "refuse": "block"}
LEFT_OUT = "[left out: image]"


@cache
def guard_that(word: str, more: str = "") -> Guard:
    """Return a guard that does this with attachments of everybody; `more` are further keys."""
    text = f"extends: balanced\nname: {word}\nattachments: {word}\n{more}"
    return Guard(parse_policy(text, where="attachments.yml"))


def told(events: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """Return what the log says about attachments: origin, kinds, action."""
    return [
        (each["origin"], each["attachments"], each["action"])
        for each in events
        if each["event"] == "attachment"
    ]
