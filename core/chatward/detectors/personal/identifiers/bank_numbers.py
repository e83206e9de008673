"""Numbers of banks and of accounts that are no IBANs.

Few of them carry a check digit, so all but the Indian ones need their name before them.
"""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import identifier
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

# ISO 3166-1's two letters, and Kosovo's.
_COUNTRY = (
    "(?:A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|"
    "F[IJKMOR]|G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|"
    "L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|"
    "S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW])"
)
_BIC = rf"[A-Z]{{4}}{_COUNTRY}[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?(?![A-Za-z0-9_])"

_ABA_WEIGHTS = (3, 7, 1) * 3


def _is_aba(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_ABA_WEIGHTS, digits, strict=True))
    return total % 10 == 0 and len(set(digits)) > 2  # 000000000 passes too


_ABA = identifier(
    "aba-routing-number",
    r"(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}",
    _is_aba,
    words="routing|routing number|routing no|routing code|rtn|aba|aba number|abarouting|ach|"
    "transit number|wire|direct deposit",
    caught=(
        "routing number 021000021",
        "ABA: 1210-4288-2",
        "wire it to routing no. 011401533, account 12345678",
    ),
    clean=("routing number 021000022", "order 021000021", "routing 991000021"),
    source="https://en.wikipedia.org/wiki/ABA_routing_transit_number",
)

_SORT_CODE = identifier(
    "uk-sort-code",
    r"\d{6}",
    words="sort code|sort codes|sortcode|sort",
    alone=False,
    caught=("sort code 04-00-04", "my sort code is 608371", "Sortcode: 20 00 00"),
    clean=("04-00-04", "code 608371", "sort code 12345"),
    source="https://en.wikipedia.org/wiki/Sort_code",
)

_BSB = identifier(
    "au-bsb",
    r"\d{6}",
    words="bsb|bsb number|bsb code",
    alone=False,
    caught=("BSB 062-000", "my bsb is 733001", "BSB number: 013 999"),
    clean=("062-000", "code 733001", "BSB 0620001"),
    source="https://bsb.auspaynet.com.au",
)

_BANK_CODE = identifier(
    "de-bank-code",
    r"[1-8]\d{7}",
    words="blz|bankleitzahl",
    alone=False,
    caught=("BLZ 370 400 44", "Bankleitzahl: 10000000", "Konto 532013000, BLZ 37040044"),
    clean=("37040044", "Rechnung 37040044", "BLZ 97040044"),
    source="https://de.wikipedia.org/wiki/Bankleitzahl",
)

_ACCOUNT_WORDS = (
    "bank account|bank account number|bank acct|checking|checking account|chequing|savings|"
    "savings account|current account|deposit account|direct deposit|account no|acct|acct no|"
    "acc no|account number|beneficiary account|routing"
)
_US_BANK = identifier(
    "us-bank-number",
    r"\d{8,17}",
    words=_ACCOUNT_WORDS,
    alone=False,
    score=0.7,
    caught=(
        "my bank account number is 945456787654",
        "checking account 000123456789",
        "sort code 04-00-04, account number 31926819",
    ),
    clean=("945456787654", "account settings on 2026-11-22", "my account, order 945456787654"),
    source="https://microsoft.github.io/presidio/supported_entities/",
)

