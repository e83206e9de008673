"""Audit events as a guard writes them, made up for tests of what reads them."""

from __future__ import annotations

import msgspec

from chatward.audit.schema import EVENTS


def decision(**changed):
    """A decision, with some fields as wanted."""
    return msgspec.structs.replace(DECISION, **changed)


def sample(name, **said):
    """An event of any kind, with some fields as wanted."""
    event = EVENTS[name]
    fields = {
        each.name: _value(each.type)
        for each in msgspec.inspect.type_info(event).fields
        if each.name not in {"schema", "event"}
    }
    return msgspec.convert({**fields, **said}, event)


def one_of_each():
    """An event of every kind there is."""
    return [sample(name) for name in EVENTS]


def _value(kind):
    known = {"IntType": 1, "FloatType": 2.5, "StrType": "x", "BoolType": True, "NoneType": None}
    name = type(kind).__name__
    if name == "UnionType":
        return _value(kind.types[0])
    if name == "TupleType":
        return [_value(each) for each in kind.item_types]
    if name in {"ListType", "VarTupleType"}:
        return [_value(kind.item_type)]
    if name == "DictType":
        return {_value(kind.key_type): _value(kind.value_type)}
    if name == "StructType":
        return {each.name: _value(each.type) for each in kind.fields}
    return known[name]


DECISION = sample(
    "decision",
    time=1_795_367_971.63,
    reference="a6b768b744879af7",
    program="0.1.0",
    bot="shop",
    door="python",
    stage="input",
    origin="user",
    source="",
    conversation="5d0c1f6b27a98e43",
    user=None,
    role=None,
    action="pseudonymise",
    enforced=True,
    rule="personal-data-in",
    threshold=0.5,
    score=0.03,
    family="",
    model="1 a1b2c3d4e5f60718",
    findings=[("email-address", 5, 21, 1.0, "pseudonymise", "plain")],
    regulations=["GDPR Art. 4(1)"],
    edits=[("email-address", 5, 21, 24, "pseudonym")],
    transformations=["pseudonym"],
    failed=[],
    fail_mode="",
    overridden=[],
    text_chars=29,
    features={"entropy": 3.9, "scripts": {"Latin": 1.0}, "language": "en", "hidden_chars": 0},
    text_digest="b6238e33490929cb",
    policy=("balanced", "1", "e6d0ad258ee3c403"),
    key="master",
    duration_micros=412,
)
