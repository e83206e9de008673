"""The report in a real browser."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from report_logs import DAY, START, blocked, busy_weeks, call, decision

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
PLANTED = (
    "<script>alert(1)</script>",
    "<img src='http://example.org/leak.png' onerror=alert(1)>",
    '" onload="alert(1)',
    "<style>@import url(http://example.org/leak.css)</style>",
    "<svg/onload=alert(1)>",
    "shop\u202egnp",
)


def test_it_is_quiet_and_asks_for_nothing(opened):
    watched = opened()
    watched.page.wait_for_timeout(200)
    assert watched.page.title() == "What the guard has seen"
    assert watched.said == []
    assert watched.foreign == []


def test_its_style_is_allowed_and_nothing_else(opened):
    watched = opened()
    assert watched.page.evaluate("getComputedStyle(document.body).maxWidth") == "992px"
    watched.page.evaluate(
        """() => {
            const image = document.createElement('img');
            image.src = 'http://127.0.0.1:9/leak.png';
            document.body.append(image);
            const style = document.createElement('style');
            style.textContent = 'body { display: none }';
            document.body.append(style);
            document.body.setAttribute('style', 'display: none');
        }"""
    )
    watched.page.wait_for_timeout(200)
    assert watched.page.evaluate("getComputedStyle(document.body).display") == "block"
    assert len([each for each in watched.said if "Content Security Policy" in each]) >= 3
    assert watched.failed == [("http://127.0.0.1:9/leak.png", "csp")]


@pytest.mark.parametrize("planted", PLANTED, ids=range(len(PLANTED)))
def test_markup_that_was_planted_in_a_log_is_text(opened, report_of, planted):
    names = dict.fromkeys(("bot", "door", "stage", "rule", "family"), planted)
    found = [(planted, 0, 4, 1.0, planted, "plain")]
    events = [
        blocked(START, **names, findings=found, policy=(planted, planted, planted)),
        decision(START + 2 * DAY),
        call(START, planted, "block", planted),
    ]
    watched = opened(report_of(events, title=planted))
    watched.page.wait_for_timeout(200)
    assert watched.said == []
    assert watched.foreign == []
    assert watched.page.locator("script, h1 *, td img, th img, td style").count() == 0
    shown = planted.replace("\u202e", "\\u202e")
    assert watched.page.locator("h1").inner_text() == shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_are_seen_in_both_schemes(opened, scheme):
    page = opened(color_scheme=scheme).page
    pictures = page.locator("figure img")
    assert pictures.count() == 2
    for picture in pictures.all():
        assert picture.evaluate("each => each.naturalWidth") > 300
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 600


def test_light_and_dark_differ_and_paper_is_light(opened):
    light = opened(color_scheme="light").page
    dark = opened(color_scheme="dark").page
    background = "getComputedStyle(document.body).backgroundColor"
    assert light.evaluate(background) != dark.evaluate(background)
    assert light.screenshot() != dark.screenshot()
    drawn = [each.locator("figure img").first.screenshot() for each in (light, dark)]
    assert drawn[0] != drawn[1]
    chosen = "document.querySelector('figure img').currentSrc"
    assert light.evaluate(chosen) != dark.evaluate(chosen)
    dark.emulate_media(media="print", color_scheme="dark")
    dark.wait_for_timeout(200)
    assert dark.evaluate(f"{chosen} === document.querySelector('figure img').src")
    assert dark.evaluate(background) == "rgb(255, 255, 255)"


def test_it_can_be_printed(opened):
    page = opened().page
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert len(paper) > 20_000
    page.emulate_media(media="print")
    for gone in ("nav", ".skip", "details"):
        assert not page.locator(gone).first.is_visible()


@pytest.mark.parametrize("width", [320, 480, 768, 1600])
def test_it_fits_every_width(opened, width):
    page = opened(width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for headline in page.locator(".value").all():
        assert headline.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_long_names_do_not_widen_it(opened, report_of):
    name = "a-rule-with-a-name-that-goes-on-" * 10
    events = [*busy_weeks(a_day=20), *(blocked(START + 13 * DAY, rule=name) for _ in range(99))]
    page = opened(report_of(events, title=name), width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_reaches_what_can_be_used(opened):
    page = opened().page
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("each => each === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    summary = page.locator("summary").first
    figures = page.locator("details table").first
    assert not figures.is_visible()
    summary.focus()
    assert summary.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert figures.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing_to_complain_of(opened, scheme, width):
    # The page's policy forbids scripts, axe's own among them.
    page = opened(color_scheme=scheme, width=width, bypass_csp=True).page
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations', 'incomplete'] })")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert len(found["passes"]) > 20
