"""Put values into sentences and sentences into messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from make_corpus import personal, spoken
from make_corpus.duplicates import Seen
from make_corpus.national import NUMBERS, draw_number
from make_corpus.ordinary import ORDINARY
from make_corpus.secret import SECRET
from make_corpus.sentences import SLOT, Language, read_languages
from make_corpus.value import Draw

_PERSONAL: dict[str, Draw] = {
    "email": personal.email,
    "phone": personal.phone,
    "card": personal.card,
    "iban": personal.iban,
    "ip": personal.ip,
    "ip6": personal.ip6,
    "mac": personal.mac,
    "crypto": personal.crypto,
    "dob": personal.date_of_birth,
    "name": personal.name,
    "home": personal.address,
    "phone-wide": personal.wide_phone,
    "plate": personal.plate,
    "place": personal.coordinates,
    "spoken-phone": spoken.phone,
    "spoken-card": spoken.card,
    "spoken-email": spoken.email,
}
_NATIONAL = {kind: draw_number(kind) for kind in NUMBERS}
VALUES: dict[str, Draw] = {**_PERSONAL, **_NATIONAL, **ORDINARY, **SECRET}

_KINDS = {
    "personal": "pii_chat",
    "clean": "pii_negative",
    "secret": "secret_chat",
    "lookalike": "secret_lookalike",
}
"""What labels call the rows of a section."""

_PER_SENTENCE = {"personal": 5, "clean": 4, "secret": 5, "lookalike": 4}
"""How often a sentence is used, each time with other values and other company."""

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the labelled places in it, offsets in code points."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def and_then(self, other: Text) -> Text:
        """Return this text with another behind it."""
        moved = tuple((s + len(self.text), e + len(self.text), t) for s, e, t in other.spans)
        return Text(self.text + other.text, self.spans + moved)


def make_rows() -> Iterator[dict[str, object]]:
    """Yield all rows, language by language and section by section."""
    seen = Seen()
    for language in read_languages():
        for section, kind in _KINDS.items():
            number = 0
            for message in _messages(language, section):
                if seen.is_new(message.text):
                    number += 1
                    yield {
                        "id": f"{language.code}-{kind}-{number:04}",
                        "text": message.text,
                        "label": "positive" if message.spans else "negative",
                        "kind": kind,
                        "lang": language.code,
                        "source": "chatward",
                        "spans": [list(span) for span in message.spans],
                    }


def _messages(language: Language, section: str) -> Iterator[Text]:
    """Yield messages about every sentence of a section, the whole section again and again."""
    for turn in range(_PER_SENTENCE[section]):
        for sentence in language.sections[section]:
            chance = Random(f"{language.code} {section} {turn} {sentence}")
            if turn == 0 or SLOT.search(sentence):  # else it would be the same again
                yield message(language, section, sentence, chance)


def message(language: Language, section: str, sentence: str, chance: Random) -> Text:
    """Return a message about a sentence, sometimes with another one before or behind it.

    A value by itself, as typed into a form, stays by itself.
    """
    whole = filled(sentence, language.code, chance)
    if not SLOT.sub("", sentence).strip():
        return whole
    extras = language.sections
    joint = Text("\n" if "\n" in sentence else language.joint)
    if extras["opening"] and chance.random() < 0.35:
        opening = filled(chance.choice(extras["opening"]), language.code, chance)
        whole = opening.and_then(joint).and_then(whole)
    if extras["closing"] and chance.random() < 0.35:
        closing = filled(chance.choice(extras["closing"]), language.code, chance)
        whole = whole.and_then(joint).and_then(closing)
    elif section in {"personal", "clean"} and chance.random() < 0.35:
        other = filled(chance.choice(extras["clean"]), language.code, chance)
        whole = whole.and_then(joint).and_then(other)
    return whole


def filled(sentence: str, lang: str, chance: Random) -> Text:
    """Put values into a sentence.

    Raises:
        KeyError: The sentence names a value that nobody draws.

    """
    whole, end = Text(), 0
    for slot in SLOT.finditer(sentence):
        value = VALUES[slot[1]](chance, lang)
        start = value.text.index(value.part)
        spans = ((start, start + len(value.part or value.text), value.type),) if value.type else ()
        whole = whole.and_then(Text(sentence[end : slot.start()])).and_then(Text(value.text, spans))
        end = slot.end()
    return whole.and_then(Text(sentence[end:]))
