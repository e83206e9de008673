"""Words about codes: what a one-time code is called, how it came, and which codes are others'.

A name such as "verification code" is told by what stands around the word "code", in any order:
"the code they texted me", "le code reçu par SMS", "SMS ile gelen kod".
"""

from __future__ import annotations

NAMES = (
    "otp|otp-code|mtan|tan-nummer|totp|totp-code|bestätigungscode|sicherheitscode|"
    "verifizierungscode|verifikationscode|anmeldecode|freigabecode|einmalcode|einmalpasswort|"
    "einmalkennwort|einmal-pin|zugangscode|aktivierungscode|authentifizierungscode|"
    "wiederherstellungscode|sms-code|clave dinámica|verificatiecode|bevestigingscode|"
    "beveiligingscode|toegangscode|inlogcode|verifieringskod|verifieringskoden|bekräftelsekod|"
    "säkerhetskod|säkerhetskoden|engångskod|engångskoden|sms-kod|sms-koden|verifikationskode|"
    "verifikationskoden|bekræftelseskode|bekræftelseskoden|sikkerhedskode|sikkerhedskoden|"
    "engangskode|engangskoden|sms-kode|verifiseringskode|bekreftelseskode|sikkerhetskode|"
    "vahvistuskoodi|vahvistuskoodisi|vahvistuskoodini|kertakoodi|tunnistuskoodi|turvakoodi|"
    "tek kullanımlık şifre|tek kullanımlık şifreniz|tek kullanımlık şifrem|смс-код|sms-код|"
    "одноразовый пароль|одноразовий пароль|ओटीपी|验证码|驗證碼|校验码|确认码|动态码|动态密码|"
    "認証番号|ワンタイムパスワード|인증번호|인증 번호|일회용 비밀번호"
)
"""What is always a one-time code."""

CODES = (
    "code|codes|tan|passcode|código|códigos|codice|codici|kod|kodu|kodum|kodun|kodunuz|koden|kode|"
    "kodenya|kodnya|koodi|koodin|koodini|koodisi|kód|kódot|kódom|cod|codul|код|коды|коду|кодът|"
    "κωδικός|κωδικό|קוד|הקוד|رمز|رمزا|الرمز|كود|الكود|कोड|รหัส|コード|코드|代码|代碼"
)
"""Any code. Vietnamese has a word of two letters, which is written out where it is used."""

DEFINITE = "koden|codul|kodum|kodunuz|koodini|kódom|הקוד|الرمز|الكود"
"""The code, my code: nobody needs to say which."""

WHOSE = (
    "your|my|the|this|use|meine|die|deine|ihre|enter|type|gib|ihr|dein|der|mein|votre|ton|mon|uw|je|su|tu|seu|mi|meu|"
    "tuo|mio|twój|ваш|мой|mijn|jouw|min|mitt|din|mój|můj|môj|моят|мій"
)

