"""Fixtures of the tests of the edge round graphs."""

from __future__ import annotations

import pytest
from edge_graph_parts import compiled
from langgraph.checkpoint.memory import InMemorySaver


@pytest.fixture
def graph(openai):
    model = openai()
    return compiled(
        lambda state, config: {"messages": [model.invoke(state["messages"], config)]},
        checkpointer=InMemorySaver(),
    )
