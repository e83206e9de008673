"""Policies made up by hypothesis, by what their files may say."""

from __future__ import annotations

import msgspec
import yaml
from hypothesis import strategies as st
from replay_parts import KINDS

from chatward.action import Action
from chatward.passage import Origin
from chatward.policy.diff import differences
from chatward.policy.file import parse_policy
from chatward.policy.tools import Capability

NAMES = ("credit-card", "age", "html-comment", "personal", "secret", "injection", "link", "any")
ROLES = ("guest", "staff")
ACTIONS = [each.value for each in Action if each is not Action.SPOTLIGHT]
ORIGINS = [each.value for each in Origin]
PLACES = ("user", "tool:pay", "tool:pay.to", "tool:*", "tool:send_*.body")
TOOLS = ("pay", "send_*", "send_mail", "*")


def some(*values, least=0):
    return st.lists(
        st.sampled_from(values), min_size=least, max_size=min(3, len(values)), unique=True
    )


def mapping(keys, values):
    """Mappings with some of the keys."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, values))


def named(entry, most=4):
    """Lists of entries, each with a name of its own."""
    return st.lists(entry, max_size=most).map(
        lambda made: [{"name": f"n{place}", **each} for place, each in enumerate(made)]
    )


RULES = named(
    st.fixed_dictionaries(
        {"kinds": some(*NAMES, least=1), "action": st.sampled_from(ACTIONS)},
        optional={
            "origins": some(*ORIGINS),
            "roles": some(*ROLES),
            "min_score": st.sampled_from((0.0, 0.3, 0.5, 0.94, 1.0)),
        },
    )
)
RELEASES = named(
    st.fixed_dictionaries(
        {"kinds": some(*NAMES, least=1), "to": some(*PLACES, least=1)},
        optional={
            "action": st.sampled_from(("allow", "deny")),
            "roles": some(*ROLES),
            "own_only": st.booleans(),
        },
    )
)
TOOL = st.fixed_dictionaries(
    {},
    optional={
        "capabilities": some(*(each.value for each in Capability)),
        "roles": some(*ROLES),
        "arguments": mapping(("to", "*"), st.sampled_from(("a", "b"))),
        "calls": st.integers(0, 2),
        "approve": st.sampled_from(("always", "tainted", "never")),
    },
)
TOOL_ENTRIES = mapping(TOOLS, TOOL).map(
    lambda made: [{"name": name, **each} for name, each in made.items()]
)
MODES = st.sampled_from(("closed", "open", "degraded"))
DAYS = st.sampled_from((1.0, 30.0, 400.0))
SETTINGS = {
    "mode": st.sampled_from(("enforce", "monitor")),
    "spotlight": some(*ORIGINS),
    "unenforceable": st.sampled_from(("block", "audit")),
    "links": st.fixed_dictionaries(
        {"allowed_domains": some("example.org", "a.example.org", "example.net")}
    ),
    "protected": some("the canary sings at dawn", "nobody knows the number"),
    "redactors": mapping(
        ("personal", "credit-card", "default"),
        st.sampled_from(({"operator": "keep"}, {"operator": "mask"}, {"operator": "redact"})),
    ),
    "surrogates": mapping(("person", "age"), st.just("de_DE")),
    "tainted": st.sampled_from(("ask", "deny", "allow")),
    "attachments": mapping(("user", "tool"), st.sampled_from(("allow", "strip", "refuse"))),
    "fail": st.fixed_dictionaries({"detect": MODES, "store": MODES, "audit": MODES}),
    "quarantine": st.booleans(),
    "bot": st.sampled_from(("shop", "bank")),
    "refusal": st.sampled_from(("No.", {"en": "No.", "de": "Nein."})),
    "memory": st.fixed_dictionaries({"vault_days": DAYS, "quarantine_days": DAYS}),
    "audit": st.fixed_dictionaries(
        {},
        optional={
            "file": st.sampled_from(("a.jsonl", "b.jsonl")),
            "keep_days": DAYS,
            "fsync": st.booleans(),
            "signed": st.booleans(),
            "spill": st.just("s.jsonl"),
            "otel": st.booleans(),
        },
    ),
    "regulations": mapping(("GDPR",), some("age", "personal", least=1)),
    "incidents": st.just("standard"),
    "shadow": st.just("strict"),
}


def policy_of(written):
    return parse_policy(yaml.safe_dump(msgspec.to_builtins(written)), where="made up")


POLICIES = st.fixed_dictionaries(
    {"rules": RULES, "releases": RELEASES, "tools": TOOL_ENTRIES}, optional=SETTINGS
).map(policy_of)


def written(text):
    """A policy as written in a file."""
    return parse_policy(f"name: test\nbot: b\n{text}", where="test")


def differing(before, after):
    """The sentences about what changes between two files, each with its direction."""
    found = differences(written(before), written(after), KINDS)
    return [f"{each.direction}: {each.sentence}" for each in found if "names" not in each.about]
