"""Fixtures of the edge's tests."""

from __future__ import annotations

import pytest
from edge_parts import Echo
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def chain(openai):
    prompt = ChatPromptTemplate.from_messages([("human", "{q}")])
    return prompt | openai() | StrOutputParser()
