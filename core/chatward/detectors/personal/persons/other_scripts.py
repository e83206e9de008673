"""Names in scripts without capitals: Chinese, Japanese, Korean, Arabic, Hebrew, Indic, Thai.

Chinese, Japanese and Korean names begin with one of few family names, and that is asked for.
In the other scripts whatever follows the cue is the name, up to a word that ends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chatward.detectors.personal.persons import KIND
from chatward.detectors.personal.persons.lists import section
from chatward.matching.pattern import Pattern

_LIST = "scripts.txt"
_CHINESE = frozenset(section(_LIST, "chinese family names"))
_CHINESE_DOUBLE = tuple(section(_LIST, "chinese double family names").split("|"))
_NOT_IN_CHINESE = frozenset(section(_LIST, "chinese not in names"))
_JAPANESE = tuple(section(_LIST, "japanese family names").split("|"))
_KOREAN = frozenset(section(_LIST, "korean family names"))
_KOREAN_WORDS_END = frozenset(section(_LIST, "korean endings of other words"))
_ENDS = frozenset(section(_LIST, "what ends a name").replace("|", " ").split())

_WORD = re.compile(r"[^\s,.،。;:!?؟|()]+")
_MOST = 3
_NOBODY = frozenset(section(_LIST, "who is nobody").replace("|", " ").split())


def _chinese_chars(text: str) -> int:
    """Accept a family name and one or two more characters."""
    begun = 2 if text.startswith(_CHINESE_DOUBLE) else 1
    if begun == 1 and text[0] not in _CHINESE:
        return 0
    end = begun
    while end < min(len(text), begun + 2) and text[end] not in _NOT_IN_CHINESE:
        end += 1
    return end if end > begun else 0


def _chinese_titled_chars(text: str) -> int:
    """Accept a family name, with or without a given one: a title follows."""
    return len(text) if text[0] in _CHINESE or text.startswith(_CHINESE_DOUBLE) else 0


def _japanese_chars(text: str) -> int:
    """Accept what begins with a frequent family name."""
    return len(text) if text.startswith(_JAPANESE) else 0


def _korean_chars(text: str) -> int:
    """Accept a family name and two more syllables that do not end like "pupil" or "customer"."""
    return len(text) if text[0] in _KOREAN and text[-1] not in _KOREAN_WORDS_END else 0


def _words_chars(text: str) -> int:
    """Accept up to three words before one that cannot be part of a name."""
    end = 0
    for count, word in enumerate(_WORD.finditer(text)):
        if count == _MOST or word.group() in _ENDS:
            break
        end = word.end()
    return end


def _signed_chars(text: str) -> int:
    """Accept a line of two or three words that names no office."""
    words = text.split()
    return len(text) if _NOBODY.isdisjoint(words) and len(words) > 1 else 0


def _known_in(names: str) -> Callable[[str], int]:
    """Return who accepts a given name of a list, and a word behind it."""
    known = frozenset(section(_LIST, names).replace("|", " ").split())

    def chars(text: str) -> int:
        first, second = [*_WORD.finditer(text), None][:2]
        if first is None or first.group() not in known:
            return 0
        goes_on = second is not None and second.group() not in _ENDS
        return second.end() if second is not None and goes_on else first.end()

    return chars


def _whole(accept: Callable[[str], int]) -> Callable[[str], int]:
    """Return who accepts only what is a name to its end."""
    return lambda text: len(text) if accept(text) == len(text) else 0


_HAN = "[\u4e00-\u9fff]"
_HAN_OR_REPEAT = "[\u4e00-\u9fff\u3005]"
_KANA = "[\u3041-\u309f\u30a1-\u30ff]"
_JAPANESE_NAME = rf"{_HAN_OR_REPEAT}{{1,4}}[ \u3000]?(?:{_HAN_OR_REPEAT}|{_KANA}){{0,4}}"
_JAPANESE_BEFORE = (
    "(?:私|わたし|僕|ぼく)の?名前は|(?:私|わたし|僕)は|お?名前は|氏名[:\uff1a]|"
    "お世話になって(?:おり|い)ます。|(?:はじめまして|こんにちは)[、。]"
)
_JAPANESE_AFTER = "(?:と申します|と申しまして|といいます|と言います|でございます|です)"
_JAPANESE_TITLES = "と申します|さん|さま|様|氏"
_KOREAN_BEFORE = (
    "(?:안녕하세요|안녕하십니까)[,.!]?|"
    "(?:제|내|저의|나의) ?이름은|이름은|성함은|(?:성명|이름)[:\uff1a]|저는"
)
_KOREAN_AFTER = "(?:입니다|이에요|예요|이라고|라고|이고|인데요)"


_ARABIC = "[\u0620-\u064a\u0671-\u06d3]"
_HEBREW = "[\u05d0-\u05ea'-]"
_INDIC = "[\u0900-\u0d7f]"


def _behind(
    cues: str,
    gap: str,
    letters: str,
    longest: int,
    validate: Callable[[str], int] = _words_chars,
    score: float = 0.8,
) -> Pattern:
    """Return a pattern for up to four words of these letters behind one of the cues."""
    cue = f"(?:{section(_LIST, cues)})"
    return Pattern(
        KIND,
        rf"(?<!\w){cue}{gap}(?P<value>{letters}{{2,{longest}}}(?:\s{letters}{{1,{longest}}}){{0,3}})",
        score=score,
        unicode=True,
        validate=validate,
        lead=cue,
    )


def _signed(closings: str, name: str, validate: Callable[[str], int]) -> Pattern:
    """Return a pattern for a name on the line behind a closing."""
    cue = f"(?:{section(_LIST, closings)})"
    return Pattern(
        KIND,
        rf"(?<!\w){cue}[,.!،，。！~]{{0,2}}[ ]?(?:\r?\n[ ]?){{1,3}}(?P<value>{name})(?![^\s,.])",
        score=0.75,
        unicode=True,
        validate=validate,
        lead=cue,
    )


def _words_of(letters: str) -> str:
    return f"{letters}{{2,16}}(?: {letters}{{2,16}}){{1,2}}"


def _east_asian(
    before: str, name: str, after: str, validate: Callable[[str], int], score: float = 0.8
) -> Pattern:
    """Return a pattern for a name between what stands before and behind it."""
    return Pattern(
        KIND,
        rf"(?<!\w)(?:{before})\s?(?P<value>{name}){after}",
        score=score,
        unicode=True,
        validate=validate,
        lead=f"(?:{before})",
    )


def _titled(name: str, titles: str, validate: Callable[[str], int]) -> Pattern:
    """Return a pattern for a name before a title."""
    return Pattern(
        KIND,
        rf"(?<!\w)(?:尊敬的|亲爱的|请问|联系|找|给)?(?P<value>{name})(?:{titles})",
        score=0.7,
        unicode=True,
        validate=validate,
        lead=titles,
        lead_chars=16,
    )


PATTERNS = (
    _east_asian(section(_LIST, "chinese cues"), f"{_HAN}{{2,4}}", "", _chinese_chars),
    _east_asian(_JAPANESE_BEFORE, _JAPANESE_NAME, _JAPANESE_AFTER, _japanese_chars),
    _east_asian(_KOREAN_BEFORE, "[\uac00-\ud7a3]{3}", _KOREAN_AFTER, _korean_chars),
    _titled(f"{_HAN}{{1,3}}", section(_LIST, "chinese titles"), _chinese_titled_chars),
    _titled(_JAPANESE_NAME, _JAPANESE_TITLES, _japanese_chars),
    _behind("arabic cues", r":?\s{1,2}", _ARABIC, 14),
    _behind("hebrew cues", r":?\s{1,2}", _HEBREW, 14),
    _behind("indic cues", r"[.:]?\s{1,2}", _INDIC, 20),
    _behind("arabic weak cues", r"\s{1,2}", _ARABIC, 14, _known_in("arabic given names"), 0.7),
    _behind("hebrew weak cues", r",?\s{1,2}", _HEBREW, 14, _known_in("hebrew given names"), 0.7),
    _behind("indic weak cues", r",?\s{1,2}", _INDIC, 20, _known_in("indic given names"), 0.7),
    _signed("arabic closings", _words_of(_ARABIC), _signed_chars),
    _signed("hebrew closings", _words_of(_HEBREW), _signed_chars),
    _signed("indic closings", _words_of(_INDIC), _signed_chars),
    _signed("chinese closings", f"{_HAN}{{2,4}}", _whole(_chinese_chars)),
    _signed("japanese closings", _JAPANESE_NAME, _japanese_chars),
    _signed("korean closings", "[\uac00-\ud7a3]{3}", _korean_chars),
    _behind("thai cues", r"\s{0,2}", "[\u0e01-\u0e4e]", 18),
)