WAYS = (
    "digit|digits|stellige|stelligen|chiffres|dígitos|cifre|cijferige|cyfrowy|siffriga|cifret|haneli|"
    "значный|phone|telefoon|telefono|téléphone|telefonen|celular|móvil|telefon|телефон|mobile|bankid|"
    "card|karte|carte|tarjeta|cartão|carta|bancomat|kartu|карты|הכרטיס|"
    "sms|sms'en|smsen|sms:et|smset|sms-a|smsa|sms-em|smsky|smske|smssel|text|texted|texts|"
    "message|msg|app|authenticator|whatsapp|telegram|email|e-mail|sent|received|got|2fa|mfa|otp|"
    "verification|verify|login|log-in|sign-in|signin|security|confirmation|authentication|"
    "authorization|auth|one-time|two-factor|activation|unlock|recovery|backup|reset|access|"
    "nachricht|handy|geschickt|bekommen|erhalten|gekommen|kam|gesendet|anmeldung|"
    "message|texto|reçu|reçue|envoyé|vérification|confirmation|validation|sécurité|connexion|"
    "accès|activation|authentification|appli|application|à usage unique|unique|"
    "mensaje|mandaron|enviaron|mandado|enviado|llegó|llegado|recibí|recibido|verificación|"
    "confirmación|seguridad|acceso|activación|un solo uso|aplicación|"
    "recebi|recebido|chegou|enviaram|mandaram|mensagem|aplicativo|aplicação|verificação|"
    "confirmação|segurança|acesso|ativação|"
    "arrivato|ricevuto|mandato|inviato|messaggio|verifica|conferma|sicurezza|accesso|"
    "attivazione|monouso|"
    "bericht|berichtje|gekregen|kreeg|krijg|ontvangen|gestuurd|eenmalige|verificatie|"
    "wiadomości|aplikacji|dostałem|dostałam|przyszedł|weryfikacyjny|potwierdzający|autoryzacyjny|"
    "dostępu|jednorazowy|blik|"
    "appen|fick|meddelandet|skickade|skickat|fik|fikk|beskeden|beskedet|meldingen|sendt|tilsendt|"
    "modtaget|modtog|mottok|sendte|"
    "tekstiviestillä|tekstiviestissä|tekstiviestin|tekstiviestinä|tekstarilla|viestissä|"
    "sovelluksesta|sovelluksessa|sovellus|sain|tuli|tullut|lähetitte|"
    "zprávě|zpráve|správe|aplikace|aplikácie|aplikaci|přišel|prišiel|dostal|dostala|poslali|"
    "ověřovací|overovací|potvrzovací|"
    "mesaj|mesajla|mesajında|gelen|gönderilen|uygulamadaki|uygulama|doğrulama|onay|güvenlik|"
    "aktivasyon|tek kullanımlık|"
    "смс|сообщения|сообщении|пришел|пришёл|прислали|получил|получила|приложения|приложении|"
    "подтверждения|проверки|доступа|безопасности|авторизации|активации|входа|одноразовый|"
    "повідомлення|повідомленні|прийшов|надіслали|отримав|отримала|додатку|застосунку|"
    "підтвердження|перевірки|доступу|одноразовий|"
    "μήνυμα|έστειλαν|ήρθε|έλαβα|εφαρμογή|επαλήθευσης|επιβεβαίωσης|ασφαλείας|"
    "בהודעה|הודעה|מההודעה|סמס|בסמס|מהסמס|שהגיע|שקיבלתי|קיבלתי|שנשלח|אימות|האימות|מהאפליקציה|"
    "באפליקציה|אפליקציה|בווטסאפ|"
    "رسالة|الرسالة|وصلني|وصل|استلمته|أرسلتم|أرسلتموه|التطبيق|التحقق|التأكيد|التفعيل|الدخول|الأمان|"
    "एसएमएस|संदेश|मैसेज|मिला|आया|ऐप|भेजा|सत्यापन|"
    "masuk|terima|diterima|dikirim|kirim|pesan|aplikasi|verifikasi|konfirmasi|"
    "tin nhắn|gửi|nhận|xác nhận|xác thực|xác minh|ứng dụng|"
    "ข้อความ|ได้รับ|ส่งมา|แอป|ยืนยัน|"
    "dobio|dobila|stigao|poruci|mesajul|primit|primită|aplicație|aplicația|verificare|confirmare|securitate|trimis|"
    "üzenet|üzenetben|kaptam|jött|küldött|alkalmazás|ellenőrző|megerősítő|"
    "短信|收到|发来|发的|手机|应用|验证|登录|登入|届いた|メッセージ|ショートメール|アプリ|認証|確認|受け取った|"
    "送られ|문자|메시지|받은|앱|인증|확인|카톡"
)
"""How a code came and what it is good for."""

GLUE = (
    "that|which|they|you|i|we|he|she|it|from|in|on|by|via|for|to|my|your|just|"
    "aus|von|vom|der|den|die|das|per|im|auf|ich|für|zum|zur|que|qui|de|du|des|par|dans|pour|"
    "j'ai|vous|del|por|en|para|me|do|da|no|na|pra|che|di|dal|dall'app|nel|mi|uit|van|op|voor|ik|"
    "z|ze|który|od|do|w|i|från|fra|som|jag|jeg|på|til|till|joka|jonka|jota|který|v|ve|co|jsem|som|"
    "из|с|в|который|что|от|на|для|мне|із|з|що|який|від|у|мені|που|από|στο|μου|για|של|לי|"
    "الذي|من|في|التي|عبر|إلى|जो|से|में|मुझे|yang|dari|di|untuk|saya|lewat|mà|từ|trong|của|được|tôi|"
    "về|din|pe|care|prin|la|am|amit|ami|az|a|"
    "ile|bana"
)
"""What may stand right after "code": anything else says which code it is, "code postal"."""

OTHERS = (
    "error|errors|status|exit|exited|return|returned|returns|response|crash|crashed|crashes|"
    "failed|fails|postal|post|zip|area|country|dialling|dialing|dial|calling|promo|promotion|"
    "promotional|discount|coupon|voucher|gift|referral|booking|reservation|order|product|item|"
    "article|tracking|source|qr|bar|colour|color|hex|tax|swift|sort|bank|branch|hs|icd|cpt|"
    "billing|reason|airport|course|fehler*|rabatt*|gutschein*|buchung*|erreur|promotionnel|"
    "remise|descuento|promocional|errore|sconto|desconto|erro|korting*|kortings|rabat*|alennus*|"
    "indirim|hata|posta|почтов*|कूपन|ошибк*|помилк*|промо*|скидк*|знижк*|שגיאה|הנחה|خطأ|خصم|diskon|kupon|lỗi|"
    "giảm giá|produkt*|barang|товара|商品|상품|त्रुटि|错误|錯誤|优惠|折扣|邮政|エラー|クーポン|"
    "割引|郵便|에러|오류|할인|쿠폰|우편"
)
"""Which code it is that is none of ours; words right before it."""