_LOCAL_ACCOUNT = identifier(
    "bank-account-number",
    r"\d{5,20}",
    words="konto|kontonummer|kontonr|bankkonto|girokonto|sparkonto|compte|numero de compte|"
    "compte bancaire|rib|cuenta|numero de cuenta|cuenta bancaria|cuenta corriente|ccc|conta|"
    "conta bancaria|conta corrente|numero da conta|nib|conto|conto corrente|numero di conto|"
    "rekening|rekeningnummer|bankrekening|konta|numer konta|rachunek|rachunku|numer rachunku|nrb|"
    "cislo uctu|ucet|uctu|cislo ucta|szamlaszam|bankszamla|cont bancar|kontonumret|kontoen|"
    "tilinumero|tili|hesap|hesap numarasi|hesap no|банковский счет|расчетный счет|"
    "номер счета|лицевой счет|рахунок|номер рахунку|сметка|λογαριασμος|αριθμος λογαριασμου|"
    "رقم الحساب|حسابي|شماره حساب|חשבון בנק|מספר חשבון|खाता संख्या|so tai khoan|nomor rekening|"
    "no rekening|norek|akaun|账号|账户|银行账户|帳號|銀行帳號|口座番号|口座|계좌번호|계좌|"
    "เลขที่บัญชี|เลขบัญชี",
    alone=False,
    score=0.7,
    caught=(
        "Meine Kontonummer ist 532013000",
        "numéro de compte 00012345678",
        "nomor rekening 1234567890",
        "口座番号は1234567です",
        "moje číslo účtu je 19-2000145399",
    ),
    clean=("532013000", "Konto erstellt am 22.11.2026", "Kontonummer 12"),
    source="https://www.ecbs.org/iban.htm",
)

_IFSC = identifier(
    "in-ifsc",
    r"[A-Z]{4}0[A-Z0-9]{6}",
    words="ifsc|ifsc code|neft|rtgs|imps|bank",
    alone=False,
    bare=0.6,
    written=r"[A-Z]{4}0\d{6}",
    caught=("IFSC SBIN0001234", "transfer to HDFC0000123 please", "ifsc code: icic0000045"),
    clean=("SBIN1001234", "ABCD0ABCDEF", "SBIN000123"),
    source="https://www.rbi.org.in/Scripts/IFSCMICRDetails.aspx",
)

_UPI_BANKS = (
    "(?:ok(?:hdfcbank|icici|sbi|axis)|ybl|ibl|axl|paytm|pt(?:yes|axis|hdfc|sbi)|upi|apl|yapl|"
    "rapl|waicici|wa(?:hdfcbank|axis|sbi)|fbl|jupiteraxis|idfcbank|hdfcbank|icici|sbi|axisbank|"
    "kotak|indus|freecharge|ikwik)"
)
_UPI = Detector(
    "in-upi-id",
    PERSONAL,
    caught=("pay anna.b@okhdfcbank", "9876543210@ybl", "my upi is anna-1@paytm."),
    clean=("anna@host", "@paytm", "anna@okhdfcbank.example.org"),
    patterns=(
        Pattern(
            "in-upi-id",
            rf"(?<![A-Za-z0-9._@-])[A-Za-z0-9._-]{{2,64}}@{_UPI_BANKS}(?![A-Za-z0-9_]|\.[A-Za-z])",
            score=0.85,
            ignore_case=True,
            lead=f"@{_UPI_BANKS}",
            lead_chars=85,
        ),
    ),
    source="https://www.npci.org.in/what-we-do/upi/3rd-party-apps",
)

_SWIFT = Detector(
    "swift-code",
    PERSONAL,
    caught=(
        "BIC: DEUTDEFF",
        "the SWIFT code is NEDSZAJJXXX.",
        "swift code deutdeff500",
        "银行 SWIFT 代码：BKCHCNBJ",
    ),
    clean=("DEUTDEFF", "SWIFT DEUTXXFF", "a swift response", "the BIC is DEUT"),
    patterns=(
        Pattern(
            "swift-code",
            rf"(?<![A-Za-z0-9_]){_BIC}",
            score=0.85,
            context="bic|bics|swift|swiftcode|codigo swift",
        ),
        Pattern(
            "swift-code",
            r"(?<![A-Za-z0-9_])(?:bic|swift[ -]?(?:code|bic|number))"
            r"(?:[ -]?(?:code|number|nummer))?"
            rf"[ :=#]{{1,3}}(?:is |ist |est |es |: )?(?P<value>{_BIC})",
            score=0.85,
            ignore_case=True,
        ),
    ),
    source="https://www.iso.org/standard/84108.html",
)

IDENTIFIERS: tuple[Detector, ...] = (
    _ABA,
    _SORT_CODE,
    _BSB,
    _BANK_CODE,
    _US_BANK,
    _LOCAL_ACCOUNT,
    _IFSC,
    _UPI,
    _SWIFT,
)
