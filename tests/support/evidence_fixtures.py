"""What a guard with everything on leaves behind; it lives once for all tests."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3

import pytest
from evidence_parts import environment, start, written_policy
from webhook_server import webhook_server

from chatward.audit.reading import read_lines
from chatward.cli import run


class Scene:
    """What is left when a guard has lived."""

    def __init__(self, folder, webhooks):
        self.folder = folder
        self.webhooks = webhooks
        self.log = folder / "audit.jsonl"
        self.events = [json.loads(each) for each in read_lines([self.log])]
        self.acknowledged = json.loads((folder / "said.json").read_text("utf-8"))

    def decisions(self):
        return [each for each in self.events if each["event"] == "decision"]

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(self.folder / "audit.db")) as database:
            return database.execute(query).fetchall()

    def otel(self):
        lines = (self.folder / "otel.jsonl").read_text("utf-8").splitlines()
        return [json.loads(each) for each in lines]

    def command(self, *arguments, status=0):
        """What a command writes; it has to end with this status."""
        out, err = io.BytesIO(), io.BytesIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(io.TextIOWrapper(out, encoding="utf-8")) as shown,
            contextlib.redirect_stderr(io.TextIOWrapper(err, encoding="utf-8")) as told,
        ):
            patch.setenv("CHATWARD_MASTER_KEY", environment()["CHATWARD_MASTER_KEY"])
            ended = run([str(each) for each in arguments])
            shown.flush()
            told.flush()
        assert ended == status, err.getvalue().decode()
        return out.getvalue().decode() + err.getvalue().decode()


@pytest.fixture(scope="session")
def scene(tmp_path_factory):
    """What a guard with everything on has left behind."""
    folder = tmp_path_factory.mktemp("evidence")
    with webhook_server() as webhooks:
        written_policy(folder, webhooks.url)
        with (folder / "stderr.txt").open("wb") as stderr:
            running = start("lived", folder, webhooks.url, stderr=stderr)
            assert running.wait(120) == 0, (folder / "stderr.txt").read_text("utf-8")[-2000:]
        assert not webhooks.forged
    return Scene(folder, webhooks)
