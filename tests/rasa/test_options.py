from __future__ import annotations

import pytest
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.options import default_options, read_options


def test_everything_has_a_default_and_the_default_is_the_safe_one():
    options = read_options(default_options())

    assert options.blocks_on_error
    assert options.redact_output
    assert options.redact_logs
    assert options.redact_metadata
    assert options.block_intent == "guardrail_blocked"


def test_an_unknown_option_is_refused_with_the_nearest_name():
    with pytest.raises(InvalidConfigException, match="Did you mean 'on_error'"):
        read_options({"on_errors": "allow"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("on_error", "ignore"),
        ("redact_output", "yes"),
        ("redact_logs", None),
        ("policy", 3),
        ("block_intent", ""),
        ("block_intent", "blocked{"),
        ("block_intent", None),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(name, value):
    with pytest.raises(InvalidConfigException, match=name):
        read_options({name: value})
