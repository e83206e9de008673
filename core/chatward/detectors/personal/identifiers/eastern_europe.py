"""Numbers of Ukraine, Russia, Belarus, Moldova and Kazakhstan."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_kz_iin, is_snils
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "ua-rntrc",
        r"\d{10}",
        "ua.rntrc",
        words="рнокпп|іпн|ипн|инн|ідентифікаційний код|податковий номер|ipn|rnokpp",
        general=TAX,
        alone=False,
        caught=(
            "Мій ІПН 1234567899.",
            "РНОКПП: 3000001235",
            "податковий номер 2765432103",
        ),
        clean=("ІПН 1234567898", "замовлення 1234567899"),
    ),
    identifier(
        "ru-inn",
        r"\d{10}(?:\d{2})?",
        "ru.inn",
        words="инн|inn|налогоплательщика",
        general=TAX,
        alone=False,
        grouped=r"\d{12}",
        caught=(
            "Мой ИНН 770123456703.",
            "ИНН: 7700000129",
            "inn 500100000015",
        ),
        clean=("ИНН 770123456799", "заказ 7700000129"),
    ),
    identifier(
        "ru-snils",
        r"\d{11}",
        is_snils,
        words="снилс|snils|пенсионн*|страховой номер",
        general=NATIONAL,
        bare=0.75,
        written=r"\d{3}-\d{3}-\d{3}[ -]\d{2}",
        caught=(
            "Мой СНИЛС 112-233-445 95.",
            "snils 12345678964",
            "снилс: 087-654-300 98",
        ),
        clean=("СНИЛС 112-233-445 99", "заказ 12345678964"),
        source="https://sfr.gov.ru/grazhdanam/snils",
    ),
    identifier(
        "by-unp",
        r"[1-79ABCEHKM][0-9A-Z]\d{7}",
        "by.unp",
        words="унп|унн|unp",
        alone=False,
        caught=(
            "УНП 100002303",
            "unp: 191234563",
            "наш УНП 298765437",
        ),
        clean=("УНП 100002399", "заказ 100002303"),
    ),
    identifier(
        "md-idnp",
        r"[0-29]\d{12}",
        "md.idno",
        words="idnp|idno|идно|codul personal|cod personal",
        general=NATIONAL,
        alone=False,
        caught=(
            "IDNO 1008600038424",
            "IDNP: 2000001000012",
            "cod personal 0976543210128",
        ),
        clean=("IDNO 1008600038429", "comanda 1008600038429"),
    ),
    identifier(
        "kz-iin",
        r"\d{12}",
        is_kz_iin,
        words="иин|жсн|бин|iin|бсн",
        general=NATIONAL,
        alone=False,
        caught=(
            "Мой ИИН 800101300125",
            "ЖСН 991231400002",
            "iin: 050615502458",
        ),
        clean=("ИИН 800101300129", "заказ 991231400009"),
        source="https://egov.kz/cms/en/articles/iin_info",
    ),
)
