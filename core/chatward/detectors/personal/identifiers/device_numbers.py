"""Numbers of telephones, SIM cards, advertising profiles and vehicles."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import identifier
from chatward.detectors.personal.luhn import is_checked
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

_UUID = r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"

_ADVERTISING_ID = Detector(
    "advertising-id",
    PERSONAL,
    caught=(
        "IDFA 6D92078A-8246-4BA4-AE5B-76104861E7DC",
        "my advertising id: 38400000-8cf0-11bd-b23e-10b96e40000d",
        "GAID=cdda802e-fb9c-47ad-9866-0794d394c912",
    ),
    clean=(
        "request 38400000-8cf0-11bd-b23e-10b96e40000d failed",
        "IDFA is off",
        "advertising id 38400000-8cf0-11bd-b23e",
    ),
    patterns=(
        Pattern(
            "advertising-id",
            rf"(?<![A-Za-z0-9-]){_UUID}(?![A-Za-z0-9-])",
            score=0.85,
            ignore_case=True,
            context="idfa|idfv|gaid|aaid|adid|oaid|advertising id|ad id|advertising identifier|"
            "device id|device identifier|udid|werbe id",
        ),
    ),
    source="https://developer.apple.com/documentation/adsupport/asidentifiermanager",
)

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "imei",
        r"\d{15}",
        is_checked,
        words="imei|imei number|imei nummer|imei no|meid|numero imei|串号|имей",
        alone=False,
        caught=("IMEI 490154203237518", "imei: 49-015420-323751-8", "my IMEI is 356938035643809"),
        clean=("IMEI 490154203237517", "490154203237518", "order 356938035643809"),
        source="https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity",
    ),
    identifier(
        "imsi",
        r"[2-7]\d{13,14}",
        words="imsi",
        alone=False,
        caught=("IMSI 310150123456789", "imsi=234150999999999", "IMSI: 262011234567890"),
        clean=("310150123456789", "IMSI 123", "imei 310150123456789"),
        source="https://www.itu.int/rec/T-REC-E.212",
    ),
    identifier(
        "iccid",
        r"89\d{16,18}",
        words="iccid|sim|sim card|sim number|sim karte|simkarte|carte sim|tarjeta sim|esim",
        alone=False,
        caught=(
            "ICCID 89014103211118510720",
            "my SIM card number is 8944 1000 3000 0000 000",
            "SIM: 8991101200003204510",
        ),
        clean=("89014103211118510720", "SIM 8901410321", "parcel 89014103211118510720"),
        source="https://www.itu.int/rec/T-REC-E.118",
    ),
    identifier(
        "vehicle-identification-number",
        r"[A-HJ-NPR-Z0-9]{13}\d{4}",
        words="vin|vin number|vin code|vehicle identification|vehicle identification number|"
        "chassis|chassis number|fahrgestellnummer|fahrzeug identifizierungsnummer|fin|"
        "numero de chassis|bastidor|telaio|numer vin|вин|车架号",
        alone=False,
        caught=(
            "VIN 1HGCM82633A004352",
            "Fahrgestellnummer WVWZZZ1JZXW000001",
            "vin: 1m8gdm9axkp042788",
        ),
        clean=("1HGCM82633A004352", "VIN 1HGCM82633", "VIN 1HGOM8263IA004352"),
        source="https://www.iso.org/standard/52200.html",
    ),
    _ADVERTISING_ID,
)
