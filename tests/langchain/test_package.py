"""What importing the package costs, and what it says where langchain-core is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import chatward_langchain

ABSENT = "import sys; sys.modules['langchain_core'] = None; import chatward_langchain as c\n"


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_importing_the_package_imports_no_framework():
    shown = run(
        "import sys, chatward_langchain\n"
        "print(sorted(n for n in sys.modules if n.partition('.')[0] in"
        " ('langchain_core', 'langchain', 'langgraph', 'pydantic')))"
    )
    assert shown.stdout == "[]\n", shown.stderr


def test_using_it_imports_langchain_core_alone():
    shown = run(
        "import sys, chatward_langchain\n"
        "more = {'GuardMiddleware', 'assert_guarded', 'guard_exporter'}\n"
        "for name in {*chatward_langchain.__all__} - more: getattr(chatward_langchain, name)\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules} & "
        "{'langchain', 'langgraph', 'langchain_core', 'langchain_openai'}))"
    )
    assert shown.stdout == "['langchain_core']\n", shown.stderr


def test_without_langchain_core_it_says_what_to_install():
    for name in ("GuardCallback", "GuardInput", "GuardOutput", "guard_model"):
        shown = run(ABSENT + f"c.{name}")
        assert 'pip install "chatward[langchain]"' in shown.stderr


def test_without_the_sdk_of_opentelemetry_it_says_what_to_install():
    shown = run(
        "import sys; sys.modules['opentelemetry'] = None\n"
        "import chatward_langchain as c\nc.guard_exporter"
    )
    assert "pip install opentelemetry-sdk" in shown.stderr


def test_another_missing_module_is_reported_as_itself():
    shown = run(
        "import sys; sys.modules['pydantic'] = None\nimport chatward_langchain as c\nc.guard_model"
    )
    assert "pydantic" in shown.stderr
    assert "pip install" not in shown.stderr


def test_the_public_names_are_a_deliberate_list():
    assert dir(chatward_langchain) == [
        "GuardCallback",
        "GuardDocumentTransformer",
        "GuardInput",
        "GuardMiddleware",
        "GuardOutput",
        "GuardedChatMessageHistory",
        "GuardedRunnable",
        "ModelFailed",
        "ToolFailed",
        "TrafficCallback",
        "assert_guarded",
        "guard_embeddings",
        "guard_exporter",
        "guard_model",
        "guard_retriever",
        "guard_tool",
        "langsmith_anonymizer",
        "langsmith_client",
        "mask_json",
    ]
    with pytest.raises(AttributeError, match="no attribute 'guard_modle'"):
        chatward_langchain.guard_modle  # noqa: B018 (looking it up is the test)
