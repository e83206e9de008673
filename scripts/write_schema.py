"""Write docs/schema/audit-1.json: the JSON Schema of a line of an audit log.

    .venv/bin/python scripts/write_schema.py           writes the file
    .venv/bin/python scripts/write_schema.py --check   says whether it is up to date

A test runs the second: who changes an event sees what its readers will see of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chatward.audit.event import SCHEMA_VERSION
from chatward.audit.schema import json_schema_text

FILE = Path(__file__).parent.parent / "docs" / "schema" / f"audit-{SCHEMA_VERSION}.json"


def main() -> int:
    """Write the schema, or tell whether it is up to date."""
    wanted = json_schema_text()
    if "--check" in sys.argv:
        if FILE.exists() and FILE.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write(f"docs/schema/{FILE.name} is out of date; run scripts/write_schema.py\n")
        return 1
    FILE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
