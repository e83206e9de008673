"""National numbers: how they are drawn, checked and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from random import Random

from make_corpus import checks
from make_corpus.value import Value, birthday, drawn, grouped, valid


@dataclass(frozen=True, slots=True)
class Number:
    """One kind of number.

    Attributes:
        pattern: For `drawn`; parts of a date of birth stand in it as ``<%y>``, ``<%m>``, ``<%d>``.
        check: A module of python-stdnum or a function of `make_corpus.checks` that knows the
            check digits; empty = there are none.
        masks: Ways to write it, for `grouped`.

    """

    pattern: str
    check: str = ""
    masks: Sequence[str] = ("",)

    def draw(self, chance: Random) -> str:
        """Return one as it is written."""
        compact = valid(chance, self._filled, self._checker())
        return grouped(compact, chance.choice(self.masks))

    def _filled(self, chance: Random) -> str:
        pattern, day = self.pattern, birthday(chance)
        for field in ("%y", "%Y", "%m", "%d"):
            pattern = pattern.replace(f"<{field}>", f"{day:{field}}")
        return drawn(chance, pattern)

    def _checker(self) -> Callable[[str], bool]:
        if not self.check:
            return bool
        if self.check.startswith("is_"):
            own: Callable[[str], bool] = getattr(checks, self.check)
            return own
        is_valid: Callable[[str], bool] = import_module(f"stdnum.{self.check}").is_valid
        return is_valid


NUMBERS = {
    # Europe
    "at-svnr": Number("!###<%d><%m><%y>", "at.vnr", ("____ ______", "")),
    "be-nn": Number("<%y><%m><%d>#####", "be.nn", ("__.__.__-___.__", "")),
    "ch-ahv": Number("756##########", "ch.ssn", ("___.____.____.__",)),
    "cz-rodne-cislo": Number("<%y><%m><%d>####", "cz.rc", ("______/____",)),
    "de-health-insurance": Number("@#########", "is_health_insurance"),
    "de-passport": Number("C##X##T##"),
    "de-tax-id": Number("!##########", "de.idnr", ("", "__ ___ ___ ___")),
    "de-vat-id": Number("DE#########", "de.vat"),
    "dk-cpr": Number("<%d><%m><%y>####", "dk.cpr", ("______-____",)),
    "es-nie": Number("X#######@", "es.nie", ("", "_-_______-_")),
    "es-nif": Number("########@", "es.dni", ("", "________-_")),
    "es-passport": Number("@@@######"),
    "es-social-security": Number("28##########", "is_spanish_social", ("__ ________ __", "")),
    "fi-personal-identity-code": Number("<%d><%m><%y>-###*", "fi.hetu"),
    "fr-nir": Number("1<%y><%m>75########", "fr.nir", ("", "_ __ __ __ ___ ___ __")),
    "fr-spi": Number("3############", "fr.nif", ("", "__ __ ___ ___ ___")),
    "ie-pps": Number("#######@", "ie.pps"),
    "it-fiscal-code": Number("RSSMRA<%y>T<%d>H501@", "it.codicefiscale"),
    "it-identity-card": Number("CA#####@@"),
    "it-passport": Number("YA#######"),
    "nl-bsn": Number("#########", "nl.bsn"),
    "pl-nip": Number("##########", "pl.nip", ("___-___-__-__", "")),
    "pl-pesel": Number("<%y><%m><%d>#####", "pl.pesel"),
    "pt-citizen-card": Number("#########ZZ#", "pt.cc", ("________ _ ___", "")),
    "pt-nif": Number("2########", "pt.nif", ("", "___ ___ ___")),
    "ru-inn": Number("77##########", "ru.inn"),
    "ru-passport": Number("45########", "", ("____ ______", "__ __ ______")),
    "ru-snils": Number("###########", "is_snils", ("___-___-___ __",)),
    "se-personnummer": Number("<%Y><%m><%d>####", "se.personnummer", ("________-____", "")),
    "tr-national-id": Number("!##########", "tr.tckimlik"),
    "ua-rntrc": Number("3#########", "ua.rntrc"),
    "uk-nhs": Number("##########", "gb.nhs", ("", "___ ___ ____")),
    "uk-nino": Number("JG######A", "", ("", "__ __ __ __ _")),
    "uk-passport": Number("5########"),
    "uk-utr": Number("##########", "gb.utr", ("", "_____ _____")),
    # America
    "ar-cuit": Number("20#########", "ar.cuit", ("__-________-_",)),
    "ar-dni": Number("2#######", "", ("__.___.___",)),
    "br-cnpj": Number("########0001##", "br.cnpj", ("__.___.___/____-__",)),
    "br-cpf": Number("###########", "br.cpf", ("___.___.___-__", "")),
    "ca-sin": Number("4########", "ca.sin", ("___ ___ ___", "___-___-___")),
    "cl-rut": Number("1########", "cl.rut", ("__.___.___-_",)),
    "mx-curp": Number("PEGJ<%y><%m><%d>HDFRRN##", "mx.curp"),
    "us-driver-license": Number("@#######"),
    "us-ein": Number("#########", "us.ein", ("__-_______",)),
    "us-itin": Number("9########", "us.itin", ("___-__-____",)),
    "us-mbi": Number("!^##^##^^##", "", ("____-___-____", "")),
    "us-npi": Number("1#########", "is_npi"),
    "us-passport": Number("5########"),
    "us-ssn": Number("#########", "us.ssn", ("___-__-____",)),
    # Africa, Asia, Oceania
    "ae-emirates-id": Number("784<%Y>########", "luhn", ("___-____-_______-_",)),
    "au-medicare": Number("2#########", "is_medicare", ("____ _____ _", "")),
    "au-tfn": Number("#########", "au.tfn", ("___ ___ ___",)),
    "cn-passport": Number("E########"),
    "cn-resident-id": Number("110105<%Y><%m><%d>####", "cn.ric"),
    "eg-national-id": Number("2<%y><%m><%d>01#####"),
    "id-nik": Number("317101<%d><%m><%y>####", "id.nik"),
    "il-id": Number("#########", "il.idnr"),
    "in-aadhaar": Number("5###########", "in_.aadhaar", ("____ ____ ____", "")),
    "in-pan": Number("@@@P@####@", "in_.pan"),
    "in-voter": Number("@@@#######", "in_.epic"),
    "jp-driver-license": Number("30##########"),
    "jp-my-number": Number("############", "jp.in_", ("", "____ ____ ____")),
    "kr-passport": Number("M########"),
    "kr-rrn": Number("<%y><%m><%d>1######", "kr.rrn", ("______-_______",)),
    "my-nric": Number("<%y><%m><%d>14####", "my.nric", ("______-__-____",)),
    "ng-nin": Number("###########"),
    "nz-ird": Number("#########", "nz.ird", ("___-___-___",)),
    "sa-national-id": Number("1#########", "luhn"),
    "sg-nric-fin": Number("S#######@", "is_nric"),
    "vn-cccd": Number("0010<%y>######"),
    "za-id-number": Number("<%y><%m><%d>5###08#", "za.idnr"),
    # Without a country of their own
    "customer-number": Number("!#######", "", ("", "KD-________")),
    "patient-number": Number("P!######", "", ("", "_-_______")),
    "policy-number": Number("!#########", "", ("", "__-______-__")),
    "employee-number": Number("!#####", "", ("", "E______")),
    "bank-account": Number("!#########"),
    "us-routing": Number("0########", "us.rtn"),
}
"""By the name that stands in sentences, which is the kind."""


def draw_number(kind: str) -> Callable[[Random, str], Value]:
    """Return what draws a kind; its label is Presidio's way to write the kind."""

    def draw(chance: Random, _lang: str) -> Value:
        return Value(NUMBERS[kind].draw(chance), kind.upper().replace("-", "_"))

    return draw
