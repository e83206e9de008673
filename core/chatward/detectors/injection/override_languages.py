"""Orders to drop the instructions above, language by language: verb, which ones, what.

Each needs all three within a few words: a verb of dropping, "previous" or "above", and a word
for instructions. Talk about one's own mail or question has another noun, or none.
"""

from __future__ import annotations

from dataclasses import dataclass

_BETWEEN = r"(?:\s{1,3}[^\s.!?。]{1,16}){0,3}?\s{1,3}"


@dataclass(frozen=True, slots=True)
class Words:
    """The three words, as alternations; stems go on in any ending.

    Attributes:
        drop: Verbs, as orders.
        earlier: Previous, above.
        order: Instructions, rules, commands.

    """

    drop: str
    earlier: str
    order: str

    @property
    def regex(self) -> str:
        """Verb first, the other two in either order."""
        earlier, order = rf"(?:{self.earlier})\w{{0,6}}", rf"(?:{self.order})\w{{0,6}}"
        both = rf"(?:{earlier}{_BETWEEN}{order}|{order}{_BETWEEN}{earlier})"
        return rf"(?<!\w)(?:{self.drop})\w{{0,6}}{_BETWEEN}{both}"


LANGUAGES = (
    Words(
        r"ignorier|vergiss|vergesst|vergessen Sie|missacht|übergeh|verwirf|streich",
        r"obig|oben genannt|oben stehend|vorherig|vorig|bisherig|vorangegangen|früher",
        r"anweisung|instruktion|regel|befehl|vorgabe|aufgabe|prompt",
    ),
    Words(
        r"ignore[zs]?|oublie[zs]?|néglige[zr]?|fais abstraction|faites abstraction",
        r"ci-dessus|précédent|antérieur|plus haut",
        r"instruction|consigne|règle|commande|directive|ordre",
    ),
    Words(
        r"ignor|olvid|descart|omit[ea]|haz caso omiso",
        r"anterior|previ|de arriba|precedente",
        r"instruccion|indicacion|regla|orden|comando|directriz|directrices|consigna",
    ),
    Words(
        r"ignor|esque[cç]|desconsider|descart",
        r"anterior|acima|prévi|precedente",
        r"instru[cç]|regra|orden|comando|diretriz",
    ),
    Words(
        r"ignor|dimentic|scart|trascur",
        r"precedent|sopra|anterior",
        r"istruzion|regol|ordin|comand|direttiv|indicazion",
    ),
    Words(
        r"игнорир|проигнорир|забудь|отбрось|не обращай|отмени",
        r"предыдущ|прежн|вышеуказан|вышеизложен|выше|указанн|приведенн|приведённ",
        r"инструкц|указан|команд|правил|директив",
    ),
    Words(
        r"ігнору|проігнору|забудь|відкинь",
        r"попередн|вище|наведен|зазначен",
        r"інструкц|вказівк|команд|правил",
    ),
    Words(
        r"ignoruj|zignoruj|zapomnij|pomiń|odrzuć",
        r"poprzedni|powyższ|wcześniejsz",
        r"instrukcj|poleceni|polece|zasad|wytyczn",
    ),
    Words(
        r"negeer|vergeet|sla .{0,12}over",
        r"vorige|eerdere|bovenstaand|voorgaand|hierboven",
        r"instructie|regel|opdracht|aanwijzing",
    ),
    Words(
        r"تجاهل|تجاهلي|انسَ|انس|أهمل",
        r"أعلاه|السابق|المذكور|اعلاه",
        r"التعليمات|تعليمات|الأوامر|الأمر|القواعد|الإرشادات",
    ),
    Words(
        r"نادیده بگیر|فراموش کن|بی‌خیال",
        r"قبلی|بالا|پیشین",
        r"دستور|قوانین|فرمان",
    ),
    Words(
        r"abaikan|lupakan|hiraukan",
        r"sebelumnya|di atas",
        r"instruksi|perintah|aturan|arahan",
    ),
    Words(
        r"bỏ qua|phớt lờ|quên",
        r"trước|phía trên|ở trên|bên trên",
        r"hướng dẫn|chỉ dẫn|lệnh|quy tắc|chỉ thị",
    ),
)

OTHERS = (
    (
        r"(?:上記|以前|これまで|前)の(?:すべての|全ての)?(?:指示|命令|ルール|コマンド|手順)"
        r"(?:は|を)?(?:すべて|全て)?(?:無視|忘れ)"
    ),
    (
        r"(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会|抛开)(?:掉)?"
        r"(?:之前|以上|上述|上面|前面|先前|此前)[^。！？\n]{0,8}"
        r"(?:指令|指示|规则|規則|提示|命令|要求)"
    ),
    (
        r"(?:이전|앞선|위|기존)의?\s{0,2}(?:모든\s{0,2})?(?:지시|명령|규칙|지침)\S{0,4}\s{0,2}"
        r"(?:모두\s{0,2}|전부\s{0,2})?(?:무시|잊)"
    ),
    (
        r"(?:önceki|yukar[ıi]daki|bundan önceki)\s{1,3}(?:tüm\s{1,3}|bütün\s{1,3}|verilen\s{1,3})?"
        r"(?:talimat|komut|kural|yönerge)\S{0,8}\s{1,3}(?:\S{1,10}\s{1,3})?"
        r"(?:yok\s?say|unut|görmezden|dikkate alma)"
    ),
    (
        r"(?:पिछल|पहले के|ऊपर)\S{0,4}\s{1,3}(?:\S{1,8}\s{1,3}){0,2}"
        r"(?:निर्देश|आदेश|नियम)\S{0,4}\s{1,3}(?:\S{1,6}\s{1,3}){0,2}"
        r"(?:अनदेखा|नज़रअंदाज|नजरअंदाज|भूल)"
    ),
)
"""Patterns of languages in which the verb comes last, or that put no blanks between words."""
