"""Numbers that a voice bot hears: "four one one one ...", "double five", "einundvierzig elf".

One pattern finds a run of number words, whatever the language; the digits it says are then read
as a card, a telephone, social security or account number, or a PIN, by check digits and by the
words before it. The finding has the kind of the number, not a kind of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chatward.detectors.detector import Detector
from chatward.detectors.personal.spoken.numerals import spoken_digits
from chatward.detectors.personal.spoken.run import FIRST, RUN
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import NUMBER, Reading, Sense
from chatward.matching.readings import Readings
from chatward.matching.words import Heard

_LEAST_DIGITS = 3
_COUNTING = (
    "1234567890123 12345678910111213141516171819202122232425262728293031 102030405060708090100"
)

CAUGHT = (
    "my number is four one five five five five oh one four two",
    "call me at plus four nine one five one double five one two three four five",
    "meine Telefonnummer ist null eins fünf eins einundzwanzig zweiundvierzig achtzehn drei",
    "mi teléfono es seis uno dos treinta y cuatro cincuenta y seis setenta y ocho",
    "mon téléphone: zéro six douze trente-quatre cinquante-six soixante-dix-huit",
)
CLEAN = (
    "one two three four five six seven eight nine ten",
    "call nine one one",
    "my phone has one or two problems, three at most",
    "order four one five five five five oh one four two",
    "Ich habe zwei oder drei Fragen zu meinem Handy",
    "un deux trois soleil",
)


def _is_card(digits: str) -> bool:
    from stdnum import luhn  # noqa: PLC0415 (loaded when a first candidate is seen)

    return len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _is_ssn(digits: str) -> bool:
    from stdnum.us import ssn  # noqa: PLC0415

    return bool(ssn.is_valid(digits))


def _is_no_counting(digits: str) -> bool:
    return digits not in _COUNTING and len(set(digits)) > 1


_READINGS = (
    Reading("credit-card", NUMBER, r"[2-6]\d{12,18}", validate=_is_card, score_without_context=0.9),
    Reading(
        "us-ssn",
        NUMBER,
        r"\d{9}",
        alone="",
        words="ssn|social|social security|social security number",
        validate=_is_ssn,
    ),
    Reading(
        "phone-number",
        NUMBER,
        r"\d{7,15}",
        alone=r"\d{9,15}",
        words="phone|telephone|mobile|cell|cellphone|call|call me|reach me|text me|whatsapp|"
        "fax|sms|my number|his number|her number|callback number|contact number|"
        "telefon*|handy*|mobil*|rufnummer|meine nummer|anrufen|zuruckrufen|erreichen|"
        "telefono|movil|celular|mi numero|llamame|portable|mon numero|appelez|rappeler|"
        "joindre|plus",
        validate=_is_no_counting,
    ),
    Reading(
        "account-number",
        NUMBER,
        r"\d{6,17}",
        alone="",
        words="account|account number|acct|konto*|vertragsnummer|cuenta|compte|contrat|"
        "contrato|routing number",
    ),
    Reading(
        "customer-number",
        NUMBER,
        r"\d{5,12}",
        alone="",
        words="customer number|member number|membership number|client number|member id|"
        "customer id|kundennummer|mitgliedsnummer|numero de cliente|numero de socio|"
        "numero client|numero de client",
    ),
    Reading(
        "pin-code",
        NUMBER,
        r"\d{3,8}",
        alone="",
        words="pin|pin code|pin number|passcode|security code|verification code|access code|"
        "cvv|cvc|geheimzahl|sicherheitscode|codigo pin|codigo de seguridad|clave|"
        "code pin|code secret|code de securite",
    ),
)


class SpokenNumbers(Readings):
    """Reads the digits that number words say."""

    def read(self, matched: str, hear: Callable[[], Heard], *, alone: bool) -> list[Sense]:
        """Return what the longest readable beginning of a run of number words can be."""
        for end, digits in reversed(spoken_digits(matched)):
            if len(digits) < _LEAST_DIGITS:
                break
            whole = alone and end == len(matched)
            senses = [*_senses(end, digits, hear(), whole=whole)]
            if senses:
                return senses
        return []


def _senses(end: int, digits: str, heard: Heard, *, whole: bool) -> Iterator[Sense]:
    for reading in _READINGS:
        known = reading.context.near(heard) or (whole and reading.is_message(digits))
        score = reading.score_of(digits, digits, known=known)
        if score > 0:
            yield Sense(end, reading.kind, score)


NUMBERS = Detector(
    "phone-number",
    PERSONAL,
    caught=CAUGHT,
    clean=CLEAN,
    patterns=(
        Pattern(
            "spoken-number",
            RUN,
            ignore_case=True,
            unicode=True,
            lead=FIRST,
            readings=SpokenNumbers(NUMBER, _READINGS),
        ),
    ),
)
