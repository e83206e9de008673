r"""Find a value in a text in whatever guise it got there.

Programs rarely write a value as it was said: JSON escapes it, a URL quotes it, a log line writes it
in capitals, a database encodes it, a stream cuts it in pieces. Each *guise* is a way to undo one of
these, or the letters that the value has become.

>>> [(hit.guise, hit.count) for hit in search("anna@example.org", "mail anna\\u0040example.org")]
[('escaped', 1)]
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_BLANK = {"n": "\n", "r": "\r", "t": "\t"}
_KEYED = re.compile(r"(\w+)[\"']?\s*[:=]\s*b?([\"'])((?:\\.|(?!\2).)*)\2", re.DOTALL)
_BETWEEN = re.compile(r"[\"']\s*,\s*[\"']")
_SPACE = re.compile(r"\s+")
_NO_LETTER = re.compile(r"[\W_]+")
# Between pieces that shall not be read as one: a letter, so that no view takes it out.
_WALL = "\u01c1"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a value was found.

    Attributes:
        guise: How it was written; "split ..." = in pieces that had to be joined first.
        count: How often.
        at: Where it begins for the first time, in characters of the text as that guise reads it.

    """

    guise: str
    count: int
    at: int


class Views:
    """A text, read in the ways that undo one guise each; made once for many values."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def escaped(self) -> str:
        """Without the escapes of JSON, Python and HTML, two deep."""
        return _unescape(_unescape(html.unescape(self.text)))

    @cached_property
    def unicode(self) -> str:
        """With one form for each letter, and without invisible characters."""
        if self.escaped.isascii():
            return self.escaped
        folded = unicodedata.normalize("NFKC", self.escaped)
        return "".join(char for char in folded if unicodedata.category(char) != "Cf")

    @cached_property
    def case(self) -> str:
        """In small letters."""
        return self.unicode.casefold()

    @cached_property
    def spaced(self) -> str:
        """Letters and digits alone."""
        return _NO_LETTER.sub("", self.case)

    @cached_property
    def url(self) -> str:
        """Without the quoting of URLs, two deep."""
        return unquote(unquote(self.escaped))

    @cached_property
    def dense(self) -> str:
        """Without white space, for encodings that are wrapped."""
        return _SPACE.sub("", self.escaped)

    @cached_property
    def dense_case(self) -> str:
        """The same in small letters."""
        return self.dense.casefold()

    @cached_property
    def split(self) -> tuple[Views, Views]:
        """What stands under each key, joined; and the same with walls between."""
        by_key: dict[str, list[str]] = {}
        for text in dict.fromkeys((self.text, self.escaped)):
            for key, _, said in _KEYED.findall(text):
                by_key.setdefault(key, []).append(said)
        # A value that stands in a list is no piece of one that goes over the list's bounds.
        lists = [piece for piece in self.text.split("\n") if _BETWEEN.search(piece)]
        said = ["".join(pieces) for pieces in by_key.values()]
        apart = [_WALL.join(pieces) for pieces in by_key.values()]
        return (
            Views(_WALL.join([*said, *(_BETWEEN.sub("", each) for each in lists)])),
            Views(_WALL.join([*apart, *(_BETWEEN.sub(_WALL, each) for each in lists)])),
        )


def search(value: str, text: str | Views) -> list[Hit]:
    """Return every guise in which a text holds a value.

    Args:
        value: At least 6 characters, or chance would find it.
        text: What to look through; `Views` where several values are looked for.

    """
    views = text if isinstance(text, Views) else Views(text)
    hits = [Hit(*each) for each in _found(value, views)]
    joined, apart = views.split
    known = {guise: count for guise, count, _ in _found(value, apart)}
    for guise, count, at in _found(value, joined):
        if count > known.get(guise, 0):
            name = "split" if guise == "plain" else f"split {guise}"
            hits.append(Hit(name, count - known.get(guise, 0), at))
    return hits


def disguised(value: str, guise: str) -> str:
    """Write a value in a guise, to plant it or to show that a search finds it.

    Args:
        value: The value.
        guise: One of `GUISES`.

    Raises:
        ValueError: There is no such guise.

    """
    if guise not in _WRITE:
        raise ValueError(f"disguised: no guise {guise!r}; there are {', '.join(_WRITE)}")
    return _WRITE[guise](value)


def _found(value: str, views: Views) -> Iterator[tuple[str, int, int]]:
    """Yield guise, count and first place; what a milder view shows already does not count again."""
    squeezed = _NO_LETTER.sub("", value.casefold())
    mildest_first = (
        ("plain", value, views.text),
        ("escaped", value, views.escaped),
        ("unicode", value, views.unicode),
        ("case", value.casefold(), views.case),
        ("spaced", squeezed, views.spaced),
    )
    before = 0
    for guise, needle, view in mildest_first:
        if (count := view.count(needle)) > before:
            yield guise, count - before, view.find(needle)
            before = count
    yield from _counted("url", {value, value.replace(" ", "+")}, views.url, views.escaped)
    yield from _counted("base64", _base64(value), views.dense)
    yield from _counted("hex", {form.hex() for form in _forms(value)}, views.dense_case)
    yield from _counted("reversed", {value[::-1]}, views.unicode)


def _counted(
    guise: str, needles: set[str], view: str, milder: str = ""
) -> Iterator[tuple[str, int, int]]:
    count = sum(view.count(needle) - milder.count(needle) for needle in needles)
    if count > 0:
        yield guise, count, min(view.find(each) for each in needles if each in view)


def _forms(value: str) -> set[bytes]:
    return {value.encode(), value.replace(" ", "").encode()}


def _base64(value: str) -> set[str]:
    """Return what is left of a value in Base64, wherever in the encoded text it begins."""
    needles: set[str] = set()
    for form in _forms(value):
        for offset in range(3):
            whole = base64.b64encode(b"\0" * offset + form).decode()
            # What stands before and behind the value changes the letters at both ends.
            inner = whole[-(-offset * 8 // 6) : (offset + len(form)) * 8 // 6]
            needles |= {inner, inner.replace("+", "-").replace("/", "_")}
    return needles


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_char, text) if "\\" in text else text


def _char(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _BLANK.get(escape[3], escape[3])


def _wide(value: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in value)


_WRITE: dict[str, Callable[[str], str]] = {
    "plain": str,
    "escaped": lambda value: "".join(f"\\u{ord(char):04x}" for char in value),
    "unicode": _wide,
    "case": str.swapcase,
    "spaced": lambda value: "-".join(_NO_LETTER.sub("", value)),
    "url": lambda value: "".join(f"%{byte:02X}" for byte in value.encode()),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "hex": lambda value: value.encode().hex(),
    "reversed": lambda value: value[::-1],
}
GUISES = tuple(_WRITE)
"""Every guise that is looked for, whole and split."""
