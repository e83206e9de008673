"""What the tests of the edge round graphs share."""

from __future__ import annotations

import inspect

from langchain_core.messages import HumanMessage
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.pregel import Pregel

ANNA = "anna@example.org"
TYPED = "version" in inspect.signature(Pregel.stream).parameters
MAIL_TO = """
extends: balanced
name: mail-to
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
"""


def config_of(name):
    return {"configurable": {"thread_id": name}}


def compiled(node, state=MessagesState, **options):
    graph = StateGraph(state)
    graph.add_node("call", node)
    graph.add_edge(START, "call")
    return graph.compile(**options)


def says(text):
    return {"messages": [HumanMessage(text)]}
