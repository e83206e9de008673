"""Numbers of Romania, Bulgaria, Albania and what was Yugoslavia."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, acronym, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "ro-cnp",
        r"[1-9]\d{12}",
        "ro.cnp",
        words="cnp|cod numeric|cod numeric personal|codul numeric",
        general=NATIONAL,
        bare=0.6,
        caught=(
            "CNP-ul meu este 1800101401237.",
            "cod numeric personal: 2991231120011",
            "cnp 5050615402451",
        ),
        clean=("CNP 1800101401239", "comanda 2991231120019"),
    ),
    identifier(
        "ro-cui",
        r"(?:RO)?[1-9]\d{4,9}",
        "ro.cui",
        words="cif|cod unic|cod fiscal|cod de inregistrare",
        alone=False,
        caught=(
            "CUI 12345674",
            "CIF: RO 1000025",
            "cod fiscal RO 7654320",
        ),
        clean=("CUI 12345679", "comanda 12345674"),
        patterns=(acronym("ro-cui", "CUI|C\\.U\\.I\\.", r"(?:RO ?)?[1-9]\d{4,9}", "ro.cui"),),
    ),
    identifier(
        "bg-egn",
        r"\d{10}",
        "bg.egn",
        words="егн|egn|единен граждански|граждански номер",
        general=NATIONAL,
        caught=(
            "Моето ЕГН е 8001011236.",
            "EGN 9912310001",
            "егн: 0546152456",
        ),
        clean=("ЕГН 8001011239", "поръчка 8001011239"),
    ),
    identifier(
        "bg-pnf",
        r"\d{10}",
        "bg.pnf",
        words="лнч|lnch|личен номер|чужденец",
        alone=False,
        caught=(
            "ЛНЧ 7000123454",
            "LNCH 7120000022",
            "лнч: 7987654325",
        ),
        clean=("ЛНЧ 7000123459", "order 7000123454"),
    ),
    identifier(
        "bg-vat",
        r"(?:BG)?\d{9,10}",
        "bg.vat",
        words="еик|булстат|ддс|eik|bulstat",
        alone=False,
        caught=(
            "ЕИК 123456786",
            "ДДС номер BG 200000015",
            "Булстат: 176543213",
        ),
        clean=("ЕИК 123456789", "order 123456786"),
    ),
    identifier(
        "hr-oib",
        r"(?:HR)?\d{11}",
        "hr.oib",
        words="oib|osobni identifikacijski|identifikacijski broj",
        general=f"{NATIONAL}|{TAX}",
        alone=False,
        caught=(
            "Moj OIB je 12345678903.",
            "oib: 00000001238",
            "PDV OIB HR 98765432106",
        ),
        clean=("Moj OIB je 12345678909.", "narudžba 12345678909"),
    ),
    identifier(
        "yu-jmbg",
        r"\d{13}",
        "si.emso",
        words="emso|jmbg|maticni broj|maticna stevilka|enotna maticna|емшо|јмбг|эмшо",
        general=NATIONAL,
        bare=0.6,
        caught=(
            "Moj EMŠO je 0101980500013.",
            "JMBG 3112995710017",
            "matični broj: 1506700245017",
        ),
        clean=("EMŠO 0101980500019", "naročilo 0101980500019"),
    ),
    identifier(
        "si-tax-number",
        r"(?:SI)?[1-9]\d{7}",
        "si.ddv",
        words="davcna stevilka|davcna|ddv",
        alone=False,
        caught=(
            "Davčna številka 12345679",
            "ID za DDV SI 10000020",
            "davčna: 87654326",
        ),
        clean=("davčna 12345678", "order 12345679"),
    ),
    identifier(
        "rs-pib",
        r"\d{9}",
        "rs.pib",
        words="pib|пиб|poreski",
        alone=False,
        caught=(
            "PIB 101345323",
            "пиб: 100000016",
            "naš PIB je 107654324",
        ),
        clean=("PIB 101345329", "order 101345323"),
    ),
    identifier(
        "al-nipt",
        r"[A-M]\d{8}[A-Z]",
        "al.nipt",
        words="nipt|nuis",
        alone=False,
        caught=(
            "NIPT J91402501L",
            "nuis k00000001a",
            "NIPT: L12345678B",
        ),
        clean=("porosi J91402501L", "NIPT Z91402501L"),
    ),
)
