"""Numbers of Mexico, Central America and the Caribbean."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_mx_elector_key
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier

_CEDULA = "cedula|cedula de identidad|c i"

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "mx-curp",
        r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d",
        "mx.curp",
        words="curp|clave unica",
        general=NATIONAL,
        bare=0.9,
        caught=(
            "Mi CURP es ABCD800101HDFXYZ09.",
            "curp: wxyz991231mjcabc19",
            "EFGH700615HNLBCD08",
        ),
        clean=("Mi CURP es ABCD800101HDFXYZ08.", "ABCD801301HDFXYZ01"),
    ),
    identifier(
        "mx-rfc",
        r"[A-Z&]{3,4}\d{6}[0-9A-Z]{2}[0-9A]",
        "mx.rfc",
        words="rfc|registro federal|sat|contribuyente*",
        general=TAX,
        bare=0.75,
        written=r"[A-Z]{4}-?\d{6}-?[0-9A-Z]{3}",
        caught=(
            "Mi RFC es ABCD800101A10.",
            "rfc wxyz991231zz0",
            "EFGH-700615-0B0",
        ),
        clean=("RFC ABCD801301A19", "pedido ABC-123456"),
    ),
    identifier(
        "mx-voter-key",
        r"[A-Z]{6}\d{8}[HM]\d{3}",
        is_mx_elector_key,
        words="clave de elector|elector|ine|ife|credencial para votar|credencial de elector",
        bare=0.85,
        caught=(
            "Credencial para votar, clave de elector ABCDEF80010109H100.",
            "INE: ghjklm99123114m200",
            "WXYZAB70061530H000",
        ),
        clean=("clave de elector ABCDEF80130109H100", "ABCDEF80010199H100"),
        source="https://www.ine.mx/credencial/",
    ),
    identifier(
        "mx-nss",
        r"\d{11}",
        "luhn",
        words="nss|imss|seguro social|numero de seguridad|seguridad social",
        alone=False,
        caught=(
            "Mi NSS es 12345678903.",
            "imss 92 80 99 0000 1",
            "seguro social 45987654329",
        ),
        clean=("NSS 12345678909", "pedido 12345678903"),
        source="https://www.imss.gob.mx",
    ),
    identifier(
        "do-cedula",
        r"\d{11}",
        "do.cedula",
        words=_CEDULA,
        general=NATIONAL,
        bare=0.7,
        written=r"\d{3}-\d{7}-\d",
        alone=False,
        caught=(
            "Mi cédula es 001-1234567-3.",
            "cedula 40200000012",
            "cédula: 031-7654321-7",
        ),
        clean=("Mi cédula es 001-1234567-9.", "pedido 00112345673"),
    ),
    identifier(
        "cr-cedula",
        r"[0-9]\d{8,9}",
        "cr.cpf",
        words=_CEDULA,
        score=0.75,
        alone=False,
        caught=(
            "Mi cédula es 1-0123-0456.",
            "cedula 0201230456",
            "cédula de identidad 7-0001-0002",
        ),
        clean=("pedido 1-0123-0456", "cédula 123"),
    ),
    identifier(
        "gt-nit",
        r"\d{6,11}[0-9K]",
        "gt.nit",
        words="nit",
        alone=False,
        caught=(
            "NIT 1234567-9",
            "mi nit 8000001-0",
            "nit: 39876543",
        ),
        clean=("NIT 1234567-8", "pedido 1234567-9"),
    ),
    identifier(
        "cu-ni",
        r"\d{11}",
        "cu.ni",
        words="carne de identidad|numero de identidad|c i",
        general=NATIONAL,
        alone=False,
        caught=(
            "Mi carné de identidad es 80010112345.",
            "C.I. 99123100012",
            "número de identidad 70061524567",
        ),
        clean=("carné de identidad 80130112345", "pedido 80010112345"),
    ),
    identifier(
        "sv-nit",
        r"\d{14}",
        "sv.nit",
        words="nit|dui",
        alone=False,
        caught=(
            "NIT 0614-010180-101-0",
            "mi nit 02103112991027",
            "nit: 1010-150670-001-2",
        ),
        clean=("NIT 0614-010180-101-9", "pedido 06140101801010"),
    ),
)
