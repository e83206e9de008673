"""What the tests of the edge share: an app that echoes, and a policy."""

from __future__ import annotations

from langchain_core.runnables import Runnable

ANNA = "anna@example.org"
FORGED = "EMAIL_ADDRESS_1_k7f3q2mz"
CONFIG = {"configurable": {"thread_id": "edge"}}
KEEPS_FORGED = """
extends: balanced
name: keeps-forged
rules:
- {name: keep, kinds: [forged-placeholder], action: allow}
"""


class Echo(Runnable):
    """An app that gives back what it was given, and keeps it."""

    def __init__(self):
        self.given = []

    @property
    def OutputType(self):  # noqa: N802 (LangChain's name)
        return str

    def invoke(self, input, config=None, **kwargs):  # noqa: A002 (LangChain's name)
        self.given.append(input)
        return input
