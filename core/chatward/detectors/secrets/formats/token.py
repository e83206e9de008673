"""How a vendor's format becomes a detector: a few words of data, the rest is the same for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from chatward.detectors.detector import Detector
from chatward.detectors.secrets.formats.documented import is_documented
from chatward.detectors.secrets.formats.sample_texts import fill_ins, sayings, template_of
from chatward.detectors.secrets.formats.variety import varies
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern
from chatward.matching.reading import TOKEN, Reading

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

_WORD_CHARS = "A-Za-z0-9_"


def token(  # noqa: PLR0913 (a row of a table has many columns)
    kind: str,
    mark: str,
    body: str,
    *,
    source: str,
    clean: tuple[str, ...],
    sample: str = "",
    caught: tuple[str, ...] = (),
    kinds_of_chars: int = 2,
    validate: Callable[[str], bool] | None = None,
    lead: str = "",
    lead_chars: int = 0,
) -> Detector:
    """Return the detector of a format that its own mark gives away.

    Args:
        kind: Name of the kind.
        mark: `re` for what is the same in all tokens, such as ``ghp_``; may be empty.
        body: `re` for the rest; fill-ins (``xxxx``, few different characters) are refused here.
        source: Where the format is described.
        clean: Near misses.
        sample: Template of one token; by default made from `mark` and `body`.
        caught: More texts in which one must be found.
        kinds_of_chars: How many of lower case, upper case and digits the body must have; all
            three where the mark is short and a name could follow it.
        validate: Says whether a match is one; by default whether its body is no fill-in.
        lead: See `Pattern`; for formats whose mark is not in front.
        lead_chars: See `Pattern`.

    """
    regex = bounded(mark + body, _beside(mark or body, 0), _beside(body, -1))

    def is_filled(matched: str) -> bool:
        whole = re.fullmatch(f"(?:{mark})(?P<body>{body})", matched, re.ASCII)
        return whole is not None and varies(whole["body"], kinds_of_chars=kinds_of_chars)

    def is_real(matched: str) -> bool:
        return (validate or is_filled)(matched) and not is_documented(matched)

    pattern = Pattern(kind, regex, validate=is_real, lead=lead, lead_chars=lead_chars)
    sample = sample or template_of(mark + body)
    return Detector(
        kind,
        SECRET,
        caught=(*sayings(kind, sample), *caught),
        clean=(*fill_ins(sample), *clean),
        patterns=(pattern,),
        source=source,
    )


def value_after(
    kind: str,
    before: str,
    body: str,
    *,
    source: str,
    caught: tuple[str, ...],
    clean: tuple[str, ...],
    lead: str = "",
) -> Detector:
    """Return the detector of a value that the words right before it give away."""
    regex = bounded(f"{before}(?P<value>{body})", _WORD_CHARS, _beside(body, -1))

    def is_real(value: str) -> bool:
        return varies(value, kinds_of_chars=1) and not is_documented(value)

    pattern = Pattern(kind, regex, validate=is_real, lead=lead)
    return Detector(kind, SECRET, caught, clean, patterns=(pattern,), source=source)


def opaque(
    kind: str,
    form: str,
    *,
    words: str,
    source: str,
    clean: tuple[str, ...],
    sample: str = "",
    validate: Callable[[str], bool] | None = None,
) -> Detector:
    """Return the detector of a format that says nothing itself: a word near it must.

    Args:
        kind: Name of the kind.
        form: `re` for the whole value.
        words: Context words, see `chatward.matching.words`; the first is the vendor's name.
        source: Where the format is described.
        clean: Near misses.
        sample: Template of one value; by default made from `form`.
        validate: Says whether a value is one; by default whether it is no fill-in.

    """
    sample = sample or template_of(form)
    vendor = words.partition("|")[0].rstrip("*")
    name = vendor.replace(" ", "_").upper()
    reading = Reading(kind, TOKEN, form, words=words, validate=validate or varies, alone="")
    return Detector(
        kind,
        SECRET,
        caught=(f"{name}_API_KEY={sample}", f"my {vendor} key is {sample}", f"{vendor}: {sample}"),
        clean=(f"the checksum is {sample}", *clean),
        readings=(reading,),
        source=source,
    )


def bounded(regex: str, before: str = _WORD_CHARS, after: str = _WORD_CHARS) -> str:
    r"""Return the `re` of a token that stands by itself, or after an escape such as ``\n``."""
    return rf"(?:(?<![{before}])|(?<=\\[nrt])){regex}(?![{after}])"


def either(first: Detector, *others: Detector) -> Detector:
    """Return the detector of a kind that is written in several ways."""
    ways = (first, *others)
    return replace(
        first,
        caught=tuple(sample for way in ways for sample in way.caught),
        clean=tuple(sample for way in ways for sample in way.clean),
        patterns=tuple(pattern for way in ways for pattern in way.patterns),
        readings=tuple(reading for way in ways for reading in way.readings),
    )


def _beside(regex: str, which: int) -> str:
    """Return what may not stand beside a token: what its own class there could also match."""
    classes = re.findall(r"\[([^\]]*)\]", regex)
    own = classes[which] if classes and (which or regex.startswith("[")) else ""
    return _WORD_CHARS + "".join(char for char in "+/~" if char in own) + "-" * own.endswith("-")
