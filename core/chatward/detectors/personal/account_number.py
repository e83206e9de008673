"""Numbers by which a business knows a person: customer, account, patient, policy, employee.

No form is common to them, so a cue must stand right before: "customer number", "Kundennr.",
"n° de client". What numbers an order, an invoice or a ticket is no such cue.
"""

from __future__ import annotations

import re

from chatward.detectors.detector import Detector
from chatward.detectors.personal.cue import after_cue
from chatward.kinds import PERSONAL

_AFTER = (
    r"(?:['\u2019]s)?[ _-]?(?:number|numbers|no\b\.?|nr\b\.?|num\b\.?|nbr\b\.?|id\b|code|#|nummer|"
    r"numeri|numero|numret|"
    r"identifier|kod|tunnus)"
)
_BEFORE = (
    r"(?:n[uú]mero|num[eé]ro|n[\u00ba\u00b0]|no\.?|nr\.?|num\.?|c[oó]digo|codice|"
    r"code|id|identifiant|"
    r"num[aă]r(?:ul)?|numer|číslo|številka|broj|номер|"
    r"αριθμ[\u03ccο]ς|nomor|nombor)"
    r"[ ](?:de[ ]|del[ ]|do[ ]|da[ ]|di[ ]|du[ ]|de la[ ]|d['\u2019]|dell['\u2019]|de l['\u2019])?"
)
_VALUE = (
    r"[A-Z]{0,5}[-/.#]?\d[A-Z0-9]{0,15}(?:[-/.][A-Z0-9]{1,10}|[ ]\d{2,6}(?!\d)){0,4}"
    r"|(?-i:[A-Z]{1,3})[ ]\d{3,10}"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})")


def _is_number_of_somebody(written: str) -> bool:
    """Turn down small numbers ("account 3"), dates and amounts."""
    digits = sum(char.isdigit() for char in written)
    return digits >= 4 - written[0].isalpha() and _DATE.fullmatch(written) is None


def _kind(
    kind: str, nouns: str, of: str, whole: str, caught: tuple[str, ...], clean: tuple[str, ...]
) -> Detector:
    """Make the detector of one kind of number.

    Args:
        kind: The kind.
        nouns: Whose number it is, where the word stands before "number".
        of: The same where it stands behind ("número de cliente").
        whole: Cues that are one word or two.
        caught: Texts in which it must be found.
        clean: Near misses.

    """
    cue = f"(?:{nouns}){_AFTER}|{_BEFORE}(?:{of})|{whole}"
    pattern = after_cue(kind, cue, _VALUE, validate=_is_number_of_somebody)
    return Detector(kind, PERSONAL, caught=caught, clean=clean, patterns=(pattern,))


CUSTOMER = _kind(
    "customer-number",
    "customer|customer account|cust\\.?|kd\\.?|client|consumer|member|membership|subscriber|"
    "subscription|loyalty(?: card)?|guest|"
    "frequent[ -]flyer|rewards?|kunden|klienten|mitglieds|klant|lidmaatschap|kund|kunde|medlems|"
    "asiakas|"
    "j[äa]sen|kliendi",
    "clientes?|client|clientul|cliente|socio|s[óo]cio|soci[oa]|abonn[ée]|abonado|adh[ée]rent|"
    "membre|miembro|membro|"
    "fid[ée]lit[ée]|klienta|cz[łl]onka|z[áa]kazn[íi]ka|klijenta|kupca|stranke|клиента|клієнта|"
    "абонента|"
    "πελ[άα]τη|pelanggan|anggota",
    "customer account|ügyfél-?(?:szám|azonosító)(?:om|m)?|asiakas(?:numero|tunnus)(?:ni|mme)?|"
    "jäsennumeroni|(?:müşteri|üye|abone) (?:numara(?:sı|m|mız)|no)|客户(?:号码?|编号|代码)|"
    "会员(?:号码?|编号)|客戶(?:號碼?|編號|代碼)|會員(?:號碼?|編號)|顧客(?:番号|コード|ID)|お客様(?:番号|コード)|"
    "会員(?:番号|ID)|(?:고객|회원|가입자) ?(?:번호|아이디)|"
    "(?:رقم|كود) (?:ال)?(?:عميل|زبون|مشترك|عضوية|عضو|اشتراك)|شماره (?:مشتری|عضویت|اشتراک)|کد مشتری|"
    "(?:מספר|מס['׳]|קוד) ה?(?:לקוח|לקוחה|חבר|מנוי)|"
    "(?:ग्राहक|सदस्य|सदस्यता) (?:संख्या|नंबर|नम्बर|आईडी|क्रमांक)|(?:mã|số) (?:khách hàng|thành viên|kh)|"
    "(?:หมายเลข|เลขที่|รหัส)(?:ลูกค้า|สมาชิก)|kliento (?:numeris|kodas)|klienta numurs|"
    "(?:z[áa]kaznick[éea]|z[áa]kazn[íi]cke|klientsk[éea]|[čc]lensk[éea]) [čc][íi]slo|"
    "[čc][íi]slo (?:z[áa]kazn[íi]ka|klienta|[čc]lena)|(?:korisni[čc]ki|klijentski|[čc]lanski) broj|"
    "(?:клиентский|абонентский) номер|клієнтський номер|клиентски номер|код клиента|"
    "κωδικ[όο]ς πελ[άα]τη|num[ăa]r(?:ul)? meu de client|cod(?:ul)? (?:de )?client|(?:nomor|"
    "no|id) (?:pelanggan|anggota)",
    (
        "my customer number is 12345678",
        "Kundennummer: 4711-0815",
        "Kunden-Nr. 4711 0815",
        "n° de client 0123456",
        "número de cliente: 998877",
        "client ID C-20456",
        "номер клиента 12345678",
        "会员号：12345678",
        "membership no. 0042-7781",
    ),
    ("customer 3", "order number 12345678", "customer number since 2024-05-01", "member 12 of 14"),
)

