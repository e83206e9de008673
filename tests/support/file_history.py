"""A message history as small as a real one gets: a file, a JSON line for each message."""

from __future__ import annotations

import json

from langchain_core.chat_history import BaseChatMessageHistory
from langchain_core.messages import message_to_dict, messages_from_dict


class File(BaseChatMessageHistory):
    """Keeps messages in a file, a JSON line each."""

    def __init__(self, path):
        self.path = path

    @property
    def messages(self):
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        return messages_from_dict([json.loads(line) for line in lines])

    def add_messages(self, messages):
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(message_to_dict(each)) + "\n" for each in messages)

    def clear(self):
        self.path.unlink(missing_ok=True)
