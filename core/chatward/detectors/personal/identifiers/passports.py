"""Passports: no check digit is printed on most, so a word for "passport" must stand before."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import identifier

_WORDS = (
    "passport*|travel document|passeport*|pasaporte|pasaportes|reisepass*|"
    "passnummer|passnr|pass nr|pass nummer|passaporto|passaporte|passaportes|"
    "paspoort|paspoortnummer|paszport|paszportu|pasnummer|cestovni pas|"
    "cestovny pas|utlevel|utlevelszam|pasaport|pasaportul|pasaportum|putovnica|putovnice|"
    "potni list|паспорт|паспорта|загранпаспорт|διαβατηριο|διαβατηριου|جواز|جواز سفر|جواز السفر|"
    "דרכון|पासपोर्ट|paspor|ho chieu|护照|護照|パスポート|旅券|여권|หนังสือเดินทาง"
)
_SOURCE = "https://www.consilium.europa.eu/prado/en/search-by-document-country.html"

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "us-passport",
        r"[A-Z]\d{8}|\d{9}",
        words=_WORDS,
        score=0.8,
        alone=False,
        caught=(
            "My US passport number is 123456789.",
            "passport A00000012",
            "passport no. 987654321, expires next year",
        ),
        clean=("order A00000012", "passport 1234567", "123456789"),
        source="https://travel.state.gov",
    ),
    identifier(
        "uk-passport",
        r"\d{9}|[A-Z]{2}\d{7}",
        words=_WORDS,
        score=0.75,
        alone=False,
        caught=(
            "My British passport is 123456789.",
            "passport number: AB1234567",
            "UK passport 000000012",
        ),
        clean=("ticket AB1234567", "123456789"),
        source=_SOURCE,
    ),
    identifier(
        "in-passport",
        r"[A-PR-WY][1-9]\d{6}",
        words=_WORDS,
        score=0.8,
        alone=False,
        caught=(
            "My Indian passport number is A1234567.",
            "मेरा पासपोर्ट K9000001 है",
            "passport z1234567 or y7654321",
        ),
        clean=("order A1234567", "passport A0234567"),
        source="https://www.passportindia.gov.in",
    ),
    identifier(
        "es-passport",
        r"[A-Z]{3}\d{6}[A-Z]?",
        words=_WORDS,
        score=0.8,
        alone=False,
        caught=(
            "Mi pasaporte es AAA123456.",
            "número de pasaporte: xyz000001",
            "pasaporte PAB654321",
        ),
        clean=("pedido AAA123456", "pasaporte AAA12345"),
        source=_SOURCE,
    ),
    identifier(
        "it-passport",
        r"[A-Z]{2}\d{7}",
        words=_WORDS,
        score=0.8,
        alone=False,
        caught=(
            "Il mio passaporto è YA1234567.",
            "passaporto n. aa0000001",
            "numero del passaporto: YB7654321",
        ),
        clean=("ordine YA1234567", "passaporto YA12345678"),
        source=_SOURCE,
    ),
    identifier(
        "kr-passport",
        r"[MSRODG]\d{3}[A-Z]\d{4}|[MSRODG]\d{8}",
        words=_WORDS,
        alone=False,
        grouped=r"[MSRODGmsrodg]\d{3}[A-Za-z]\d{4}|[MSRODGmsrodg]\d{8}",
        caught=(
            "여권번호는 M123A4567입니다",
            "My passport is m12345678",
            "대한민국 여권 S00000012",
        ),
        clean=("A123B4567", "M123AB567", "주문 M12345678"),
        source="https://www.passport.go.kr",
    ),
    identifier(
        "fr-passport",
        r"\d{2}[A-Z]{2}\d{5}",
        words=_WORDS,
        caught=(
            "Mon passeport est le 12AB34567.",
            "passeport 00xy00012",
            "n° de passeport : 19CD76543",
        ),
        clean=("commande 12AB3456", "passeport 12ABC3456"),
        source=_SOURCE,
    ),
    identifier(
        "nl-passport",
        r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
        "nl.identiteitskaartnummer",
        words=_WORDS,
        score=0.78,
        alone=False,
        caught=(
            "Mijn paspoort is SPECI2014.",
            "paspoortnummer NPXXXR012",
            "paspoort bc12d3451",
        ),
        clean=("bestelling BC12D3451", "paspoort BC12D345O"),
    ),
    identifier(
        "cn-passport",
        r"(?:E[A-HJ-NP-Z]|[EG])\d{7,8}|[DSP]\d{7}|PE\d{7}",
        words=_WORDS,
        score=0.75,
        alone=False,
        caught=(
            "我的护照号是E12345678。",
            "护照：EA0000012",
            "Chinese passport G98765432",
        ),
        clean=("订单 E12345678", "护照 E123456"),
        source=_SOURCE,
    ),
    identifier(
        "ph-passport",
        r"[A-Z]\d{7}[A-Z]|[A-Z]{2}\d{7}",
        words=_WORDS,
        score=0.75,
        alone=False,
        caught=(
            "My Philippine passport is P1234567A.",
            "passport: p0000001b",
            "pasaporte EB7654321",
        ),
        clean=("order P1234567A", "passport P123456A"),
        source=_SOURCE,
    ),
    identifier(
        "za-passport",
        r"[ADMT]\d{8}",
        words=_WORDS,
        score=0.75,
        alone=False,
        caught=(
            "My SA passport is A01234567.",
            "paspoort: m00000012",
            "passport T98765432",
        ),
        clean=("order A01234567", "passport X01234567"),
        source=_SOURCE,
    ),
    identifier(
        "ru-passport",
        r"\d{9,10}",
        words="паспорт|паспорта|паспортные|серия и номер|загранпаспорт|russian passport",
        score=0.8,
        alone=False,
        caught=(
            "Мой паспорт: 4510 123456",
            "паспорт серия 40 00 000012",
            "загранпаспорт 71 1234567",
        ),
        clean=("заказ 4510 123456", "паспорт 4510"),
        source=_SOURCE,
    ),
)
