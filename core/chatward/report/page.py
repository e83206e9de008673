"""Write a report as one page that needs nothing else: no network, no script, no font.

What comes out of a log is text of whoever named bots, rules and tools; all of it is escaped, and
the page forbids itself to load or to run anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from chatward.errors import ChatwardError
from chatward.report import words
from chatward.report.days import DAY
from chatward.report.headlines import Headline, headlines
from chatward.report.notices import notices
from chatward.report.period import Subject
from chatward.report.plots import plots
from chatward.report.sections import Section, about_texts
from chatward.report.sections_running import about_running
from chatward.report.sentence import Sentence
from chatward.version import __version__

_POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


@dataclass(frozen=True)
class Told:
    """All that a report says.

    Attributes:
        title: Its title.
        subject: What it is about.
        headlines: The figures on top.
        notices: What to look at.
        sections: All the rest.

    """

    title: str
    subject: Subject
    headlines: list[Headline]
    notices: list[Sentence]
    sections: list[Section]

    def as_fields(self) -> dict[str, Any]:
        """Return it as plain values, for programs."""
        now = self.subject.now
        return {
            "title": self.title,
            "chatward": __version__,
            "made": self.subject.made,
            "start": now.start,
            "end": now.end,
            "headlines": {each.id: _figure(each) for each in self.headlines},
            "notices": [{"text": each.text, "section": each.section} for each in self.notices],
            "sections": {
                each.id: [table.as_fields() for table in each.tables] for each in self.sections
            },
        }


def tell(told: Subject, title: str) -> Told:
    """Work out what a report says."""
    sections = [*about_texts(told), *about_running(told)]
    return Told(title, told, headlines(told), notices(told), sections)


def page(told: Told) -> str:
    """Return a report as HTML.

    Raises:
        ChatwardError: Jinja2 or Matplotlib is not installed.

    """
    template = _template()
    style = _file("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    subject = told.subject
    written: str = template.render(
        told=told,
        now=subject.now,
        before=subject.before,
        found=subject.found,
        plots=plots(subject),
        policy=_POLICY.format(style=digest),
        style=style,
        version=__version__,
        look=_look(subject),
        made=subject.made,
        events=sum(each.events for each in subject.found.logs),
    )
    return written


def _look(subject: Subject) -> str:
    week = subject.now.end - subject.now.start == 7 * DAY
    return "What to look at this week" if week else "What to look at"


def _template() -> Any:  # noqa: ANN401 (of an extra that may not be there)
    try:
        from jinja2 import BaseLoader, Environment, StrictUndefined  # noqa: PLC0415 (an extra)
    except ImportError:
        msg = "Jinja2 is not installed: pip install 'chatward[report]'"
        raise ChatwardError(msg) from None
    made = Environment(
        loader=BaseLoader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    writers: Mapping[str, Any] = {
        "name": words.name,
        "number": words.number,
        "moment": words.moment,
        "day": words.day,
        "picture": _picture,
    }
    made.filters.update(writers)
    return made.from_string(_file("report.html"))


def _file(name: str) -> str:
    return (resources.files("chatward.report") / "templates" / name).read_text(encoding="utf-8")


def _picture(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


def _figure(headline: Headline) -> dict[str, Any]:
    return {
        "value": headline.value,
        "unit": headline.unit,
        "change": headline.change,
        "direction": headline.direction,
    }
