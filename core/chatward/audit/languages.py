"""Guess the language of a text by its script and its smallest words.

A guess for statistics, made in microseconds; nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: dict[str, str] = {
    "cs": "je se na že jsem jak pro můj mám mi ale jako nebo když prosím co jsi už tak své",
    "de": "der die das und ich ist nicht ein eine mein zu mit wie sie auf für bitte du wir kann",
    "en": "the and is my you to of what how please can your this for me not are have with was",
    "es": "el de la los que es mi por una para cómo con no las del quiero me tu está qué favor",
    "fr": "le de la les est je vous mon ma pour une des et que dans pas comment ne mes du avec",
    "id": "yang dan saya di untuk ini itu tidak dengan apa bagaimana tolong anda dari ke bisa",
    "it": "il che è di per un una mio mia come non sono gli con vorrei della mi ho questo puoi",
    "nl": "de het een en ik is mijn niet van je hoe voor met wat kan dat te op zijn graag",
    "pl": "nie na jest się mój moja jak do że proszę czy co mam dla mi to już od albo jestem",
    "pt": "o os de que é meu minha para uma com não como do da você por eu em quero está isso",
    "sv": "och jag är att det min mitt en inte hur för kan du med vad som på till har den",
    "tr": "ve bir bu ben için ne nasıl benim değil lütfen mi çok daha var ama ile olarak mı",
    "vi": "tôi là và không của có cho bạn được này một như thế nào với các hãy ơi để những",
    "ru": "и в не на я что как мой мне это с по у вы пожалуйста для меня мою или так",
    "uk": "і в не на я що як мій мені це з до у ви будь для мене мою або є",
    "fa": "و از به که در این را من است با برای چه لطفا می خود آن شما",
    "ar": "في من على ما هذا أن لا أنا هل إلى عن مع هو كيف لي يا",
}
_BY_WORD: dict[str, tuple[str, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _language)

_BY_SCRIPT = {
    "kana": "ja",
    "hangul": "ko",
    "thai": "th",
    "devanagari": "hi",
    "hebrew": "he",
    "greek": "el",
    "georgian": "ka",
    "armenian": "hy",
    "han": "zh",
}
_SOME = 0.1
"""Such a share of a text's letters is enough for a script that only one language writes."""

_LOOKED_AT = 60
_ENOUGH = 2
"""So many small words are needed for a guess."""


def guess_language(text: str, scripts: Mapping[str, float]) -> str:
    """Return the likeliest language, two letters (ISO 639-1); empty where nothing speaks for one.

    Args:
        text: The text.
        scripts: Share of its letters in each script.

    """
    for script, language in _BY_SCRIPT.items():  # Japanese has letters of Chinese, not vice versa
        if scripts.get(script, 0.0) >= _SOME:
            return language
    counts: dict[str, int] = {}  # a Counter takes three times as long
    for word in text.lower().split(None, _LOOKED_AT)[:_LOOKED_AT]:
        for language in _BY_WORD.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values(), default=0)
    likeliest = [language for language, count in counts.items() if count == most]
    return likeliest[0] if most >= _ENOUGH and len(likeliest) == 1 else ""
