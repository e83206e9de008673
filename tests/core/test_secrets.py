"""Secrets without a format of their own: said, assigned, sent in a header or an address."""

# ruff: noqa: RUF001 (texts as people write them)

import base64

import pytest

from chatward.detectors.detect import detect
from chatward.detectors.registry import Detectors
from chatward.detectors.secrets import (
    api_key,
    authorization_header,
    connection_string,
    json_web_token,
    one_time_code,
    passphrase,
    password,
    pin_code,
    private_key,
    url_credentials,
)
from chatward.kinds import SECRET

MODULES = (
    api_key,
    authorization_header,
    connection_string,
    json_web_token,
    one_time_code,
    passphrase,
    password,
    pin_code,
    private_key,
    url_credentials,
)
DETECTORS = Detectors(MODULES, {module.KIND: SECRET for module in MODULES})
KEY = "q8Zt3mXw6LpRk9VbN2sY"
BODY = "MC4CAQAwBQYDK2VwBCIEIHN5bnRoZXRpYyBrZXkgZm9yIGNoYXR3YXJkIHRlc3Rz"


def found(text, kind=None):
    """Return what is found, as the text's own words."""
    seen = detect(DETECTORS, text)
    assert not seen.failed
    return {text[f.start : f.end] for f in seen.findings.values() if kind in (None, f.kind)}


PASSWORDS = """
my pw is hunter22 = hunter22
pw: hunter22 = hunter22
the wifi password: Hunter!22 = Hunter!22
hi, my password is Bella2019 and I can't log in = Bella2019
my password is tinkerbell = tinkerbell
my password is tinkerbell and it stopped working = tinkerbell
The password for my account is Snowball = Snowball
I changed my password to Q7!kdm2p = Q7!kdm2p
log in with user bob and password Q7!kdm2p. = Q7!kdm2p
here are my credentials: bob / Q7!kdm2p = Q7!kdm2p
Q7!kdm2p is my password = Q7!kdm2p
my password is ab,c'd9!x = ab,c'd9!x
my security answer is Fluffy = Fluffy
Das WLAN-Passwort ist Sonne4711. = Sonne4711
Ich habe mein Passwort auf Sonne4711 geändert = Sonne4711
Mein Passwort ist Pferdeapfel = Pferdeapfel
le mot de passe du wifi est Soleil2024 = Soleil2024
mon mdp c'est Soleil2024 = Soleil2024
la contraseña de mi cuenta es: Verano2024 = Verano2024
mi contrasena es Verano2024 = Verano2024
a senha do wifi é Verao2024 = Verao2024
la password del wifi: Estate2024 = Estate2024
Het wachtwoord voor de wifi is Zomer2024! = Zomer2024!
moje hasło to Lato2024! = Lato2024!
lösenordet är Sommar2024 = Sommar2024
min adgangskode er Sommer2024 = Sommer2024
passordet mitt er Sommer2024 = Sommer2024
salasanani on Kesa2024x = Kesa2024x
moje heslo je Leto2024x = Leto2024x
wifi şifresi Yaz2024x! = Yaz2024x!
пароль от вайфая - Leto2024 = Leto2024
пароль: Лето2024! = Лето2024!
мій пароль Lito2024 = Lito2024
我的密码是xia2024ok = xia2024ok
パスワードはnatsu2024です = natsu2024
비밀번호는 yeo2024ok입니다 = yeo2024ok
كلمة المرور الخاصة بي هي sayf2024 = sayf2024
मेरा पासवर्ड garmi2024 है = garmi2024
parola mea este vara2024 = vara2024
mật khẩu của tôi là matkhau99 = matkhau99
DB_PASSWORD=letmein = letmein
db.password = "Apfel9Baum" = Apfel9Baum
{\\"password\\": \\"Apfel9Baum\\"} = Apfel9Baum
val password: String = "Apfel9Baum" = Apfel9Baum
setPassword("Apfel9Baum") = Apfel9Baum
my old password was forgotten, the new one is Kirsch4Baum = Kirsch4Baum
that password is no good, I set it to Kirsch4Baum = Kirsch4Baum
j'ai mis Merle2031 comme mot de passe = Merle2031
mon mot de passe Netflix c'est Merle2031! = Merle2031!
troquei a senha para Melro2031! = Melro2031!
пароль от почты Drozd2031! = Drozd2031!
kata sandi saya Jalak2031 = Jalak2031
הסיסמה שלי היא Shahrur31 = Shahrur31
รหัสผ่านของฉันคือ Nokdam31 = Nokdam31
ALTER ROLE shop PASSWORD 'Apfel9Baum'; = Apfel9Baum
CREATE USER shop IDENTIFIED BY Apfel9Baum; = Apfel9Baum
--user shop --password Apfel9Baum = Apfel9Baum
curl --user 'shop:Apfel9Baum' https://example.org = Apfel9Baum
"""

