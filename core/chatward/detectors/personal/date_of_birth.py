"""Dates of birth: a date that a word such as "born", "DOB" or "Geburtsdatum" says this of.

Any other date is left alone, also one that is the whole message.
"""

from __future__ import annotations

from chatward.detectors.personal.written_dates import (
    DAY,
    DAY_FIRST,
    DAY_FIRST_LEAD,
    IN_FIGURES,
    IN_SIGNS,
    MONTH_FIRST,
    MONTH_FIRST_LEAD,
    MONTH_FIRST_LEAD_CHARS,
    START,
    is_date,
    is_day,
)
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "date-of-birth"
FAMILY = PERSONAL

CAUGHT = (
    "I was born on 12 March 1981 in Leeds.",
    "DOB: 03/12/81",
    "date of birth 1981-03-12",
    "My birthday is March 12th, 1981",
    "my birthday is on March 12th",
    "Ich bin am 12.03.1981 in Berlin geboren.",
    "geb. 12. März 1981",
    "née le 12 mars 1981 à Lyon",
    "fecha de nacimiento: 12 de marzo de 1981",
    "data di nascita 12/03/1981",
    "nascido em 12 de março de 1981",
    "data urodzenia: 12 marca 1981 r.",
    "geboortedatum 12-03-1981",
    "född 1981-03-12",
    "fødselsdato 12.03.1981",
    "narozen 12. 3. 1981",
    "született: 1981. március 12.",
    "doğum tarihi 12.03.1981",
    "дата рождения 12.03.1981",
    "родился 12 марта 1981 года",
    "ημερομηνία γέννησης 12/03/1981",
    "تاريخ الميلاد 12/03/1981",
    "תאריך לידה 12.03.1981",
    "जन्म तिथि 12/03/1981",
    "ngày sinh: 12/03/1981",
    "tanggal lahir 12 Maret 1981",
    "出生日期：1981年3月12日",
    "生年月日は1981年3月12日です",
    "생년월일 1981년 3월 12일",
    "1981년 3월 12일생입니다",
)
CLEAN = (
    "12.03.1981",
    "The meeting is on 12 March 2024.",
    "born 12 March 1781",
    "born 45.13.1981",
    "date of birth order 12 345 1981",
    "my birthday party has 12 guests 20",
)

_BORN = (
    # English, German, Dutch
    "born|birth|birthdate|birthday|bday|b day|birth date|dob|d.o.b|date of birth|"
    "geboren|geb|geburt|geburts*|geboorte*|jarig|verjaardag|"
    # French, Spanish, Portuguese, Italian, Catalan, Romanian
    "naissance|ne le|ne e le|ne e|nee le|ne en|ne a|nee a|suis ne|suis nee|anniversaire|"
    "nacid*|nacim*|nacio|naci|nacer|cumpleanos|fecha nac|f nac|f nacimiento|"
    "nascid*|nascim*|nasci|nasceu|aniversario|data nasc|nascita|nato il|nata il|nato a|nata a|"
    "compleanno|"
    "naixement|nascut|nascuda|nasterii|nascuta|nascut pe|"
    # Polish, Czech, Slovak, Slovene, Croatian, Serbian
    "urodz*|ur|narozen*|naroden*|nar|narodil*|rojst*|rojen*|rođen*|rodjen*|rođena|datum rodenja|"
    # Nordic and Baltic languages, Hungarian
    "fodd|fodelse*|fodt|født|fodsel*|fødsel*|fødselsdag|faedd*|fædd*|"
    "synty*|sundi*|sunniaeg|sunnikuupaev|dzimis|dzimusi|dzims*|gimimo|gimiau|gimes|szulet*|szul|"
    # Turkish, Azerbaijani, Greek, Russian, Ukrainian, Bulgarian
    "dogum*|dogdu*|γεννη*|γενεθλ*|родил*|рожден*|род|народ*|роден*|др|рођен*|"
    # Arabic, Persian, Urdu, Hebrew, Hindi, Bengali
    "الميلاد|ميلاد|ميلادي|مواليد|ولدت|المولود|تولد|متولد|پیدائش|לידה|נולדתי|נולד|נולדה|जन्म|"
    "जन्मतिथि|जन्मदिन|জন্ম|"
    # Indonesian, Malay, Tagalog, Vietnamese, Swahili, Thai, Chinese, Japanese, Korean
    "lahir|kelahiran|ipinanganak|kapanganakan|sinh|ngay sinh|kuzaliwa|nilizaliwa|วันเกิด|เกิด|"
    "出生|生日|生于|生於|诞生|生年月日|誕生日|生まれ|생년월일|생일|태어|출생"
)
_BIRTHDAY_IS = (
    "[Bb]irthday(?: is|'s|:)|[Bb]-?day is|[Gg]eburtstag(?: ist|:| habe ich)|[Aa]nniversaire(?: est|"
    ":| :)|"
    "[Cc]umpleaños es|[Aa]niversário é|[Cc]ompleanno è|[Vv]erjaardag is|[Uu]rodziny mam"
)
# What may stand between a date and the word that says so: "in Berlin", "a Lyon".
_BORN_WORDS = (
    r"(?:geboren|geb\.|born|née?|nacid[oa]|született|szül|doğumlu|doğdu|рождения|г\.?[ ]?р|р\.|"
    r"syntynyt|narozen|urodzon)"
)
_BORN_SIGNS = r"[ ]?に?(?:生まれ|出生|生|생|에[ ]?태어)"
_BORN_AFTER = (
    rf"(?:(?:-[^\s\d]{{1,3}})?(?:[ ,]{{1,2}}[^\s\d,;!?.]{{1,20}}){{0,4}}[ ,]{{1,2}}{_BORN_WORDS}"
    rf"|{_BORN_SIGNS})"
)
_BORN_AFTER_LEAD = rf"[ ,]{_BORN_WORDS}|[0-9日號号일]{_BORN_SIGNS}"
_BORN_AFTER_CHARS = 160
_FORMS = (
    (IN_FIGURES, "", 0),
    (DAY_FIRST, DAY_FIRST_LEAD, 0),
    (MONTH_FIRST, MONTH_FIRST_LEAD, MONTH_FIRST_LEAD_CHARS),
    (IN_SIGNS, "", 0),
)

PATTERNS = (
    *(
        Pattern(
            KIND,
            f"{START}{form}",
            0.9,
            validate=is_date,
            context=_BORN,
            lead=lead,
            lead_chars=lead_chars,
        )
        for form, lead, lead_chars in _FORMS
    ),
    *(
        Pattern(
            KIND,
            f"{START}(?P<value>{form}){_BORN_AFTER}",
            0.9,
            validate=is_date,
            lead=_BORN_AFTER_LEAD,
            lead_chars=_BORN_AFTER_CHARS,
        )
        for form, _, _ in _FORMS
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z])(?:{_BIRTHDAY_IS})[ ](?:[a-zà-ÿ]{{1,3}}[ ]){{0,2}}(?P<value>{DAY})",
        0.6,
        validate=is_day,
        lead=rf"(?<![A-Za-z])(?:{_BIRTHDAY_IS})",
    ),
)
