"""Numbers of France, Belgium, the Netherlands, Luxembourg and Monaco."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import has_date
from chatward.detectors.personal.identifiers.entry import COMPANY, NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "fr-nir",
        r"[1-478]\d{4}(?:\d{2}|2[AB])\d{6}(?:\d{2})?",
        "fr.nir",
        words="nir|secu|numero de secu|securite sociale|numero de securite|carte vitale|"
        "numero insee|insee|immatriculation",
        general=NATIONAL,
        bare=0.8,
        written=r"\d \d{2} \d{2} (?:\d{2}|2[AB]) \d{3} \d{3} \d{2}|\d{13} \d{2}",
        caught=(
            "Mon numéro de sécurité sociale est 1 85 05 78 006 084 91.",
            "carte vitale 290012345678910",
            "Sur ma carte : 2 69 05 49 588 157 80",
        ),
        clean=(
            "Mon numéro de sécurité sociale est 1 85 05 78 006 084 39.",
            "commande 290012345678910",
        ),
    ),
    identifier(
        "fr-siren",
        r"\d{9}",
        "fr.siren",
        words="siren|rcs|numero siren|immatriculee",
        general=COMPANY,
        alone=False,
        caught=(
            "Notre SIREN est le 123 456 782.",
            "RCS Paris 500000013",
            "siren : 900 000 019",
        ),
        clean=("SIREN 123 456 789", "commande 123 456 782"),
    ),
    identifier(
        "fr-siret",
        r"\d{14}",
        "fr.siret",
        words="siret|numero siret",
        general=COMPANY,
        caught=(
            "SIRET : 123 456 782 00010",
            "Le numéro de SIRET est 50000001300028.",
            "siret 900 000 019 00001",
        ),
        clean=(
            "SIRET 123 456 782 00019",
            "facture 50000001300028",
        ),
    ),
    identifier(
        "fr-spi",
        r"[0-3]\d{12}",
        "fr.nif",
        words="spi|numero fiscal|reference fiscale|nif|impots|avis d'imposition|fiscal",
        general=TAX,
        alone=False,
        caught=(
            "Mon numéro fiscal est 30 23 217 600 053.",
            "SPI 0701987765493",
            "impôts: 12 34 567 891 067",
        ),
        clean=("numéro fiscal 30 23 217 600 959", "colis 0701987765493"),
    ),
    identifier(
        "fr-id-card",
        r"\d{12}|[A-Z0-9]{9}",
        words="cni|carte d'identite|carte nationale|piece d'identite",
        alone=False,
        caught=(
            "Ma carte d'identité porte le numéro 880692310285.",
            "CNI : X4RTBPFW4",
            "carte nationale d'identité d2h6862m2",
        ),
        clean=("colis 880692310285", "CNI : ABCDEFGH1", "modèle X4RTBPFW4"),
        source="https://www.service-public.fr/particuliers/vosdroits/F1341",
    ),
    identifier(
        "be-nn",
        r"\d{11}",
        "be.nn",
        words="insz|niss|rijksregister*|rijksregisternummer|registre national|numero national|"
        "nationalregister*|nn|rrn|nrn",
        general=NATIONAL,
        bare=0.8,
        written=r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}",
        caught=(
            "Mijn rijksregisternummer is 85.01.01-123.87.",
            "numéro national 90031200195",
            "Op de kaart staat 72.12.31-456.16",
        ),
        clean=("INSZ 85.01.01-123.49", "bestelling 90031200195"),
    ),
    identifier(
        "be-vat",
        r"(?:BE)?[01]\d{9}",
        "be.vat",
        words="btw|btw nummer|tva|numero de tva|ondernemingsnummer|kbo|bce",
        general=TAX,
        bare=0.6,
        written=r"BE ?[01]\d{3}\.?\d{3}\.?\d{3}",
        alone=False,
        caught=(
            "Ons btw-nummer is BE 0403.019.261.",
            "ondernemingsnummer 0123.456.749",
            "TVA BE0400000086",
        ),
        clean=("btw BE 0403.019.291", "factuur 0123456749"),
    ),
    identifier(
        "nl-bsn",
        r"\d{8,9}",
        "nl.bsn",
        words="bsn|bsn nummer|burgerservice*|burger service nummer|sofi|sofinummer",
        general=NATIONAL,
        alone=False,
        caught=(
            "Mijn BSN is 123456782.",
            "burgerservicenummer 1112.22.333",
            "bsn: 900 000 004",
        ),
        clean=("Mijn BSN is 123456789.", "bestelling 123456782"),
    ),
    identifier(
        "nl-vat",
        r"(?:NL)?\d{9}B\d{2}",
        "nl.btw",
        words="btw|btw nummer|btw id|omzetbelasting|ob nummer",
        general=TAX,
        bare=0.7,
        caught=(
            "Ons btw-nummer is NL123456782B01.",
            "btw-id NL 100000010 B02",
            "nl900000016b01",
        ),
        clean=("btw NL123456789B01", "NL123456782C01"),
    ),
    identifier(
        "nl-kvk",
        r"\d{8}",
        words="kvk|kvk nummer|kamer van koophandel|handelsregister|chamber of commerce",
        alone=False,
        caught=(
            "KvK-nummer 12345678",
            "Kamer van Koophandel: 01234567",
            "onze kvk is 87654321",
        ),
        clean=("factuur 12345678", "kvk 123456"),
        source="https://www.kvk.nl/over-het-handelsregister/",
    ),
    identifier(
        "nl-id-card",
        r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
        "nl.identiteitskaartnummer",
        words="paspoort|identiteitskaart|id kaart|documentnummer|rijbewijs",
        alone=False,
        caught=(
            "Mijn identiteitskaart is SPECI2014.",
            "documentnummer NPXXXR012",
            "paspoort: BC12D3451",
        ),
        clean=("onderdeel BC12D3451", "paspoort BC12D345O"),
    ),
    identifier(
        "lu-national-id",
        r"(?:18|19|20)\d{11}",
        lambda number: has_date(number, 2, 4, 6),
        words="matricule|cns|securite sociale|numero d'identification",
        alone=False,
        caught=(
            "Mon matricule est 1990010112345.",
            "matricule national 1985 12 31 12345",
            "CNS 2001022812345",
        ),
        clean=("matricule 1990451212345", "commande 1990010112345"),
        source="https://guichet.public.lu/en/citoyens/citoyennete/registres-etat-civil/rnpp.html",
    ),
)