ACCOUNT = _kind(
    "account-number",
    "account|acct?\\.?|a/c|user|contract|konto|vertrags|benutzer|nutzer|rekening|contract|"
    "gebruikers|anv[äa]ndar|"
    "avtals|k[äa]ytt[äa]j[äa]|tilin|kontrakt|bruger|bruker|meter point",
    "compte|contrat|cuenta|conto corrente|contrato|usuario|utilisateur|conta|usu[áa]rio|utente|"
    "conto|contratto|"
    "cont|contract|"
    "konta|umowy|u[żz]ytkownika|[úu][čc]tu|smlouvy|ra[čc]una|ugovora|счета клиента|лицевого счета|"
    "договора|рахунку|"
    "λογαριασμο[ύυ]|rekening",
    "acct(?: is)?|lasku|hesap (?:numara(?:sı|m|mız)|no)|sözleşme (?:numara(?:sı|m)|no)|[čc][íi]slo "
    "(?:[úu][čc]tu|smlouvy|zmluvy)|מספר ה?חשבון|מספר ה?חוזה|"
    "(?:رقم|كود) (?:ال)?(?:حساب|عقد)|شماره (?:حساب|قرارداد)|számlaszám|лицевой счет|账号|帐号|帳號|"
    "账户号码?|口座番号|"
    "契約番号|계좌 ?번호|"
    "खाता (?:संख्या|नंबर)|số tài khoản|เลขที่บัญชี|tilinumero|sąskaitos "
    "numeris|konta numurs",
    (
        "my account no. is 000123456",
        "acct # 55-1029-338",
        "account number: 12 3456 789",
        "user id 90210441",
        "Vertragsnummer V-2024-00123",
        "numéro de compte 00012345678",
        "numero di conto 12345678",
        "лицевой счет 1234567890",
        "口座番号は1234567です",
    ),
    ("account 3", "user 1", "the account has 12345 points", "user id 7", "invoice no. 000123456"),
)

PATIENT = _kind(
    "patient-number",
    "patient|patients|medical record|health record|chart|hospital|patienten|pati[ëe]nt|"
    "patient(?:en)?|potilas",
    "paciente|patient|paziente|dossier m[ée]dical|historia cl[íi]nica|prontu[áa]rio|cartella "
    "clinica|pacjenta|pacienta|"
    "пациента|пацієнта|ασθεν(?:ή|η|ούς)",
    "mrn|nhc|historia clínica|prontuário|hasta (?:numarası|no)|номер карты пациента|病历号|病歷號|"
    "患者番号|"
    "カルテ番号|"
    "환자 ?번호|رقم المريض|מספר מטופל",
    (
        "MRN 00123456",
        "patient ID: P-448812",
        "Patienten-ID 20045512",
        "medical record number 77-12-30",
        "número de paciente 556677",
        "患者番号 0012345",
    ),
    ("patient 3", "the patient is 45", "patients: 12000 in total", "room number 12345"),
)

