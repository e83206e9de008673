"""What follows "my password is" and is no password: words of prose, in some twenty languages.

Compared in lower case and without accents. Most prose is told by what comes after it (another
word); this list is for what ends the sentence: "my password is wrong."
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = """
about above accepted access again already also always another anything around available back bad
because before being below between both broken called cannot case changing characters checked
clear clearly coming complete complex correct corrupt dead default different difficult down
either else email empty enabled encrypted enough essential even ever everything exactly exist
expiring failing false fast faulty fine first from fully fun gone good great hard hashed having
helpful here hidden hint however impossible inactive incorrect insecure inside instead invalid
just kept knowledge later least less letters like little locked login long longer lost mandatory
masked maybe mine missing more must myself necessary needed never next none nothing nowhere null
numbers okay online only optional other otherwise outdated over part perfectly personal please
plus poor possible present pretty private probably problem protected public pwned quite random
rather ready really refused rejected reset right safe salted same secret secure sensitive sent
short should simple since soon special still strong stronger stuck such suddenly temporary
thanks that their them then there these they thing this those though through together totally
true twice unable uncertain unclear under unique unknown unreadable unsafe until unusual upper
useless username using usually vague valid very visible void warning weak weird what when where
whether which while with within without working worse worthless would wrong yesterday yours
string flag flags argument arguments parameter switch number boolean bytes object integer char
varchar value values field fields input text type
required example changeme placeholder authentication authorization policy manager generator hash
length strength prompt format help support settings options change update recovery protection
admin's account accounts user users given shown taken known stolen chosen written broken hidden
frozen forgotten seen typed blank dead mine leaked wherever whatever soon today tomorrow tonight
falsch richtig korrekt inkorrekt abgelaufen gesperrt vergessen geheim sicher unsicher schwach
stark leer lang kurz ungultig gultig notwendig erforderlich nicht kein keine zurucksetzen andern
geandert weg verloren bekannt unbekannt identisch gleich anders mindestens dasselbe immer wieder
kaputt zwingend optional verschlusselt gespeichert einfach kompliziert unten oben
incorrect incorrecte invalide valide expire oublie perdu faux fausse juste correcte bon bonne
mauvais mauvaise bloque bloquee trop court courte long longue faible fort forte vide requis
requise obligatoire secrete toujours meme identique different nouveau nouvelle change modifie
incorrecta incorrecto correcta correcto equivocada equivocado erronea erroneo valida valido
invalida invalido caducada caducado vencida bloqueada bloqueado olvidada perdida corta corto
larga largo debil fuerte segura seguro secreta secreto vacia vacio obligatoria obligatorio
necesaria diferente misma mismo nueva nuevo igual aqui errada errado esquecida esquecido expirada
expirado fraca forte curta comprida senha nova novo mesma mesmo diferente necessaria obrigatoria
sbagliata sbagliato errata errato corretta corretto scaduta scaduto dimenticata bloccata debole
sicura sicuro vuota nuova stessa troppo corta lunga obbligatoria richiesta diversa uguale
fout juist onjuist verlopen vergeten geblokkeerd geheim veilig onveilig zwak sterk leeg verplicht
nodig kort hetzelfde anders nieuw bledne nieprawidlowe poprawne niepoprawne zle dobre wygaslo
zapomniane zablokowane slabe silne puste wymagane takie samo nowe krotkie dlugie inne
felaktigt felaktig rätt ratt korrekt glomt sparrat svagt starkt tomt nytt samma utgatt utgånget
forkert korrekt udlobet glemt sparret svag staerk hemmelig feil riktig utlopt glemt sperret svakt
vaara oikea vanhentunut unohtunut lukittu heikko vahva tyhja sama uusi salainen
spatne spravne neplatne vyprselo zapomenute zablokovane slabe silne prazdne stejne nove
yanlis dogru hatali gecersiz unuttum zayif guclu bos ayni yeni gizli gerekli
gresita incorecta expirata uitata slaba puternica aceeasi salah benar lupa kosong lemah sama baru
"""

_PROSE = frozenset(
    "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for word in _WORDS.split()
)

# Endings that participles, adverbs and adjectives have and passwords rarely.
_ENDING = re.compile(
    r"(?:ing|ed|able|ible|ully|ally|ously|ication|ement|lich|ungen|ung|bar|iert|ierte|ado|ada|ido|"
    r"ida|ato|ata|uto|uta|adas|ados|mente)$"
)
_JOINED = re.compile(r"[-'’./_]")
_MIN_PASSPHRASE = 3
_COUNTED = re.compile(r"\d{1,3}(?:[-–]\d{1,3})?(?:[-+%]|-[a-z]+)?|\d+(?:st|nd|rd|th|er|e|º|ª)")
_LIKE_A_WORD = re.compile(r"[A-Z]?[a-z]*[aeiouyà-ÿ][a-zß-ÿ]*|[A-Z]*[AEIOU][A-Z]*|[a-z]")
_TERM = re.compile(
    r"^(?:sha|md|base|utf|oauth|bcrypt|argon|aes|rsa|pbkdf|http|ipv|web|windows|win|office|o|ms|"
    r"auth|ios|wpa|mp|h|python|php|java|iso|rfc|top|part|step|fido|level|option|method)[-_]?\d{1,4}$"
)


def is_prose(word: str) -> bool:
    """Tell whether a word, or words joined by hyphens and the like, is prose and no password."""
    plain = plain_form(word)
    if _COUNTED.fullmatch(word) or _TERM.match(plain):
        return True
    if plain.isalpha():
        return plain in _PROSE or _ENDING.search(plain) is not None
    parts = _JOINED.split(word)
    if len(parts) >= _MIN_PASSPHRASE and all(parts):
        return False  # correct-horse-battery-staple
    return all(not part or _LIKE_A_WORD.fullmatch(part) for part in parts)


def plain_form(word: str) -> str:
    """Return a word in lower case and without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