PROSE = """
my password is not accepted
My password is incorrect. What can I do?
The password is case-sensitive.
password must contain 8-16 characters
password is sent by email
Forgot password? Click here
Passwort ist abgelaufen, was nun?
Wie lautet das Passwort?
mon mot de passe est incorrect
mi contraseña es incorrecta
La clave es entender el problema
la password è scaduta
mijn wachtwoord is verlopen
moje hasło wygasło
şifrem çalışmıyor
пароль неверный
密码错误
パスワードを忘れました
비밀번호를 잊어버렸어요
मैं अपना पासवर्ड भूल गया
how do I change my PIN?
pin the dependency to 2024.1.0
error code 404500
the app shows error code 404500
le code postal envoyé par SMS est 75001
mon code promo reçu par SMS est 482913
the source code I received in 2024
the tan boots cost 4500
la clave del éxito es trabajar
la parola "amore" è bella
promo code SUMMER2024
your order code is 482913
max_tokens=4096
token = await getToken(user1)
the key is under doormat number 12
"key": "analytics-2024-dashboard"
keyboard shortcut Ctrl+Shift+F12
key = base64.b64encode
private_key: ed25519.Ed25519PrivateKey
password: SecretStr
password = self.cleaned_data["password"]
login(username=user, password=pwd)
password: {{ vault_password }}
password: !vault |
PASSWORD=$1
DB_PASSWORD=%DB_PASSWORD%
<input type="password" name="password">
commit 9fceb02d0ae598e95dc970b74767f19372d61af8
order 550e8400-e29b-41d4-a716-446655440000
my session id is 550e8400-e29b-41d4-a716-446655440000
ISBN 978-3-16-148410-0
"""

CODES = """
change the pin of my savings account to 4821 = 4821
Die PIN lautet 4821 = 4821
mi PIN de la tarjeta es 4821 = 4821
il PIN della carta è 4821 = 4821
mijn pincode is 4821 = 4821
PIN码是4821 = 4821
PINコードは4821です = 4821
Your Acme verification code is: 482913. Don't share it. = 482913
Use 482913 as your login code = 482913
482913 es su código de verificación = 482913
Ihre TAN für die Überweisung lautet 482913 = 482913
Votre code de sécurité est 482913 = 482913
Twój kod weryfikacyjny to 482913 = 482913
Vahvistuskoodisi on 482913 = 482913
код из смс 482913 = 482913
【Acme】验证码：482913，5分钟内有效 = 482913
인증번호는 482913입니다 = 482913
आपका ओटीपी 482913 है = 482913
the code they texted me is 482913 = 482913
it asks for the code from the app, that is 482 913 = 482 913
Ich habe per SMS den Code 482913 bekommen = 482913
le code reçu par SMS est le 482913 = 482913
me llegó un código por SMS: 482913 = 482913
Koden i sms'en er 482913 = 482913
Tekstiviestillä tullut koodi on 482913 = 482913
Kód z SMS je 482913 = 482913
הקוד שהגיע בהודעה הוא 482913 = 482913
رمز التحقق الذي وصلني 482913 = 482913
Mã OTP gửi về máy là 482913 = 482913
SMSで届いたコードは482913です = 482913
the door code is my PIN, 4821 = 4821
meine EC-PIN ist 4821 = 4821
PIN-koodini on 4821 = 4821
пин карты 4821 = 4821
我的PIN码是4821 = 4821
"""


