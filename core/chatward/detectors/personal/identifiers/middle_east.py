"""Numbers of Turkey and the Middle East."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_ir_national_code
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "tr-national-id",
        r"[1-9]\d{10}",
        "tr.tckimlik",
        words="tckn|tc|tc kimlik|kimlik|kimlik no|kimlik numarası|kimlik numaram",
        general=NATIONAL,
        caught=(
            "TC kimlik numaram 12345678950.",
            "tckn: 10000000146",
            "T.C. Kimlik No 98765432150",
        ),
        clean=("TC kimlik 12345678959", "sipariş 12345678950"),
    ),
    identifier(
        "tr-vkn",
        r"\d{10}",
        "tr.vkn",
        words="vkn|vergi|vergi no|vergi kimlik|vergi numarası|vergi dairesi",
        general=TAX,
        alone=False,
        caught=(
            "VKN 1234567890",
            "vergi no: 0010000017",
            "Vergi kimlik no 9876543217",
        ),
        clean=("VKN 1234567899", "sipariş 1234567890"),
    ),
    identifier(
        "il-id",
        r"\d{8,9}",
        "il.idnr",
        words="תעודת זהות|תז|ת ז|מספר זהות|זהות|הזהות|הת ז|בתז|זהותי|teudat zehut|mispar zehut",
        general=NATIONAL,
        alone=False,
        caught=(
            "תעודת הזהות שלי: תעודת זהות 123456782",
            "teudat zehut 030000012",
            "ת.ז. 987654324",
        ),
        clean=("ת.ז. 123456789", "הזמנה 123456782"),
    ),
    identifier(
        "il-company",
        r"5\d{8}",
        "il.hp",
        words="חפ|ח פ|עוסק מורשה|חברה",
        alone=False,
        caught=(
            "ח.פ. 512345679",
            "חברה 510000011",
            "עוסק מורשה 549876548",
        ),
        clean=("ח.פ. 512345678", "order 512345679"),
    ),
    identifier(
        "ae-emirates-id",
        r"784(?:19|20)\d{10}",
        "luhn",
        words="emirates|emirates id|eid|uae|الهوية|رقم الهوية|هوية",
        general=NATIONAL,
        bare=0.8,
        written=r"784-\d{4}-\d{7}-\d",
        caught=(
            "My Emirates ID is 784-1980-1234567-8.",
            "رقم الهوية 784199900000128",
            "uae: 784-1970-7654321-0",
        ),
        clean=("Emirates ID 784-1980-1234567-9", "order 784199900000128"),
        source="https://icp.gov.ae",
    ),
    identifier(
        "sa-national-id",
        r"[12]\d{9}",
        "luhn",
        words="iqama|الهوية الوطنية|رقم الهوية|هوية|الإقامة|اقامة|absher",
        general=NATIONAL,
        alone=False,
        caught=(
            "رقم الهوية 1000001238",
            "My Iqama number is 2123456788.",
            "الإقامة: 2987654320",
        ),
        clean=("Iqama 2123456789", "order 2123456788"),
        source="https://www.absher.sa",
    ),
    identifier(
        "ir-national-code",
        r"\d{10}",
        is_ir_national_code,
        words="کد ملی|كد ملى|شماره ملی|code melli|kode melli|melli",
        general=NATIONAL,
        alone=False,
        caught=(
            "کد ملی من 0012345679 است",
            "code melli: 1234567891",
            "کد ملی 4000000012",
        ),
        clean=(
            "کد ملی 0012345678",
            "order 0012345679",
        ),
        source="https://www.sabteahval.ir",
    ),
)