POLICY = _kind(
    "policy-number",
    "policy|(?<!national )(?<!social )insurance|insurance policy|claim|versicherungsschein|"
    "versicherungs|"
    "policen|polis|försäkrings|forsikrings|"
    "vakuutus|certificate of insurance",
    "p[óo]liza|police|police d['’]assurance|polizza|ap[óo]lice|assurance|seguro|polisy|pojistky|"
    "poistky|pojistn[ée] "
    "smlouvy|police osiguranja|"
    "полиса|поліса|συμβολα[ίι]ου|polis",
    "(?:p[óo]liza|ap[óo]lice|polizza)(?: es| [ée] | è)?(?: la| el| a| o|"
    " il)? ?(?:n[úu]mer[oa]|n[º°o.]{1,2})|"
    "kötvényszám(?:om)?|poliçe (?:numara(?:sı|m|mız)|no)|[čc][íi]slo (?:pojistky|poistky|"
    "pojistn[ée] smlouvy)|"
    "(?:מספר|מס['׳]) ה?(?:פוליסה|ביטוח)|(?:رقم|كود) (?:ال)?(?:وثيقة|بوليصة|تأمين)|شماره بیمه|"
    "(?:पॉलिसी|बीमा) (?:संख्या|नंबर|क्रमांक)|(?:số|mã) (?:hợp đồng bảo hiểm|bảo hiểm)|เลขที่กรมธรรม์|"
    "vakuutusnumeroni|nomor polis|保单号码?|保單號碼?|証券番号|보험증권 ?번호|증권 ?번호|"
    "保険証券番号",
    (
        "policy no. POL-8841207",
        "my insurance policy number is 7733 2210 99",
        "Versicherungsscheinnummer 12.345.678",
        "n° de police 12345678A",
        "número de póliza 00-112233",
        "numer polisy 123456789",
    ),
    (
        "policy 12",
        "national insurance number 12 34 56",
        "the policy of 2024",
        "return policy 30 days",
        "version number 123456",
    ),
)

EMPLOYEE = _kind(
    "employee-number",
    "employee|emp\\.?|pers\\.?|staff|personnel|payroll|worker|badge|student|enrol?lment|"
    "matriculation|personal|"
    "mitarbeiter|"
    "matrikel|personeels|medewerkers|studenten|anst[äa]llnings|medarbeider|medarbejder|ansatt|"
    "henkil[öo]st[öo]|opiskelija",
    "empleado|employ[ée]|trabajador|matr[íi]cula|matricule|dipendente|matricola|funcion[áa]rio|"
    "colaborador|aluno|"
    "estudiante|[ée]tudiant|alumno|studente|pracownika|studenta|zam[ěe]stnance|zaposlenika|"
    "сотрудника|табельный|"
    "працівника|студента|υπαλλ[ήη]λου|karyawan|pegawai",
    "henkilönumeroni|opiskelijanumeroni|(?:osobn[íi]|zam[ěe]stnaneck[ée]) [čc][íi]slo|"
    "(?:מספר|מס['׳]) "
    "ה?(?:עובד|עובדת|סטודנט)|شماره (?:پرسنلی|کارمندی|دانشجویی)|کد پرسنلی|(?:รหัส)(?:พนักงาน|นักศึกษา)|"
    "(?:छात्र|विद्यार्थी) (?:संख्या|आईडी)|табельный номер|matricule (?:employée?|salariée?|"
    "étudiante?)|sicil (?:numarası|no)|öğrenci "
    "(?:numarası|no)|工号|工號|员工编号|"
    "学号|學號|社員番号|"
    "学籍番号|"
    "사원 ?번호|사번|학번|رقم الموظف|الرقم الوظيفي|מספר עובד|कर्मचारी (?:संख्या|आईडी)|mã nhân viên|"
    "mã số "
    "sinh viên",
    (
        "employee ID E-10442",
        "staff no 20431",
        "Personalnummer 0012345",
        "Matrikelnummer 3344556",
        "número de empleado 44120",
        "табельный номер 00451",
        "社員番号：123456",
    ),
    ("employee 3", "staff of 12000", "employee number grew to 5", "flight number 12345"),
)

DETECTORS = (CUSTOMER, ACCOUNT, PATIENT, POLICY, EMPLOYEE)
