"""Numbers of Spain, Portugal, Italy, Greece, Andorra and San Marino."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_es_social_security
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, checked, identifier
from chatward.matching.pattern import Pattern

_DNI = (
    "dni|nif|d n i|n i f|documento|documento nacional|documento de identidad|identidad|"
    "identificacion fiscal"
)

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "es-nif",
        r"\d{7,8}[A-HJ-NP-TV-Z]|[KLM]\d{7}[A-HJ-NP-TV-Z]",
        lambda number: checked("es.nif")(number.zfill(9)),
        words=_DNI,
        general=f"{NATIONAL}|{TAX}",
        bare=0.75,
        written=r"(?:\d{8}|\d{1,2}\.\d{3}\.\d{3}|[KLM]\d{7})[ -]?[A-Za-z]",
        caught=(
            "Mi DNI es 12345678Z.",
            "nif 00.000.023-T",
            "87654321-X",
        ),
        clean=("Mi DNI es 12345678Y.", "DNI 12345678I", "pieza 12345678O"),
        source="https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.es.nif",
    ),
    identifier(
        "es-nie",
        r"[XYZ]\d{7}[A-HJ-NP-TV-Z]",
        "es.nie",
        words=f"nie|n i e|extranjero|extranjeria|tarjeta de residencia|residencia|tie|{_DNI}",
        general=f"{NATIONAL}|{TAX}",
        bare=0.75,
        caught=(
            "Mi NIE es X1234567L.",
            "nie: y-0000001-s",
            "Z 7654321 H es mi número",
        ),
        clean=("Mi NIE es X1234567Z.", "W1234567L"),
    ),
    identifier(
        "es-cif",
        r"[A-HJNP-SUVW]\d{7}[0-9A-J]",
        "es.cif",
        words="cif|c i f|nif|empresa|sociedad",
        general=TAX,
        caught=(
            "El CIF de la empresa es B12345674.",
            "CIF A-0000001-8",
            "nif de la sociedad: Q1234567D",
        ),
        clean=("El CIF es B12345679.", "pedido B12345674"),
    ),
    identifier(
        "es-social-security",
        r"\d{12}",
        is_es_social_security,
        words="seguridad social|numero de afiliacion|afiliacion|nuss|nss|naf",
        grouped=r"\d{2}[ /]\d{8}[ /]\d{2}",
        caught=(
            "Mi número de la Seguridad Social es 28 12345678 40.",
            "NUSS 08/12345678/69",
            "afiliación 410000000113",
        ),
        clean=(
            "NUSS 28 12345678 99",
            "envío 281234567840",
        ),
        source="https://www.seg-social.es",
    ),
    identifier(
        "pt-nif",
        r"[1-35689]\d{8}",
        "pt.nif",
        words="nif|contribuinte|numero de contribuinte|numero fiscal|nipc",
        general=TAX,
        alone=False,
        caught=(
            "O meu NIF é 123 456 789.",
            "número de contribuinte 200000012",
            "contribuinte: 298 765 438",
        ),
        clean=("O meu NIF é 123 456 788.", "encomenda 123 456 789"),
    ),
    identifier(
        "pt-citizen-card",
        r"\d{9}[A-Z][A-Z0-9]\d",
        "pt.cc",
        words="cartao de cidadao|cartao do cidadao|bi|cc|bilhete de identidade",
        general=NATIONAL,
        bare=0.5,
        written=r"\d{8} ?\d ?[A-Z]{2}\d",
        caught=(
            "Cartão de cidadão 12345678 9 ZZ1",
            "o meu CC é 000000124ZZ2",
            "cartão do cidadão n.º 98765432 0 ZY5",
        ),
        clean=("Cartão de cidadão 12345678 9 ZZ9", "12345678 9 ZZ"),
    ),
    identifier(
        "it-fiscal-code",
        r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]",
        "it.codicefiscale",
        words="codice fiscale|cod fiscale|cod fisc|c f|cf|tessera sanitaria",
        general=f"{TAX}|{NATIONAL}",
        bare=0.9,
        caught=(
            "Il mio codice fiscale è ABCDEF80A01H501M.",
            "cf: xyzkwj75t41f205u",
            "ABC DEF 80A01 H501M",
        ),
        clean=(
            "Il mio codice fiscale è ABCDEF80A01H501Z.",
            "codice ABCDEF80F01H501Z",
        ),
        patterns=(
            Pattern(
                "it-fiscal-code",
                r"(?<![A-Za-z0-9_])[A-Z]{3} [A-Z]{3} \d{2}[A-Z]\d{2} [A-Z]\d{3} ?[A-Z]"
                r"(?![A-Za-z0-9_])",
                score=0.9,
                ignore_case=True,
                validate=lambda found: checked("it.codicefiscale")(found.replace(" ", "")),
            ),
        ),
    ),
    identifier(
        "it-vat-code",
        r"(?:IT)?\d{11}",
        "it.iva",
        words="partita iva|p iva|piva|iva",
        general=TAX,
        caught=(
            "Partita IVA 12345670017",
            "P.IVA IT00000010157",
            "la nostra p. iva è 98765 43 0107",
        ),
        clean=("Partita IVA 12345670019", "ordine 12345670017"),
    ),
    identifier(
        "it-identity-card",
        r"[A-Z]{2}\d{5}[A-Z]{2}|[A-Z]{2}\d{7}|\d{7}[A-Z]{2}",
        words="carta d'identita|carta di identita|carta identita|cie|c i",
        alone=False,
        grouped=r"[A-Za-z]{2}\d{5}[A-Za-z]{2}|\d{7}[A-Za-z]{2}",
        caught=(
            "La mia carta d'identità è CA00000AA.",
            "CIE: ca12345bb",
            "carta di identità AT 1234567",
        ),
        clean=("ordine CA00000AA", "carta d'identità CA0000AA"),
        source="https://www.cartaidentita.interno.gov.it",
    ),
    identifier(
        "it-driver-license",
        r"[A-Z]{2}\d{7}[A-Z]|U1[0-9A-Z]{7}[A-Z]",
        words="patente|patente di guida|patente guida|driving licence|driver license",
        caught=(
            "La mia patente è AB1234567C.",
            "patente di guida n. U1H00B000C",
            "patente rm0000001x",
        ),
        clean=("ordine AB1234567C", "patente AB12345C"),
        source="https://www.ilportaledellautomobilista.it",
    ),
    identifier(
        "gr-amka",
        r"\d{11}",
        "gr.amka",
        words="amka|αμκα|α μ κ α",
        general=NATIONAL,
        caught=(
            "Ο ΑΜΚΑ μου είναι 01018012342.",
            "AMKA 31129900010",
            "αμκα: 15067012300",
        ),
        clean=("AMKA 01018012349", "order 01018012342"),
    ),
    identifier(
        "gr-afm",
        r"(?:EL|GR)?\d{9}",
        "gr.vat",
        words="afm|αφμ|α φ μ|φορολογικο μητρωο",
        general=TAX,
        alone=False,
        caught=(
            "Το ΑΦΜ μου είναι 123456783.",
            "AFM 090000010",
            "VAT number EL 987654324",
        ),
        clean=("AFM 123456789", "order 123456783"),
    ),
    identifier(
        "ad-nrt",
        r"[AC-GLOPU]\d{6}[A-Z]",
        "ad.nrt",
        words="nrt|registre tributari|andorra",
        alone=False,
        caught=(
            "NRT U-132950-X",
            "el meu NRT és F-123456-Z",
            "nrt a700001x",
        ),
        clean=("comanda U-132950-X", "NRT Z-132950-X"),
    ),
    identifier(
        "sm-coe",
        r"(?:SM)\d{2,5}",
        words="coe|codice operatore|san marino",
        alone=False,
        caught=(
            "COE SM01051",
            "codice operatore economico SM 24165",
            "San Marino: SM01234",
        ),
        clean=("ordine SM24165", "COE 1"),
    ),
)
