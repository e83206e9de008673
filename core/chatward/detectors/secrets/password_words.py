"""What passwords are called, in some thirty languages, with the slips of the pen."""

from __future__ import annotations

NAMES = (
    "password|passwords|passwd|passcode|passphrase|pwd|passwort|passwörter|"
    "kennwort|wlan-schlüssel|wifi-schlüssel|contraseña|contraseñas|senha|senhas|wachtwoord|"
    "wachtwoorden|lösenord|lösenordet|adgangskode|adgangskoden|passord|passordet|пароль|пароля|"
    "пароли|паролі|парола|паролата|κωδικός πρόσβασης|סיסמה|הסיסמה|סיסמא|הסיסמא|כסיסמה|"
    "كلمة المرور|كلمة مرور|كلمة السر|كلمة سر|الباسورد|باسورد|رمز عبور|پاس ورڈ|"
    "पासवर्ड|รหัสผ่าน|密码|密碼|口令|パスワード|パスコード|비밀번호|패스워드|비번"
)
"""Such as stand inside other names too: ``DB_PASSWORD``."""

WORDS = (
    "pasword|paswords|passwrd|passowrd|passwrod|"
    "psword|pssword|paswd|paswrd|"
    "pswrd|psswd|psswrd|pswd|pw|mypass|ww|clave secreta|mot de passe|mots de passe|mdp|psw|"
    "phrase secrète|palavra-passe|parola d'ordine|parola mea|parolam|parolası|hasło|hasła|hasłem|"
    "kodeord|kodeordet|passordet|salasana|salasanani|salasanaksi|heslo|hesla|şifre|şifrem|"
    "şifremi|şifreniz|şifresi|şifresini|jelszó|jelszóm|jelszava|jelszavam|kata sandi|sandi|"
    "sandinya|"
    "kata laluan|mật khẩu|lozinka|lozinku|šifra|geslo|slaptažodis|parool|zaporka|"
    "security answer|secret answer|sicherheitsantwort|respuesta secreta|"
    "respuesta de seguridad|mother's maiden name|mothers maiden name|mädchenname meiner mutter|"
    "nom de jeune fille de ma mère|apellido de soltera de mi madre"
)
"""Such as stand alone; some begin with a short word."""

VAGUE = (
    "pass|pass word|pass words|pass code|pass phrase|passe|clave|parola|parole|geslo|κωδικός|κωδικό"
)
"""Such as mean other things too: what follows must look like a password."""

PAIRS = (
    "credential|credentials|creds|login|log-in|logins|zugangsdaten|anmeldedaten|login-daten|"
    "identifiant|identifiants|credenciales|credenciais|credenziali|inloggegevens|dane logowania|"
    "логин|账号|id/pw|id/password|user/pass|user/password|username/password"
)
"""What a name and a password are called together."""

RENEWED = (
    "new one|old one|other one|neue|neues|alte|altes|nouveau|nouvelle|ancien|nuevo|nueva|nuovo|"
    "nuova|vecchia|novo|nova|nieuwe|nowe|stare|nové|nya|nye|uusi|yenisi|новый|новий|yang baru|"
    "mới|nouă|új|החדשה|الجديدة|नया|新的|新しいの"
)
"""How a password is called that was spoken of before."""
