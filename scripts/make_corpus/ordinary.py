"""Values with nothing to find in them: orders, versions, dates, prices, ids and hashes."""

from __future__ import annotations

from base64 import b64encode
from random import Random

from stdnum.ean import calc_check_digit

from make_corpus.value import Draw, Value, drawn, grouped, recent

_ORDERS = ("#!####", "A-!####", "2024-00####", "!######", "R!########", "DE!####@@", "!#-!####-##")
_TRACKING = ("1Z######03########", "JJD0003########", "00340434!###########", "LX!########DE")
_VERSIONS = ("!.#", "!.!#.#", "v!.#.#", "1#.0.#", "202!.#.!", "!.#.0-rc.#")
_BUILDS = ("!.#.#.1##", "9.18.18.2#", "!#.0.####.#", "!.!#.#", "v!.#")
_DATES = {
    "en": ("%B %-d", "%Y-%m-%d", "%-d %B %Y", "%m/%d/%Y"),
    "zh": ("%-m月%-d日", "%Y年%-m月%-d日"),
    "ja": ("%-m月%-d日", "%Y/%m/%d"),
    "ko": ("%-m월 %-d일", "%Y.%m.%d"),
    "": ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"),
}
_PRICES = {
    "en": ("$!#.99", "£!##", "$!,###.00", "!# dollars"),
    "zh": ("¥!##", "!##元", "!,###.00元"),
    "ja": ("!,###円", "¥!#,###"),
    "ko": ("!#,000원", "!,000원"),
    "hi": ("₹!,###", "!## रुपये"),
    "ar": ("!## ريال", "!##.50 درهم"),
    "he": ("!## ₪", "!#.90 ש״ח"),
    "ru": ("!## ₽", "!# ### руб."),
    "uk": ("!## грн", "! ###,50 грн"),
    "pl": ("!#,99 zł", "! ### zł"),
    "cs": ("!## Kč", "! ### Kč"),
    "sv": ("!## kr", "! ###:-"),
    "da": ("!## kr.", "!.###,50 kr."),
    "tr": ("!## TL", "!.###,90 ₺"),
    "vi": ("!##.000đ", "!.###.000 đồng"),
    "id": ("Rp !##.000", "Rp!.###.000"),
    "pt": ("R$ !#,90", "!##,50 €"),
    "": ("!#,99 €", "!## Euro", "!.###,00 €"),
}
_IMAGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0"


def _patterned(patterns: tuple[str, ...]) -> Draw:
    return lambda chance, _lang: Value(drawn(chance, chance.choice(patterns)))


def _in_language(patterns: dict[str, tuple[str, ...]]) -> Draw:
    return lambda chance, lang: Value(
        drawn(chance, chance.choice(patterns.get(lang, patterns[""])))
    )


def _date(chance: Random, lang: str) -> Value:
    return Value(f"{recent(chance):{chance.choice(_DATES.get(lang, _DATES['']))}}")


def _time(chance: Random, _lang: str) -> Value:
    return Value(f"{chance.randrange(7, 22)}:{chance.choice(('00', '15', '30', '45'))}")


def _isbn(chance: Random, _lang: str) -> Value:
    body = drawn(chance, "9783########")
    mask = chance.choice(("", "___-_-____-____-_"))
    return Value(grouped(body + calc_check_digit(body), mask))


def _image(chance: Random, _lang: str) -> Value:
    noise = bytes(chance.randrange(256) for _ in range(chance.randrange(40, 120)))
    return Value(f"data:image/png;base64,{b64encode(_IMAGE + noise).decode()}")


ORDINARY: dict[str, Draw] = {
    "order": _patterned(_ORDERS),
    "tracking": _patterned(_TRACKING),
    "version": _patterned(_VERSIONS),
    "build": _patterned(_BUILDS),
    "date": _date,
    "time": _time,
    "price": _in_language(_PRICES),
    "count": _patterned(("!", "!#", "!##", "1#")),
    "isbn": _isbn,
    "error": _patterned(("E-!##", "0x8007%%%%", "!###", "ERR_!##", "HTTP 50#")),
    "model": _patterned(("@@-!###", "@!##", "@@!###-@", "Pro !#")),
    "uuid": _patterned(("%%%%%%%%-%%%%-4%%%-a%%%-%%%%%%%%%%%%",)),
    "commit": _patterned(("%%%%%%%", "%" * 40, "%%%%%%%%%%")),
    "sha256": _patterned(("%" * 64,)),
    "md5": _patterned(("%" * 32,)),
    "image": _image,
    "fill-in": _patterned(
        (
            "YOUR_API_KEY",
            "<your-token>",
            "xxxxxxxxxxxxxxxx",
            "${API_TOKEN}",
            "sk-xxxxxxxxxxxxxxxxxxxx",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "{{ secrets.DEPLOY_KEY }}",
            "AKIAIOSFODNN7EXAMPLE",
            "REPLACE_ME",
            "process.env.TOKEN",
        )
    ),
    "integer": _patterned(("!####", "!########", "!###########")),
}
"""By the name that stands in sentences."""
