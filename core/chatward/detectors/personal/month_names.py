"""Names of the months in 30 languages, for reading dates.

Spellings after the Unicode CLDR (https://cldr.unicode.org), in lower case and without accents.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NAMES = (
    # English, German, Dutch, Danish, Norwegian, Swedish, Indonesian, Malay
    "january february march april may june july august september october november december "
    "sept januar jaenner janner februar feber marz maerz mai juni juli oktober dezember "
    "januari februari maart mei augustus marts marec agustus maret desember ogos disember mac ogs "
    # French, Spanish, Portuguese, Italian, Catalan, Romanian
    "janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre "
    "diciembre "
    "janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "gener febrer marc maig juny juliol agost setembre desembre "
    "ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie "
    # Polish, Czech, Slovak, Slovene, Croatian
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada "
    "grudnia "
    "styczen luty marzec kwiecien czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien "
    "leden ledna unor unora brezen brezna duben dubna kveten kvetna cerven cervna cervenec "
    "cervence "
    "srpen srpna zari rijen rijna listopadu prosinec prosince "
    "januara februara aprila juna jula augusta septembra oktobra novembra decembra "
    "januarja februarja junija julija avgusta avgust september decembar januar "
    "sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga "
    "prosinca "
    # Hungarian, Finnish, Estonian, Latvian, Lithuanian
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober "
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta "
    "syyskuuta lokakuuta marraskuuta joulukuuta tammikuu helmikuu maaliskuu huhtikuu toukokuu "
    "kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu "
    "jaanuar veebruar marts aprill juuni juuli detsember jaanuaril "
    "janvari februari aprilis maijs junijs julijs augusts septembris oktobris novembris decembris "
    "sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio "
    "gruodzio "
    # Turkish, Vietnamese writes numbers, Tagalog, Swahili
    "ocak subat mart nisan mayıs mayis haziran temmuz agustos eylul ekim kasım kasim aralık aralik "
    "enero pebrero marso hunyo hulyo setyembre oktubre nobyembre disyembre "
    "machi aprili agosti septemba oktoba novemba desemba "
    # Russian, Ukrainian, Bulgarian, Serbian, Greek
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "януари февруари април юни юли септември октомври ноември декември "
    "јануар јануара фебруар фебруара априла мај маја јун јуна јул јула септембар септембра октобар "
    "октобра "
    "новембар новембра децембар децембра "
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου "
    "νοεμβριου δεκεμβριου ιανουαριος φεβρουαριος μαρτιος απριλιος μαιος ιουνιος ιουλιος αυγουστος "
    # Arabic (both sets), Persian, Hebrew, Hindi
    "يناير فبراير مارس ابريل أبريل مايو يونيو يوليو اغسطس أغسطس سبتمبر اكتوبر أكتوبر نوفمبر ديسمبر "
    "شباط اذار آذار نيسان ايار أيار حزيران تموز اب آب ايلول أيلول ژانویه فوریه آوریل ژوئن ژوئیه "
    "ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר "
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर "
    "दिसंबर दिसम्बर "
    # Thai
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน "
    "ธันวาคม "
    # What is cut short
    "jan feb mar apr jun jul aug sep oct nov dec mrz okt dez janv fevr avr juil sept ene abr ago "
    "dic set out gen mag giu lug ott janu янв фев мар апр июн июл авг сен сент окт ноя дек"
)


def is_month(name: str) -> bool:
    """Tell whether a word is the name of a month, in any case, with or without accents."""
    return _plain(name) in _months()


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(_plain(name) for name in _NAMES.split())


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))
