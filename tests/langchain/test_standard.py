"""langchain-tests' own unit tests, on a guarded ChatOpenAI and a guarded ChatAnthropic."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from langchain_tests.unit_tests import ChatModelUnitTests

from chatward import Guard
from chatward_langchain.binding import Binding
from chatward_langchain.models import guarded_class

GUARD = Guard()


class GuardedChatOpenAI(guarded_class(ChatOpenAI)):
    """Built by the tests from parameters, so the guard is the default of its field."""

    chatward: Any = Binding(GUARD)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Received a Pydantic BaseModel V1 schema")
class TestGuardedChatOpenAI(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return GuardedChatOpenAI

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "gpt-4o", "api_key": "unused"}

    @property
    def init_from_env_params(self) -> tuple[dict, dict, dict]:
        return (
            {"OPENAI_API_KEY": "from-env", "OPENAI_API_BASE": "http://127.0.0.1:9"},
            {"model": "gpt-4o"},
            {"openai_api_key": "from-env", "openai_api_base": "http://127.0.0.1:9"},
        )


class GuardedChatAnthropic(guarded_class(ChatAnthropic)):
    """Built by the tests from parameters, so the guard is the default of its field."""

    chatward: Any = Binding(GUARD)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Received a Pydantic BaseModel V1 schema")
@pytest.mark.filterwarnings("ignore:Unrecognized structured output method")
class TestGuardedChatAnthropic(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return GuardedChatAnthropic

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "claude-local", "api_key": "unused"}

    @property
    def init_from_env_params(self) -> tuple[dict, dict, dict]:
        return (
            {"ANTHROPIC_API_KEY": "from-env", "ANTHROPIC_API_URL": "http://127.0.0.1:9"},
            {"model": "claude-local"},
            {"anthropic_api_key": "from-env", "anthropic_api_url": "http://127.0.0.1:9"},
        )
