"""PINs named as such: four to eight digits."""

from __future__ import annotations

from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.said import JOINT, MINE, QUOTE, WHOSE
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "pin-code"
FAMILY = SECRET

CAUGHT = (
    "my PIN is 4821",
    "please change the pin on my savings account to 4821",
    "PIN: 4821",
    "meu PIN é 4821",
    "Die Geheimzahl meiner Karte ist 4821",
    "mon code PIN est le 4821",
    "el código PIN de la tarjeta es 4821",
    "мой пин-код 4821",
    "暗証番号は4821です",
    "the door code is my PIN, 4821",
    "PIN saya 4821",
    "use 4821 as the PIN",
)
CLEAN = (
    "I forgot my PIN, what now?",
    "pin the version to 1.2.3",
    "the PIN has 4 digits",
    "You have 3 attempts to enter your PIN",
    "pin it on 12/2026",
    "a PIN of four digits, valid since 2019",
)

_SHORT_NAMES = (
    "pin|pins|pin'im|pinim|pin-code|pin-codes|pincode|pinkod|pin-kod|pin-koden|pin-kodu|pin-kodum|"
    "pin-kodunuz|pin-kode|pin-koodi|pin-koodini|pin-koodisi|pin-koodin|pin-tunnus|pin-kód|"
    "pin-kódom|pin-nummer|pin-number|pin no|pin nr|pin-codul|puk|puk-code|puk-kod|"
    "pin码|pin碼|pinコード|pin कोड|pin코드|pin번호|pin 번호"
)
_NAMES = (
    "geheimzahl|geheimcode|geheimnummer|code confidentiel|code secret|código secreto|"
    "codice segreto|tunnusluku|пин|пин-код|пин-кода|пін|пін-код|пін-коду|ατομικός κωδικός|"
    "الرقم السري|الرمز السري|رقم سري|رمزي السري|पिन|รหัสพิน|暗証番号|ピン|ピンコード|핀번호|핀 번호|"
    "핀코드|קוד סודי|הקוד הסודי|הסיסמה הסודית|取款密码|支付密码|银行卡密码"
)
_BEGIN = "(?<![A-Za-z0-9_])"
_ENDINGS = any_of("ul|ului|i|im|ini|iniz|en|et|om|u|a|ja|jem")
_NOUN = rf"{_BEGIN}(?:{any_of(_SHORT_NAMES)}(?:['’-]{_ENDINGS})?(?![A-Za-z0-9_@])|{any_of(_NAMES)})"
# "to 4821", "a 4821": the joints of a change; "le" as in French "est le 4821".
_CHANGED = (
    rf"(?:{WHOSE}\s{any_of('to|to be|auf|in|a|en|à|por|als|na|в|на|का|को')}\s|"
    rf"{JOINT}(?:{any_of('le|el|o|il')}\s)?|[,?]?\s{{1,3}})"
)
_CARD_WORDS = any_of(
    "карты|карточки|картки|на карту|kartice|karty|karte|ke kartě|kortet|kártya|kártyám|kartyam|thẻ|"
    "atm|card|cardului|tarjeta|cartão|carte|carta|kartu|κάρτας|της κάρτας|הכרטיס|לכרטיס|البطاقة|"
    "لبطاقتي|कार्ड|码|碼|code|kod|кодът|код|ми|sim"
)
_CARD = rf"(?:\s{_CARD_WORDS})?"
_AS = rf"\s{any_of('is|as|ist|als|est|comme|es|como|è|come|é|to|jako|er|som')}\s"
_MY = any_of("my|the|a|our|meine|die|mon|le|mi|el|meu|o|mio|il|mijn|de|min") + r"\s"
_DIGITS = r"(?P<value>\d(?:[ -]?\d){3,7})(?![0-9A-Za-zÀ-ӿ_%€$£]|[.,:/-]\d)"

PATTERNS = (
    Pattern(
        KIND,
        rf"{_NOUN}{_CARD}{MINE}{_CHANGED}{QUOTE}{{0,2}}{_DIGITS}",
        unicode=True,
        lead=_BEGIN + lead_of(f"{_SHORT_NAMES}|{_NAMES}"),
        score=0.85,
    ),
    Pattern(
        KIND,
        rf"(?<![\w.,/#-])(?P<value>\d{{4,8}}){_AS}(?:{_MY})?(?:\w{{1,12}}\s)?{any_of(_SHORT_NAMES)}(?![\w-])",
        unicode=True,
        lead=rf"\d{_AS}",
        lead_chars=16,
        score=0.85,
    ),
)
