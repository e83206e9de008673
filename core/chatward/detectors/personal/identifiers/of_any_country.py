"""Numbers of whatever country that stand right behind a plain label."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.labelled import labelled

_NATIONAL_ID = (
    r"ssn|social (?:security|insurance)|national (?:id(?:entity|entification)?|insurance)|"
    r"identity (?:card|document)|id card|government id|personal identity code|"
    r"s[eé]curit[eé] sociale|seguridad social|carte (?:nationale )?d['\u2019]identit[eé]|"
    r"documento de identidad|carta d['\u2019]identit[aà]|documento d['\u2019]identit[aà]|"
    r"(?:personal)?ausweis(?:nummer|-?nr\.?)?|sozialversicherungs(?:nummer|-?nr\.?)|"
    r"(?:cart[aã]o|carteira|bilhete) de identidade|dow[oó]d osobisty|identiteitskaart|"
    r"(?:ob[cč]ansk[yý]|osobn[aá]) (?:pr[uů]kaz|iskaznica)|henkil[oö]kortti|"
    r"[Уу]достоверени[ея] личности|kimlik (?:no|numaras[ıi])"
)
_TAX_ID = (
    r"tax(?:payer)? (?:id(?:entification)?|registration|reference)|tax number|"
    r"vat (?:id|number)|steuernummer|steuer-?(?:id|identifikationsnummer)|num[eé]ro fiscal|"
    r"identificaci[oó]n fiscal|n[uú]mero de contribuinte|codice fiscale|belastingnummer|"
    r"skattenummer|numer podatkowy|vergi (?:no|numaras[ıi])|[Нн]алоговый номер"
)
_DRIVING_LICENCE = (
    r"driv(?:er(?:['\u2019]?s)?|ing) licen[cs]e|permis de conduire|permiso de conducir|"
    r"carn[eé]t? de conducir|licencia de conducir|carta de condu[cç][aã]o|patente(?: di guida)?|"
    r"(?:carteira de )?habilita[cç][aã]o|f[uü]hrerschein(?:nummer|-?nr\.?)?|"
    r"rijbewijs(?:nummer)?|prawa? jazdy|k[oö]rkort(?:snummer)?|f[oø]rerkort|k[oø]rekort|"
    r"ajokortti|[rřŘ]idi[cč]sk[yý] pr[uů]kaz|vodi[cč]sk[yý] preukaz|voza[cč]ka dozvola|"
    r"jogos[ií]tv[aá]ny|permis(?:ul)? (?:auto|de conducere)|ehliyet(?: no)?|"
    r"[Вв]одительско(?:е|го) удостоверени[ея]|[Вв]одительские права"
)
_PASSPORT = (
    r"travel document|pass(?:port|eport|aporto|aporte)|pasaporte?|reisepass(?:nummer|-?nr\.?)?|"
    r"passnummer|pass-?nr\.?|paspoort(?:nummer)?|paszportu?|pasnummer|paspor|[uúÚ]tlev[eé]l|putovnica|"
    r"cestovn[ií] pas|(?:загран|Загран)?[Пп]аспорта?|[Δδ]ιαβατ[ηή]ριο"
)

IDENTIFIERS: tuple[Detector, ...] = (
    labelled(
        "national-id",
        _NATIONAL_ID,
        caught=(
            "My national ID number is AB 123456.",
            "social security number: 836-60-1242",
            "carte d'identité n° 12AB34567",
        ),
        clean=(
            "my national ID expires 2031-05-12",
            "Social security rose 3.2 % to 1,234.50",
            "id card 12",
        ),
    ),
    labelled(
        "tax-id",
        _TAX_ID,
        caught=(
            "My tax ID is 12-34567.",
            "Tax Identification Number: XY1234567",
            "numéro fiscal : 12 345 678",
        ),
        clean=("tax number 12", "the tax ID was issued 2020-05-12", "tax id of the company"),
    ),
    labelled(
        "driver-license",
        _DRIVING_LICENCE,
        caught=(
            "Mon permis de conduire est le 123456789012.",
            "rijbewijs: 5012345678",
            "Mi licencia de conducir es 20.123.456",
        ),
        clean=(
            "permis de conduire obtenu le 12.05.2010",
            "my driving licence expires 2031-05-12",
            "rijbewijs B sinds 2010",
        ),
    ),
    labelled(
        "passport",
        _PASSPORT,
        caught=(
            "My passport number is 12A345678.",
            "passeport n° 1234567",
            "Reisepass: AB 123456",
        ),
        clean=("my passport expires 2031-05-12", "passport: valid until 12.05.2031", "passport 12"),
    ),
)
