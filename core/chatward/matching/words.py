"""Words to the left of a match that say what it is.

A run of nine digits is a tax number after "tax file number" and nothing after "order". Words
are compared in lower case and without accents, phrases of up to three words, up to
`CONTEXT_CHARS` before the match. What says that the number is some other thing (an order, a
version) cuts off what stands before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

CONTEXT_CHARS = 48
"""How far to the left of a match its words are looked for, in characters of the view."""

_PHRASE_WORDS = 3
_LAST_WORDS = 3
_LAST_CHARS = 12
_STEM_CHARS = 3
_UNSPACED_CLASS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_UNSPACED = re.compile(f"[{_UNSPACED_CLASS}]")
_HANGUL = re.compile("[\uac00-\ud7af]")
# Indic vowel signs belong to words, though `re` does not think so.
_WORD = re.compile(
    rf"[{_UNSPACED_CLASS}]+|(?:(?![{_UNSPACED_CLASS}])(?:[^\W\d_]|[\u0900-\u0963\u0971-\u0dff]))+"
)
_ASCII_WORD = re.compile("[a-z]+")

# What is numbered besides people: after one of these a number is an order's, not a person's.
OTHER_NUMBERS = (
    "order|orders|invoice|ticket|tracking|shipment|parcel|isbn|issn|ean|gtin|sku|version|build|"
    "release|firmware|commit|revision|page|chapter|room|flight|article|product|batch|receipt|"
    "booking|reservation|confirmation|quote|po box|serial|barcode|"
    "bestell*|auftrag*|rechnung*|sendung*|artikelnummer*|seriennummer*|vorgang*|"
    "commande*|facture*|colis|suivi|pedido*|factura*|envio|seguimiento|ordine|ordini|fattur*|"
    "spedizione|encomenda*|fatura*|rastreio|factuur*|zamowieni*|faktur*|przesylk*|ordernummer|"
    "ordrenummer|ordre|bestillin*|tilau*|objedna*|zasilk*|siparis*|kargo*|comand*|narudzb*|"
    "заказ*|счет*|накладн*|посылк*|замовлен*|рахун*|παραγγελ*|"
    "הזמנה|ההזמנה|הזמנת|חשבונית|משלוח|طلب|الطلب|طلبي|فاتورة|الفاتورة|شحنة|الشحنة|"
    "ऑर्डर|इनवॉइस|बिल|đơn hàng|hóa đơn|vận đơn|pesanan|resi|faktur|คำสั่งซื้อ|"
    "订单|訂單|发票|發票|运单|運單|快递|注文|請求書|伝票|주문|송장|운송장"
)


@dataclass(frozen=True)
class Heard:
    """What stands to the left of a match.

    Attributes:
        words: The words.
        first: Index of the last word that numbers something else, or 0: phrases end there or later.
        text: The same as plain text, for scripts that put no blanks between words; else empty.

    """

    words: tuple[str, ...] = field(repr=False)
    first: int
    text: str = field(repr=False)

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Every run of one to three words that no other number's word follows."""
        return _phrases(self.words, self.first)

    @cached_property
    def last(self) -> frozenset[str]:
        """The last words, whatever they are, and their phrases."""
        return _phrases(self.words, max(0, len(self.words) - _LAST_WORDS))


_SILENCE = Heard((), 0, "")


@dataclass(frozen=True)
class Words:
    """A list of words, written ``phone|mobile|telefon*|tax file number|电话``.

    Attributes:
        exact: Words and phrases.
        stems: Beginnings of words (written with a star).
        inside: Words of scripts without blanks: they count wherever they stand.

    """

    exact: frozenset[str]
    stems: tuple[str, ...]
    inside: tuple[str, ...]

    def near(self, heard: Heard) -> bool:
        """Tell whether one of the words was heard."""
        return self._among(heard.phrases) or self._inside(heard.text)

    def last(self, heard: Heard) -> bool:
        """Tell whether one of the words is among the last ones before the match."""
        return self._among(heard.last) or self._inside(heard.text[-_LAST_CHARS:])

    def _inside(self, text: str) -> bool:
        return text != "" and any(word in text for word in self.inside)

    def _among(self, phrases: frozenset[str]) -> bool:
        if not self.exact.isdisjoint(phrases):
            return True
        return any(word.startswith(self.stems) for word in phrases) if self.stems else False


