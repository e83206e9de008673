"""Names in scripts with capitals: behind a cue, before a verb, or known by themselves."""

from __future__ import annotations

from chatward.detectors.personal.persons import KIND, accept, shape
from chatward.detectors.personal.persons.cues import any_of, cues, with_capital
from chatward.matching.pattern import Pattern

_NOT_IN_WORD = "(?<![A-Za-z0-9_])"
_NOT_IN_ADDRESS = r"(?<![\w.@#/\\-])"
_NO_LETTER = r"(?![^\W_])"
_GAP = r"[ \xa0]{1,2}"
_OPEN = "[\"'\u201c\u201e\u00ab*(]"
_COLON = rf"[ \xa0]{{0,3}}[:=,;\u2013\u2014-]?[ \xa0\t*]{{0,3}}{_OPEN}?"
_INTRODUCED = rf"[:,]?{_GAP}{_OPEN}?"
_LINE_END = r"[ \t]{0,2}[,.!]?[ \t]{0,2}(?:\r?\n[ \t>]{0,3}){1,3}"
_LETTER = "[A-Za-z\u00c0-\u017f\u0218-\u021b\u0386-\u03ce\u0400-\u045f'\u2019-]"
_TITLE = rf"(?:{with_capital(cues('titles'))}\.?{_GAP}){{0,2}}"

# Two words of a name, the longest of what people do, and the gaps between them.
_BEFORE_CHARS = 60


def _after(cue: str, gap: str, validate: accept.Accept, score: float) -> Pattern:
    """Return a pattern for a name with a capital behind a cue and perhaps a title."""
    return Pattern(
        KIND,
        rf"{_NOT_IN_WORD}{cue}{gap}{_TITLE}(?P<value>{shape.PARTICLES}{shape.WORDS})",
        score=score,
        unicode=True,
        validate=validate,
        lead=rf"{_NOT_IN_WORD}{cue}{gap}{shape.CAPITAL}",
    )


def _in_any_case(cue: str, gap: str, validate: accept.Accept, score: float) -> Pattern:
    """Return a pattern for a name behind a cue, both in capitals or in small letters."""
    return Pattern(
        KIND,
        rf"{_NOT_IN_WORD}{cue}{gap}{_TITLE}(?P<value>{shape.LOWER_WORDS})",
        score=score,
        ignore_case=True,
        unicode=True,
        validate=validate,
        lead=_NOT_IN_WORD + cue,
    )


def _before(behind: str, validate: accept.Accept, score: float, *, start: str = "") -> Pattern:
    """Return a pattern for a name of one or two words before what people do or have."""
    return Pattern(
        KIND,
        rf"{_NOT_IN_ADDRESS}{start}(?P<value>{shape.FEW_WORDS}){behind}",
        score=score,
        unicode=True,
        validate=validate,
        lead=rf"{shape.CAPITAL}{_LETTER}{{1,17}}{behind}",
        lead_chars=_BEFORE_CHARS,
    )


def _likely(title: str) -> Pattern:
    return _after(with_capital(cues(title)), rf"[:,]?{_GAP}", accept.likely_name_chars, 0.7)


def _behind(title: str, gap: str) -> str:
    return gap + any_of(cues(title)) + _NO_LETTER


_INTRODUCTION = any_of(cues("introductions"))

PATTERNS = (
    _in_any_case(_INTRODUCTION, _INTRODUCED, accept.name_chars, 0.85),
    _in_any_case(_INTRODUCTION, _INTRODUCED, accept.lower_chars, 0.6),
    _in_any_case(any_of(cues("plain titles")), rf"\.?{_GAP}", accept.titled_lower_chars, 0.6),
    _in_any_case(any_of(cues("casual")), rf",?{_GAP}", accept.known_lower_chars, 0.55),
    _after(with_capital(cues("named")), _COLON, accept.name_chars, 0.8),
    _after(with_capital(cues("labels")), _COLON, accept.likely_name_chars, 0.7),
    _after(with_capital(cues("salutations"), only=True), _GAP, accept.name_chars, 0.85),
    _after(with_capital(cues("closings")), _LINE_END, accept.name_chars, 0.85),
    _after(with_capital(cues("titles")), rf"\.?{_GAP}", accept.name_chars, 0.85),
    _after(with_capital(cues("roles")), rf"\.?{_GAP}", accept.likely_name_chars, 0.7),
    _after(with_capital(cues("calling")), _GAP, accept.two_words_chars, 0.7),
    _likely("presenting"),
    _likely("greetings"),
    _likely("dealings"),
    _before(_behind("last words", r"[ \xa0,]{1,2}"), accept.two_words_chars, 0.7),
    _before(_behind("doings", _GAP), accept.likely_name_chars, 0.6),
    _before(_behind("belongings", rf"['\u2019]s{_GAP}"), accept.likely_name_chars, 0.6),
    _before(r":(?![:/\w])", accept.likely_name_chars, 0.6, start=r"(?<![^\n>])"),
    # Nothing around it: not in an address, not beside the number of a house.
    Pattern(
        KIND,
        rf"{_NOT_IN_ADDRESS}(?<!\d )(?<!\d, )(?P<value>{shape.WORDS}){_NO_LETTER}(?! \d)",
        score=0.6,
        unicode=True,
        validate=accept.pair_chars,
        unless=cues("streets"),
        lead=rf"{_NOT_IN_WORD}{shape.CAPITAL}{_LETTER}{{1,17}}\.?[ \xa0]{shape.CAPITAL}",
    ),
)
