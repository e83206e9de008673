"""Words that say "a telephone number follows", by language.

Lower case and without accents; a star ends a stem (`chatward.matching.words`).
"""

from __future__ import annotations

_BY_LANGUAGE = {
    "many": (
        "telefon*|telephon*|mobil*|cellular*|celular*|tel|tlf|telf|tfn|fax|gsm|sms|whatsapp|"
        "viber|telegram|contact me|contact no"
    ),
    "English": (
        "phone|phones|phone number|cellphone|cell|cell number|mobiles|ph|landline|hotline|"
        "helpline|voicemail|my number|his number|her number|their number|our number|your number|"
        "contact number|contact us|contact him|contact her|call|calls|calling|called|callback|"
        "dial|dialed|dialled|dialing|ring me|ring us|text me|text us|text him|text her|texted|"
        "messages to|reach me|reach us|reach him|reach her|reachable|reached at|answering|"
        "answer at|pick up at"
    ),
    "German": (
        "handy*|festnetz*|rufnummer*|ruckruf*|anruf*|anzurufen|rufen|rufe|ruf|erreichbar|"
        "erreichen|erreichst|durchwahl|meine nummer|natel"
    ),
    "French": "portable|appel*|rappel*|joindre|joignable|contactez*|mon numero|son numero|fixe",
    "Spanish": (
        "movil|moviles|llama*|llame*|llamar*|marcar|marque|mi numero|su numero|contactar*|"
        "contacto|comuniq*|comunic*"
    ),
    "Portuguese": (
        "telemovel|telemoveis|ligue*|ligar*|liga me|liga para|liga no|liga pro|zap|contato|"
        "contatar|meu numero|seu numero"
    ),
    "Italian": "chiam*|richiam*|recapito|mio numero|suo numero|contatt*|numero fisso",
    "Dutch": "telefoon*|mobiel*|bel me|bel mij|bellen|gebeld|terugbellen|mijn nummer|bereikbaar",
    "Polish": "komork*|zadzwon*|dzwon*|oddzwon*|moj numer|kontakt*",
    "Czech, Slovak": "zavolej*|volejte|volat|zavolat|volajte|moje cislo",
    "Hungarian": "hivjon|hivj|hivhat|szamom",
    "Romanian": "sunati*|suna|numarul meu",
    "Nordic": (
        "ring|ringe|ringa|mitt nummer|mit nummer|nummeret mitt|nummeret er|puhelin*|puhelimen|"
        "soita*|soitta*|numeroni|simi|farsimi"
    ),
    "Baltic": "talrun*|skambin*|zvan*|helista*|mano numeris",
    "Turkish": "cep telefonu|cep numaram|cep no|cebim|arayin|ara|arayabilir*|ulasabilir*|numaram",
    "Croatian, Serbian, Slovene": "mobitel*|nazovi*|pozovi*|poklic*|moj broj|moja stevilka",
    "Greek": "τηλεφων*|κινητο|κινητου|σταθερο|καλεστε|καλεσε|παρε|παρτε|καλειτε",
    "Russian": (
        "телефон*|тел|моб|мобильн*|сотов*|звон*|позвон*|перезвон*|набер*|мой номер|ватсап|факс"
    ),
    "Ukrainian, Bulgarian": "мій номер|мобілн*|мобілк*|дзвон*|зателефон*|мобилен|номерът ми|обад*",
    "Arabic": (
        "الاتصال|للاتصال|اتصال|تواصل|للتواصل|التواصل|واتس|"
        "هاتف|الهاتف|هاتفي|رقمي|جوال|الجوال|جوالي|موبايل|الموبايل|تلفون|اتصل|اتصلوا|واتساب"
    ),
    "Persian, Urdu": "تلفن|موبایل|شماره|تماس|همراه|فون|نمبر",
    "Hebrew": "טלפון|הטלפון|נייד|הנייד|פלאפון|להתקשר|התקשרו|תתקשר|המספר שלי|מספר שלי",
    "Hindi, Bengali": "फोन|कॉल|संपर्क|व्हाट्सएप|फोन|मोबाइल|नंबर|नम्बर|ফোন|মোবাইল|নম্বর",
    "Tamil, Telugu": "தொலைபேசி|மொபைல்|ఫోన్|మొబైల్",
    "Vietnamese": "dien thoai|đien thoai|so dien thoai|sđt|sdt|đt|goi|goi cho|lien he",
    "Indonesian, Malay": (
        "telepon*|telp|tlp|nomor hp|no telp|kontak|"
        "no hp|hp saya|nomor saya|hubungi|ponsel|handphone|no wa|wa saya"
    ),
    "Swahili, Filipino": "simu|nambari|numero ko|tawagan",
    "Thai": "โทร|เบอร์|มือถือ",
    "Chinese": "电话|電話|手机|手機|致电|致電|打给|打給|拨打|撥打|联系|聯絡|传真|傳真",
    "Japanese": "携帯|連絡先|ファックス|スマホ",
    "Korean": "전화|휴대폰|핸드폰|연락처|연락|휴대전화|팩스",
}

PHONE_WORDS = "|".join(_BY_LANGUAGE.values())
"""All of them, as `Pattern` takes them."""

COUNTED = (
    "file|files|row|rows|total|count|datei|zeilen|fichier|fichiers|lignes|archivo|filas|ficheiro|"
    "arquivo|linhas|righe|bestand|rijen|plik|pliku|wierszy|soubor*|subor*|filen|tiedosto*|fajl*|"
    "fisier*|dosya*|файл*|αρχει*|ملف|الملف|קובץ|בקובץ|फ़ाइल|फाइल|berkas*|tep|isbn|文件|檔案|ファイル|파일"
)
"""What things are counted in: "in the file are 341260723 rows"."""

CLOSINGS = (
    "regards|wishes|sincerely|thanks|cheers|thank you|faithfully|grußen|gruße|gruß|gruessen|"
    "gruesse|"
    "mfg|danke|cordialement|salutations|merci|saludo|saludos|atentamente|gracias|abrazo|saluti|grazie|"
    "cumprimentos|atenciosamente|obrigado|obrigada|abraço|abraco|groet|groeten|bedankt|pozdrawiam|"
    "powazaniem|dziekuje|pozdravem|pozdravom|pozdrav|dekuji|dakujem|halsningar|hilsen|tack|takk|tak|"
    "terveisin|kiitos|udvozlettel|tisztelettel|koszonom|stima|multumesc|εκτιμηση|ευχαριστω|saygilar*|"
    "tesekkurler|уважением|спасибо|повагою|дякую|التحية|شكرا|تحياتي|בברכה|תודה|धन्यवाद|सादर|salam|"
    "terima kasih|tran trong|cam on|ขอบคุณ|此致|谢谢|謝謝|よろしく|ありがとう|감사합니다|드림"
)
"""Words that end a letter; a name and a telephone number follow."""
