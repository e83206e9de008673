"""The audit log works inside applications that log in their own way, and shows nothing unasked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

APPLICATIONS = {
    "nothing configured": "",
    "structlog, printing JSON": """
import structlog
structlog.configure(processors=[structlog.processors.JSONRenderer()])
""",
    "structlog, caching and filtering": """
import logging, structlog
structlog.configure(
    wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    cache_logger_on_first_use=True,
    processors=[lambda *_: (_ for _ in ()).throw(structlog.DropEvent())],
)
""",
    "structlog over logging": """
import logging, structlog
structlog.configure(
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
)
""",
    "basicConfig at WARNING": """
import logging
logging.basicConfig(level=logging.WARNING)
""",
    "dictConfig, which switches off what it does not name": """
import logging.config
logging.config.dictConfig({"version": 1})
""",
    "dictConfig": """
import logging.config
logging.config.dictConfig({
    "version": 1, "disable_existing_loggers": False,
    "handlers": {"h": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["h"], "level": "WARNING"},
})
""",
}
PROGRAM = """
{application}
from chatward import Guard
import logging
guard = Guard()
guard.inspect("nobody listens, or only the application", origin="user")
handler = logging.FileHandler({path!r})
logging.getLogger("chatward.audit").addHandler(handler)
said = guard.inspect("hello", origin="user")
print(said.reference)
"""


@pytest.mark.parametrize("name", APPLICATIONS)
def test_the_audit_log_works_in_an_application_and_shows_nothing_unasked(name, tmp_path):
    path = str(tmp_path / "audit.jsonl")
    program = PROGRAM.format(application=APPLICATIONS[name], path=path)
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    reference = ran.stdout.strip()
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 (its name is a text)
        (event,) = map(json.loads, file)
    assert event["reference"] == reference
    audited = [line for line in ran.stderr.splitlines() if "nobody" not in line]
    assert len(audited) == (2 if name == "basicConfig at WARNING" else 0)
