"""Numbers of Poland, Czechia, Slovakia and Hungary."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_hu_taj, is_hu_tax_id
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, checked, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "pl-pesel",
        r"\d{11}",
        "pl.pesel",
        words="pesel|numer pesel|peselu|ewidencyjny",
        general=NATIONAL,
        caught=(
            "Mój PESEL to 80010112340.",
            "numer PESEL: 99123100010",
            "pesel 05261524506",
        ),
        clean=("Mój PESEL to 80010112349.", "zamówienie 80010112340"),
    ),
    identifier(
        "pl-nip",
        r"(?:PL)?\d{10}",
        "pl.nip",
        words="nip|numer nip|podatkowy",
        general=TAX,
        alone=False,
        caught=(
            "NIP: 123-456-58-90",
            "nasz NIP to 1000000029",
            "VAT number PL 9876543210",
        ),
        clean=("NIP: 1000000028", "faktura 1000000029"),
    ),
    identifier(
        "pl-regon",
        r"\d{9}|\d{14}",
        "pl.regon",
        words="regon|numer regon",
        alone=False,
        caught=(
            "REGON 123456785",
            "numer REGON: 000001235",
            "regon 987654326",
        ),
        clean=("REGON 123456789", "zamówienie 123456785"),
    ),
    identifier(
        "pl-id-card",
        r"[A-Z]{3}\d{6}",
        words="dowod osobisty|dowodu osobistego|dowod|seria i numer|nr dowodu",
        alone=False,
        caught=(
            "Mój dowód osobisty to ABA300000.",
            "seria i numer: AAA 000012",
            "nr dowodu ABS123456",
        ),
        clean=("produkt ABA300000", "dowód ABA30000"),
        source="https://www.gov.pl/web/gov/dowod-osobisty-informacje",
    ),
    identifier(
        "cz-rodne-cislo",
        r"\d{9,10}",
        "cz.rc",
        words="rodne cislo|rodneho cisla|r c|rodne c",
        general=NATIONAL,
        bare=0.7,
        written=r"\d{6}/\d{4}",
        alone=False,
        caught=(
            "Moje rodné číslo je 800101/1238.",
            "rodné č. 9952280008",
            "rodné číslo: 700615/2450",
        ),
        clean=("rodné číslo 800101/1239", "objednávka 8001011238"),
    ),
    identifier(
        "cz-dic",
        r"(?:CZ)?\d{8,10}",
        "cz.dic",
        words="dic|ico|danove|identifikacni cislo",
        alone=False,
        caught=(
            "DIČ CZ12345679",
            "naše IČO 10000232",
            "naše ičo je 76543218",
        ),
        clean=("DIČ CZ12345678", "objednávka 12345679"),
    ),
    identifier(
        "sk-tax-number",
        r"(?:SK)?[1-9]\d{9}",
        "sk.dph",
        words="dic|ic dph|icdph",
        general=TAX,
        alone=False,
        caught=(
            "IČ DPH SK2021234501",
            "naše IČ DPH je SK 2023450000",
            "DIČ 2027654310",
        ),
        clean=("IČ DPH SK2021234509", "objednávka 2021234501"),
    ),
    identifier(
        "hu-tax-id",
        r"8\d{9}",
        is_hu_tax_id,
        words="adoazonosito|adoazonosito jel|adoszam|adokartya",
        general=TAX,
        caught=(
            "Az adóazonosító jelem 8071592153.",
            "adóazonosító: 8456781231",
            "adókártya 8300000127",
        ),
        clean=(
            "adóazonosító 8071592159",
            "rendelés 8456781239",
        ),
        source="https://net.jogtar.hu/jogszabaly?docid=99600020.tv",
    ),
    identifier(
        "hu-taj",
        r"\d{9}",
        is_hu_taj,
        words="taj|taj szam|tajszam|taj kartya",
        general=NATIONAL,
        alone=False,
        caught=(
            "A TAJ-számom 123 456 788.",
            "taj szám: 040000015",
            "TAJ 098 765 432",
        ),
        clean=("TAJ-szám 123 456 789", "rendelés 123456789"),
        source="https://net.jogtar.hu/jogszabaly?docid=99600020.tv",
    ),
    identifier(
        "hu-vat",
        r"(?:HU)?\d{8}(?:\d{3})?",
        lambda number: checked("hu.anum")(number.removeprefix("HU")[:8]),
        words="adoszam|kozossegi adoszam",
        general=TAX,
        alone=False,
        caught=(
            "Adószámunk: adószám 12345676-2-41",
            "közösségi adószám HU 10000018",
            "VAT number HU76543212",
        ),
        clean=("adószám 12345679-2-41", "rendelés 12345679"),
        source="https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.hu.anum",
    ),
)