def table(rows):
    """Read "text = value" rows."""
    return [row.rsplit(" = ", 1) for row in rows.strip().splitlines()]


@pytest.mark.parametrize(("text", "value"), table(PASSWORDS))
def test_a_password_said_or_assigned_is_found_and_nothing_else(text, value):
    assert found(text) == {value}


@pytest.mark.parametrize(("text", "value"), table(CODES))
def test_a_pin_or_a_code_is_found_in_many_languages(text, value):
    assert found(text) == {value}


@pytest.mark.parametrize("text", PROSE.strip().splitlines())
def test_talk_about_secrets_code_and_other_numbers_stay_clean(text):
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        f"the token is {KEY}",
        f'const apiKey = "{KEY}";',
        f'  "client_secret" : "{KEY}",',
        f"<apiKey>{KEY}</apiKey>",
        f"SECRET_KEY_BASE={KEY}",
        f"https://api.example.org/v1?access_token={KEY}&page=2",
        f'-H "X-Auth-Token: {KEY}"',
        f"mein Token lautet {KEY}",
    ],
)
def test_a_key_is_found_by_its_name_and_its_shape(text):
    assert KEY in found(text, "api-key")


@pytest.mark.parametrize("name", ["public_key", "csrf-token", "token_url", "credentialsId", "next"])
def test_other_opaque_values_are_no_keys(name):
    assert found(f"{name} = {KEY}") == set()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(f"Authorization: Bearer {KEY}", KEY, id="bearer"),
        pytest.param("Authorization: Basic YW5uYTpBcGZlbA==", "YW5uYTpBcGZlbA==", id="basic"),
        pytest.param(f"Cookie: a=b; sessionid={KEY}", KEY, id="cookie"),
    ],
)
def test_the_credentials_of_a_header_are_found(text, value):
    assert value in found(text, "authorization-header")


@pytest.mark.parametrize(
    "address",
    [
        "postgres://app:Apfel9Baum@db.internal:5432/shop",
        "mysql+pymysql://app:Apfel%40Baum@10.0.0.5/shop",
        "mongodb+srv://app:Ap@fel/9@cluster0.example.org/shop?w=majority",
        "redis://:Apfel9Baum@cache:6379/0",
        "amqps://app:Apfel9Baum@mq.example.org/vhost",
        "smtps://anna@example.org:Apfel9Baum@mail.example.org:465",
        "jdbc:mysql://db.internal/shop?user=app&password=Apfel9Baum",
        "jdbc:oracle:thin:app/Apfel9Baum@db.internal:1521:shop",
    ],
)
@pytest.mark.parametrize("before", ['it fails with "', "הוא נמצא ב-"])
def test_an_address_with_credentials_is_found_whole(address, before):
    assert address in found(f'{before}{address}" since noon', "url-credentials")


def test_a_password_of_a_connection_string_leaves_the_other_parts_readable():
    text = "Server=db;Database=shop;User Id=app;Password=Apfel9Baum;Encrypt=true"
    assert found(text, "connection-string") == {"Apfel9Baum"}


@pytest.mark.parametrize("title", ["RSA", "EC", "DSA", "OPENSSH", "ENCRYPTED"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\\n", " ", "\n> ", '\\n" +\n  "'])
def test_a_private_key_is_found_whole_in_any_wrapping(title, line):
    begin, end = (f"-----{word} {title} PRIVATE KEY-----" for word in ("BEGIN", "END"))
    key = line.join([begin, BODY, BODY, "AAAA", end])
    assert key in found(f'"{key}"', "private-key")


def test_a_private_key_wrapped_in_lines_of_base64_is_found_whole():
    pem = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n{BODY}\n-----END RSA PRIVATE KEY-----\n"
    wrapped = base64.encodebytes(pem.encode()).decode().strip()
    assert wrapped in found(f"key:\n{wrapped}", "private-key")


def test_a_certificate_is_no_private_key():
    assert found(f"-----BEGIN CERTIFICATE-----\n{BODY}\n-----END CERTIFICATE-----") == set()
