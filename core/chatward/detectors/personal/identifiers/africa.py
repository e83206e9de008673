"""Numbers of Africa."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import has_date
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "za-id-number",
        r"\d{10}[01][89]\d",
        "za.idnr",
        words="sa id|rsa id|south african|id no|identiteitsnommer|id nommer",
        general=NATIONAL,
        bare=0.6,
        caught=(
            "My SA ID number is 800101 5009 08 7.",
            "identiteitsnommer 9912310000184",
            "SA ID: 7006152456182",
        ),
        clean=("ID number 800101 5009 08 9", "order 9912310000185"),
    ),
    identifier(
        "za-tax-number",
        r"[0-39]\d{9}",
        "za.tin",
        words="sars|income tax|tax reference",
        general=TAX,
        alone=False,
        caught=(
            "SARS tax number 0123456782",
            "my tax reference is 9000000019",
            "income tax: 1987654322",
        ),
        clean=("tax number 0123456789", "order 0123456782"),
    ),
    identifier(
        "ng-nin",
        r"\d{11}",
        words="nin|nin number|nimc|nin slip|nigerian|national identification number",
        alone=False,
        caught=(
            "My NIN is 12345678901.",
            "nin number: 90000000123",
            "National Identification Number 55512345678",
        ),
        clean=("order 12345678901", "NIN 1234567890a", "tracking 12345678901"),
        source="https://nimc.gov.ng",
    ),
    identifier(
        "ng-bvn",
        r"2\d{10}",
        words="bvn|bank verification|bank verification number",
        alone=False,
        caught=(
            "My BVN is 22123456789.",
            "bvn: 22200000001",
            "Bank Verification Number 22598765432",
        ),
        clean=("order 22123456789", "BVN 32123456789"),
        source="https://nibss-plc.com.ng/bvn/",
    ),
    identifier(
        "ke-national-id",
        r"\d{7,8}",
        words="kitambulisho|huduma|huduma namba|kitambulisho cha|kenyan id|kenya id",
        alone=False,
        caught=(
            "Nambari ya kitambulisho 12345678",
            "Kenyan ID 1234567",
            "kitambulisho changu 30000001",
        ),
        clean=("order 12345678", "kitambulisho 123456"),
        source="https://www.ecitizen.go.ke",
    ),
    identifier(
        "ke-kra-pin",
        r"[AP]\d{9}[A-Z]",
        "ke.pin",
        words="kra|kra pin|pin",
        caught=(
            "KRA PIN A000000001B",
            "my pin is p051234567n",
            "kra: A123456789Z",
        ),
        clean=("part A00000001B", "KRA PIN C000000001B"),
    ),
    identifier(
        "gh-card",
        r"GHA\d{10}",
        words="ghana card|ghana",
        bare=0.8,
        caught=(
            "Ghana Card GHA-123456789-0",
            "my id is GHA-000000001-2.",
            "gha7123456780",
        ),
        clean=("GHA-12345678-0", "GHANA-1"),
        source="https://nia.gov.gh",
    ),
    identifier(
        "gh-tin",
        r"[PCGQV]\d{9}[0-9X]",
        "gh.tin",
        words="gra|ghana",
        caught=(
            "GRA TIN P0001234560",
            "GRA number c0000000124",
            "Ghana tax P0098765434",
        ),
        clean=("TIN P0001234569", "order P0001234560"),
    ),
    identifier(
        "eg-national-id",
        r"[23]\d{13}",
        lambda number: has_date(number, 1, 3, 5),
        words="الرقم القومي|القومي|رقم قومي|بطاقة|البطاقة|raqam qawmi|egyptian",
        general=NATIONAL,
        caught=(
            "الرقم القومي 28001010112345",
            "My Egyptian ID is 29912312100012.",
            "رقم قومي: 30506150245678",
        ),
        clean=("الرقم القومي 28013010112345", "طلب 28001010112345"),
        source="https://moi.gov.eg",
    ),
    identifier(
        "ma-cin",
        r"[A-Z]{1,2}\d{5,6}",
        words="cin|cnie|carte nationale|carte d'identite|بطاقة التعريف|البطاقة الوطنية",
        alone=False,
        caught=(
            "Ma CIN est AB123456.",
            "CNIE : j100001",
            "البطاقة الوطنية BE765432",
        ),
        clean=("commande AB123456", "CIN ABC123456"),
        source="https://www.cnie.ma",
    ),
    identifier(
        "ma-ice",
        r"\d{15}",
        "ma.ice",
        words="ice|identifiant commun",
        alone=False,
        caught=(
            "ICE 001561234567810",
            "ice : 002000001000067",
            "identifiant commun 002987654321067",
        ),
        clean=("ICE 001561234567891", "commande 001561234567810"),
    ),
    identifier(
        "tn-mf",
        r"\d{7}[A-Z](?:[A-Z]{2}\d{3})?",
        "tn.mf",
        words="matricule fiscal|matricule fiscale|mf|المعرف الجبائي",
        alone=False,
        caught=(
            "Matricule fiscal 1234567L",
            "MF 0000001A/P/M/000",
            "matricule fiscale 7654321Z",
        ),
        clean=("commande 1234567L", "MF 123456L"),
    ),
)
