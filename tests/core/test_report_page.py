"""The page itself: what stands in it, and what never does."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_logs import DAY, START, blocked, busy_weeks, call, decision, policy_change, write

from chatward.report import words
from chatward.report.gathering import gather
from chatward.report.page import page, tell
from chatward.report.period import subject

pytest.importorskip("matplotlib", "3.9")
pytest.importorskip("jinja2", "3.1")

PLANTED = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"onload="alert(1)',
    "'><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
    "</style><b>",
    "shop\u202egnp",
    "zero\u200bwidth",
    "half\ud83d",
    "bell\x07",
    "$\\frac{1}{0}$",
)


class Parsed(HTMLParser):
    """What a browser would make of a page: elements with attributes, and the texts in them."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.texts = []
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, *tags):
        return [(tag, attributes) for tag, attributes in self.elements if tag in tags]


def made(folder, events, title="What the guard has seen", longest=7 * DAY):
    log = folder / "audit.jsonl"
    log.unlink(missing_ok=True)
    write(log, events)
    told = subject(gather([log], longest, START + 20 * DAY), START + 14 * DAY)
    return page(tell(told, title))


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    return made(tmp_path_factory.mktemp("log"), busy_weeks())


def test_it_needs_nothing_from_anywhere(text):
    parsed = Parsed(text)
    for tag, attributes in parsed.elements:
        assert tag not in ("script", "link", "iframe", "object", "embed", "form", "base")
        for name, value in attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            if name in ("src", "srcset", "href"):
                assert value.startswith(("data:image/svg+xml;base64,", "#"))
    assert "http:" not in re.sub(r"base64,[^\"]+", "", text)
    assert "https:" not in re.sub(r"base64,[^\"]+", "", text)


def test_its_pictures_need_nothing_either(text):
    pictures = [base64.b64decode(each) for each in re.findall(r"base64,([^\"]+)", text)]
    assert len(pictures) == 4
    for each in pictures:
        svg = each.decode()
        assert not re.search(r"(?:href|src)=\"(?!#)|url\((?!#)|@import|<script|<image", svg)


def test_its_policy_names_its_own_style(text):
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        each["content"]
        for _, each in Parsed(text).all("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.split("; ")[:3] == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
    ]


def test_who_cannot_see_it_can_use_it(text):
    parsed = Parsed(text)
    assert parsed.all("html") == [("html", {"lang": "en"})]
    assert [tag for tag, _ in parsed.all("header", "nav", "main", "footer")] == [
        "header",
        "main",
        "nav",
        "footer",
    ]
    levels = [int(tag[1]) for tag, _ in parsed.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert all(each["alt"] for _, each in parsed.all("img"))
    assert len(parsed.all("caption")) == len(parsed.all("table")) > 15
    assert all(each["scope"] in ("col", "row") for _, each in parsed.all("th"))
    ids = [each["id"] for _, each in parsed.elements if "id" in each]
    assert len(ids) == len(set(ids))
    links = [each["href"][1:] for _, each in parsed.all("a")]
    assert set(links) <= set(ids)
    labels = [each["aria-labelledby"] for _, each in parsed.elements if "aria-labelledby" in each]
    assert set(labels) <= set(ids)


def test_every_plot_has_its_figures_as_a_table(text):
    parsed = Parsed(text)
    assert len(parsed.all("figure")) == len(parsed.all("details")) == 2
    assert "Decisions by the day, in UTC" in text
    days = re.findall(r"<th scope=\"row\">(\d{4}-\d\d-\d\d)</th>", text)
    assert len(set(days)) == 7


@pytest.mark.parametrize("planted", PLANTED, ids=range(len(PLANTED)))
def test_whatever_a_log_holds_is_text_and_no_more(tmp_path, planted):
    written = planted.encode("utf-8", "replace").decode()
    everywhere = dict.fromkeys(("bot", "door", "stage", "rule", "family", "role"), written)
    found = [(written, 0, 4, 1.0, written, "plain")]
    seen = {
        "findings": found,
        "regulations": [written],
        "failed": [written],
        "policy": (written, written, written),
    }
    events = [
        blocked(START, **everywhere, **seen),
        decision(START + 2 * DAY, action=written),
        call(START, written, written, written),
        policy_change(START, note=written),
    ]
    parsed = Parsed(made(tmp_path, events, title=planted))
    plain = Parsed(made(tmp_path, [blocked(START), decision(START + 2 * DAY)]))
    known = {tag for tag, _ in plain.elements} | {"svg", "rect"}
    assert {tag for tag, _ in parsed.elements} <= known
    assert not any(name.startswith("on") for _, each in parsed.elements for name in each)
    shown = words.name(written)
    assert sum(shown in each for each in parsed.texts) >= 10
    assert not any(char in "".join(parsed.texts) for char in "\u202e\u200b\x07\ud83d")
    assert "49" not in [each.strip() for each in parsed.texts]


@settings(max_examples=200)
@given(st.text())
def test_a_name_is_shown_without_what_nobody_sees(written):
    shown = words.name(written)
    assert shown
    assert shown.isprintable() or " " in shown or "\xa0" in shown
    shown.encode("utf-8")


def test_a_log_of_one_event_makes_a_page(tmp_path):
    text = made(tmp_path, [decision(START)], longest=None)
    assert "<figure>" not in text
    assert "There is no period before" in text


def test_nothing_to_report_is_no_page(tmp_path):
    log = tmp_path / "empty"
    log.touch()
    assert subject(gather([log], None, START), START) is None
