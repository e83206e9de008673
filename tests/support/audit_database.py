"""What stands in an audit log."""

from __future__ import annotations

import json

from chatward.audit.reading import read_lines


def references(path):
    return [json.loads(line)["reference"] for line in read_lines([path])]
