"""Numbers of India, Pakistan, Bangladesh and Sri Lanka."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "in-aadhaar",
        r"[2-9]\d{11}",
        "in_.aadhaar",
        words="aadhaar|aadhar|adhaar|adhar|uidai|आधार|ஆதார்|ఆధార్",
        general=NATIONAL,
        alone=False,
        grouped=r"\d{4}[ -]\d{4}[ -]\d{4}",
        caught=(
            "My Aadhaar is 2345 6789 0124.",
            "मेरा आधार नंबर 900000000127 है",
            "aadhar 5555-1234-9874",
        ),
        clean=("Aadhaar 2345 6789 0129", "order 234567890124"),
    ),
    identifier(
        "in-aadhaar-virtual-id",
        r"[2-9]\d{15}",
        "in_.vid",
        words="vid|virtual id|aadhaar|aadhar|uidai",
        alone=False,
        caught=(
            "my Aadhaar VID is 2345 6789 0123 4565",
            "VID: 9000000000012345",
            "virtual ID 5555123498760125",
        ),
        clean=("VID 2345 6789 0123 4569", "order 2345678901234565"),
    ),
    identifier(
        "in-pan",
        r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]",
        "in_.pan",
        words="pan|pan card|pan number|permanent account|पैन|income tax",
        general=TAX,
        bare=0.8,
        caught=(
            "My PAN is ABCPE1234F.",
            "pan card: zzzpa0001a",
            "मेरा पैन ABCPK9876Z है",
        ),
        clean=("My PAN is ABCXE1234F.", "ABCPE0000F", "ABCPE12345"),
    ),
    identifier(
        "in-gstin",
        r"[0-3]\d[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]",
        "in_.gstin",
        words="gstin|gst|gst number",
        general=TAX,
        bare=0.9,
        caught=(
            "GSTIN 27ABCPE1234F1ZB",
            "our gst number is 07aaacz0001a1za",
            "Bill to 33ZZZFA9876K2ZA",
        ),
        clean=("GSTIN 27ABCPE1234F1ZZ", "27ABCPE1234F1X5"),
    ),
    identifier(
        "in-voter",
        r"[A-Z]{3}\d{7}",
        words="voter|voter id|voter card|epic|epic number|election card|मतदाता",
        score=0.8,
        alone=False,
        caught=(
            "My voter ID is ABC1234567.",
            "EPIC number: xyz0000001",
            "मतदाता पहचान पत्र ZZZ7654321",
        ),
        clean=("order ABC1234567", "voter id ABC123456", "part ABC1234567"),
    ),
    identifier(
        "in-driver-license",
        r"[A-Z]{2}\d{2}(?:19|20)\d{9}",
        words="driving licence|driving license|driver license|dl|dl number|licence|license",
        bare=0.6,
        caught=(
            "My driving licence is MH12 20110012345.",
            "dl number: DL-0120190000001",
            "licence ka0119990054321",
        ),
        clean=("driving licence MH12 30110012345", "MH1220110012"),
        source="https://parivahan.gov.in",
    ),
    identifier(
        "pk-cnic",
        r"[1-7]\d{12}",
        "pk.cnic",
        words="cnic|nadra|شناختی کارڈ|nicop|snic",
        alone=False,
        caught=(
            "My CNIC is 35202-1234567-1.",
            "cnic: 4210100000012",
            "شناختی کارڈ 61101-7654321-2",
        ),
        clean=("CNIC 85202-1234567-1", "order 35202-1234567-1"),
    ),
    identifier(
        "bd-nid",
        r"\d{10}|\d{13}|(?:19|20)\d{15}",
        words="nid|nid number|nid card|জাতীয়|পরিচয়পত্র|voter id",
        alone=False,
        caught=(
            "My NID is 1234567890 in Dhaka.",
            "nid number: 19801234567890123",
            "জাতীয় পরিচয়পত্র 1980123456789",
        ),
        clean=("order 1234567890", "NID 12345678901"),
        source="https://services.nidw.gov.bd",
    ),
    identifier(
        "lk-nic",
        r"\d{9}[VX]|(?:19|20)\d{10}",
        words="nic|nic number|ජාතික හැඳුනුම්පත|national identity|national id|identity card",
        alone=False,
        caught=(
            "My NIC is 801234567V.",
            "nic number 198012345678",
            "identity card 990010001x",
        ),
        clean=("part 801234567V", "NIC 80123456V"),
        source="https://drp.gov.lk",
    ),
)
