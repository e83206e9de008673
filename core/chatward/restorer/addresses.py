"""Follows a text, letter by letter, and knows whether it stands in a web address.

What is put into an address leaves with whoever opens it, and pictures open by themselves. So in
doubt a place is in one: an address that is not quoted goes on to the next blank or ``>``, as
browsers and Markdown read on over brackets and quotes; a quoted one to its closing mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LONGEST_ADDRESS = 512
"""Values may go into an address that has so many characters before them at most."""

_CLOSERS = {'"': '"', "'": "'", "`": "`", "<": ">", "(": ")", "[": "]"}
_LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_SCHEMES = ("http:", "https:", "ftp:", "ws:", "wss:")
_NAMED = ("&sol;", "&bsol;", "&colon;", "&tab;", "&newline;")
_MAY_START = "/\\.:?#;"
_BARE_HOST = re.compile(r"[^\W_]\.(?:[^\W\d_]{2,}|xn--[a-z0-9-]{1,59})(?::[0-9]{1,5})?[/?#]\Z")
_WORD_KEPT = 80
_PLAIN = re.compile(
    r"(?:[A-Za-z-]+=|[*_~]+)?((?:https?:)?//|)"
    r"([A-Za-z0-9.-]+(?::[0-9]{1,5})?[/?#][^\s\\<>\"'`]*)",
    flags=re.IGNORECASE,
)


class Addresses:
    """The state after the letters read so far; of bounded size."""

    def __init__(self, edge: str = "") -> None:
        """Begin outside an address.

        Args:
            edge: The letter at which strings begin and end, if any: no address goes beyond.

        """
        self._edge = edge
        self._inside = False
        self._mail = False  # in `mailto:` or `tel:`, which lead to no server by themselves
        self._opener = ""  # the mark that the present word or address began with
        self._attribute = False  # that mark has `=` before it
        self._closer = ""
        self._depth = 0  # of brackets of the opener's kind
        self._text = ""  # of the present word or address
        self._cut = False  # it is longer than that
        self._last = ""
        self._last_solid = ""  # blanks passed over

    def read(self, text: str) -> None:
        """Take the next letters."""
        for letter in text:
            if self._inside:
                self._read_inside(letter)
            else:
                self._read_outside(letter)
            self._last = letter
            if not letter.isspace():
                self._last_solid = letter

    def permits(self, allowed: Callable[[str], bool] | None, *, exact: bool) -> bool:
        """Tell whether a value may be put here.

        Args:
            allowed: Tells whether values may go into an address that begins like this.
            exact: Whether the pseudonym here is spelled as it was written.

        """
        if not self._inside:
            return True
        if self._mail:
            return not self._text
        if allowed is None or not exact or self._cut or len(self._text) > LONGEST_ADDRESS:
            return False
        plain = _PLAIN.fullmatch(self._text)
        return plain is not None and allowed((plain[1] or "//") + plain[2])

    def _read_outside(self, letter: str) -> None:
        if letter == self._edge or letter in _CLOSERS:
            self._start_word(letter, attribute=self._last_solid == "=")
        elif letter in ">)]" and not self._attribute:
            self._start_word("")
        elif letter.isspace():
            if not self._lasts_over(letter):
                self._opener = ""
            self._text, self._cut = "", False
        else:
            self._add(letter, _WORD_KEPT)
            if letter in _MAY_START:
                self._look_for_start(letter)

    def _start_word(self, opener: str, *, attribute: bool = False) -> None:
        self._opener, self._attribute = opener, attribute
        self._text, self._cut = "", False

    def _lasts_over(self, blank: str) -> bool:
        """Tell whether what comes after a blank may still be the opener's."""
        if self._attribute and blank != " ":
            return True  # browsers take breaks and tabs out of an address
        return not self._text and (self._attribute or self._opener in (self._edge, "<", "("))

    def _look_for_start(self, letter: str) -> None:
        word = self._text.lower()
        if letter == ":" and word.endswith(("mailto:", "tel:", "sms:")):
            self._open(mail=True)
        elif self._is_start(letter, word):
            self._open(mail=False)

    def _is_start(self, letter: str, word: str) -> bool:
        if letter in "/\\" and (self._last_solid in ("/", "\\")) and self._last != " ":
            return True
        if letter in "/?#":
            quoted = self._opener or "=" in word
            entity = letter == "#" and word.endswith("&#") and quoted
            return bool(entity or _BARE_HOST.search(word[-_WORD_KEPT:]))
        if letter == ";":
            return bool(word.endswith(_NAMED) and (self._opener or "=" in word))
        return (letter == "." and word.endswith("www.")) or (
            letter == ":" and word.endswith(_SCHEMES)
        )

    def _open(self, *, mail: bool) -> None:
        self._inside, self._mail, self._depth = True, mail, 0
        self._closer = self._edge if self._opener == self._edge else ""
        self._closer = _CLOSERS.get(self._opener, self._closer)
        if mail:
            self._text, self._cut = "", False

    def _read_inside(self, letter: str) -> None:
        if letter == self._edge:
            self._close(self._edge)
        elif self._ends(letter):
            self._close("")
        else:
            self._add(letter, LONGEST_ADDRESS)

    def _ends(self, letter: str) -> bool:
        if not self._closer:
            return letter.isspace() or letter == ">"
        if letter in _LINE_BREAKS and not self._attribute:
            return True
        if letter == self._closer and self._last != "\\":
            self._depth -= 1
            return self._depth < 0
        if letter == self._opener:
            self._depth += 1
        return self._opener == "[" and letter.isspace()

    def _close(self, opener: str) -> None:
        self._inside = False
        self._start_word(opener)

    def _add(self, letter: str, most: int) -> None:
        """Keep the first letters of an address; of a word that is too long, the last."""
        if self._inside and len(self._text) > most:
            return
        self._text += letter
        if not self._inside and len(self._text) > LONGEST_ADDRESS:
            self._text, self._cut = self._text[-most:], True
