"""Policies with sinks, and what was written to them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from chatward.policy.file import parse_policy


def policy(mode="closed", **says):
    audit = says.pop("audit", {})
    told = {"extends": "balanced", "bot": "b", "fail": {"audit": mode}, "audit": audit, **says}
    return parse_policy(json.dumps(told), where="p.yml")


def rows(path, event):
    with closing(sqlite3.connect(path)) as database:
        query = "SELECT line FROM events WHERE event = ? ORDER BY seq"
        return [json.loads(line) for (line,) in database.execute(query, (event,))]


def lines(path, event):
    said = [json.loads(each) for each in path.read_bytes().splitlines()]
    return [each for each in said if each["event"] == event]
