"""A real Chromium, and a report to look at with it.

Which one: CHATWARD_BROWSER, else a Chromium on PATH, else the one that Playwright has installed.
Playwright talks to it by pipes, so that no socket is opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from report_logs import START, busy_weeks, write

from chatward.report.gathering import gather
from chatward.report.page import page as page_of
from chatward.report.page import tell
from chatward.report.period import subject

DAY = 86_400
# The sandbox wants rights that a container seldom has; the pages are our own. The rest is quiet.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def found_browser() -> str | None:
    """Path of the browser to use; None = Playwright's own."""
    named = os.environ.get("CHATWARD_BROWSER")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_browser(), args=_FLAGS)
        yield browser
        browser.close()


def _written(folder: Path, events: Any, title: str = "What the guard has seen") -> str:
    log = write(folder / "audit.jsonl", events)
    told = subject(gather([log], 7 * DAY, START + 20 * DAY), START + 14 * DAY)
    assert told is not None
    path = folder / "report.html"
    path.write_text(page_of(tell(told, title)), "utf-8", "backslashreplace")
    return path.as_uri()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the report about two busy weeks lies."""
    return _written(tmp_path_factory.mktemp("report"), busy_weeks())


@pytest.fixture
def report_of(tmp_path: Path) -> Callable[..., str]:
    """Make a report about events, and return where it lies."""
    return partial(_written, tmp_path)


class Watched:
    """A page, and all that it said or asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        self.failed: list[tuple[str, str | None]] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.failed.append((request.url, request.failure)))

    def _dialog(self, dialog: Any) -> None:
        self.said.append("dialog")
        dialog.dismiss()

    @property
    def foreign(self) -> list[str]:
        """What it asked for besides itself and what stands in it."""
        own = self.page.url.partition("#")[0]
        return [each for each in self.asked if each != own and not each.startswith("data:")]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Watched]]:
    """Open a report; the options are those of a context."""
    contexts = []

    def open_report(at: str = address, width: int = 1100, **options: Any) -> Watched:
        size = {"width": width, "height": 1400}
        context = browser.new_context(viewport=size, offline=True, **options)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(at)
        return watched

    yield open_report
    for context in contexts:
        context.close()