class WordIndex:
    """Many lists of words at once: which of them was heard.

    Nearly always none was, so that is what is found out first.
    """

    def __init__(self, lists: Sequence[Words]) -> None:
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[tuple[str, int]]] = {}
        self._inside: list[tuple[str, int]] = []
        for number, listed in enumerate(lists):
            for phrase in listed.exact:
                self._exact.setdefault(phrase, []).append(number)
            for stem in listed.stems:
                self._stems.setdefault(stem[:_STEM_CHARS], []).append((stem, number))
            self._inside += [(word, number) for word in listed.inside]
        self._endings = frozenset(phrase.rpartition(" ")[2] for phrase in self._exact)

    def named(self, heard: Heard) -> frozenset[int]:
        """Return the numbers of the lists of which a word was heard."""
        found: set[int] = set()
        if self._may_be_among(heard.words):
            for phrase in heard.phrases:
                found.update(self._exact.get(phrase, ()))
                stems = self._stems.get(phrase[:_STEM_CHARS], ())
                found.update(number for stem, number in stems if phrase.startswith(stem))
        if heard.text:
            found.update(number for word, number in self._inside if word in heard.text)
        return frozenset(found)

    def _may_be_among(self, heard: Sequence[str]) -> bool:
        if not self._endings.isdisjoint(heard):
            return True
        return any(word[:_STEM_CHARS] in self._stems for word in heard)


@cache
def words(notation: str) -> Words:
    """Read a list of words; see `Words`."""
    exact: set[str] = set()
    stems: list[str] = []
    inside: list[str] = []
    for word in notation.split("|"):
        plain = _plain(word)
        if _UNSPACED.search(plain) or _HANGUL.search(plain):
            inside.append(plain.strip())
        elif plain.endswith("*"):
            stems.append(" ".join(_WORD.findall(plain)))
        else:
            exact.add(" ".join(_WORD.findall(plain)))
    return Words(frozenset(exact - {""}), tuple(stems), tuple(inside))


def listen(text: str, place: int) -> Heard:
    """Return what stands to the left of a place."""
    begin = max(0, place - CONTEXT_CHARS)
    left = _plain(text[begin:place])
    found = (_ASCII_WORD if left.isascii() else _WORD).findall(left)
    if not found:
        return _SILENCE
    if begin > 0 and found and not text[begin - 1].isspace() and left.startswith(found[0]):
        del found[0]  # its beginning is out of reach
    return Heard(tuple(found), _after_others(found), _uncut(left))


def _after_others(found: list[str]) -> int:
    """Return the index of the last word that numbers something else; phrases end there or later."""
    others = _others()
    for index in range(len(found) - 1, -1, -1):
        if found[index] in others.exact or found[index].startswith(others.stems):
            return index
    return 0


def _uncut(left: str) -> str:
    """Return what a script without blanks says after the last word that numbers something else."""
    if left.isascii() or not (_UNSPACED.search(left) or _HANGUL.search(left)):
        return ""
    return left[max((left.rfind(w) + len(w) for w in _others().inside if w in left), default=0) :]


def _phrases(found: Sequence[str], first_end: int) -> frozenset[str]:
    """Return all phrases whose last word is at this index or later."""
    phrases = set(found[first_end:])
    for end in range(max(first_end, 1), len(found)):
        phrases.add(" ".join(found[end - 1 : end + 1]))
        if end + 1 >= _PHRASE_WORDS:
            phrases.add(" ".join(found[end - 2 : end + 1]))
    return frozenset(phrases)


def _plain(text: str) -> str:
    """Return the text in lower case, without accents."""
    if text.isascii():
        return text.lower()
    # Composed again afterwards: Korean syllables fall apart too.
    apart = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=1)
def _others() -> Words:
    return words(OTHER_NUMBERS)
