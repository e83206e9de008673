"""Identity and company numbers whose check digits python-stdnum knows.

The stand-in passes the same check: a program between the model and the user takes it, and a
detector finds it again where it leaks. As with any well-formed number, somebody may have it; it is
drawn by chance and says nothing of whose the original is. Where a number without an owner is
known, it goes before this: `chatward.redactors.surrogates.unissued`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from random import Random

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.forms import in_form
from chatward.redactors.surrogates.pattern import bare, lead_of, like

_CHECKS = """
us-itin=us.itin us-ein=us.ein ca-sin=ca.sin ca-business-number=ca.bn ca-health-number=ca.bc_phn
mx-curp=mx.curp mx-rfc=mx.rfc do-cedula=do.cedula cr-cedula=cr.cpf gt-nit=gt.nit cu-ni=cu.ni
sv-nit=sv.nit br-cpf=br.cpf br-cnpj=br.cnpj ar-cuit=ar.cuit ar-dni=ar.dni cl-rut=cl.rut
co-nit=co.nit pe-ruc=pe.ruc ec-ci=ec.ci ec-ruc=ec.ruc uy-rut=uy.rut ve-rif=ve.rif py-ruc=py.ruc
uk-utr=gb.utr uk-vat=gb.vat uk-upn=gb.upn ie-pps=ie.pps ie-vat=ie.vat de-tax-id=de.idnr
at-svnr=at.vnr at-tax-number=at.tin at-company-number=at.businessid ch-ahv=ch.ssn ch-uid=ch.uid
fr-nir=fr.nir fr-siren=fr.siren fr-siret=fr.siret fr-spi=fr.nif be-nn=be.nn be-vat=be.vat
nl-bsn=nl.bsn nl-vat=nl.btw nl-id-card=nl.identiteitskaartnummer es-nif=es.nif es-nie=es.nie
es-cif=es.cif pt-nif=pt.nif pt-citizen-card=pt.cc it-fiscal-code=it.codicefiscale
it-vat-code=it.iva gr-amka=gr.amka gr-afm=gr.vat ad-nrt=ad.nrt se-personnummer=se.personnummer
se-organisationsnummer=se.orgnr no-fodselsnummer=no.fodselsnummer
no-organisasjonsnummer=no.orgnr dk-cpr=dk.cpr dk-cvr=dk.cvr fi-personal-identity-code=fi.hetu
fi-business-id=fi.alv is-kennitala=is_.kennitala ee-isikukood=ee.ik lt-asmens-kodas=lt.asmens
lv-personas-kods=lv.pvn pl-pesel=pl.pesel pl-nip=pl.nip pl-regon=pl.regon cz-rodne-cislo=cz.rc
cz-dic=cz.dic sk-tax-number=sk.dph hu-vat=hu.anum ro-cnp=ro.cnp ro-cui=ro.cui bg-egn=bg.egn
bg-pnf=bg.pnf bg-vat=bg.vat hr-oib=hr.oib yu-jmbg=si.emso si-tax-number=si.ddv rs-pib=rs.pib
al-nipt=al.nipt ua-rntrc=ua.rntrc ru-inn=ru.inn by-unp=by.unp md-idnp=md.idno eu-vat=eu.vat
de-vat-id=de.vat za-id-number=za.idnr za-tax-number=za.tin ke-kra-pin=ke.pin gh-tin=gh.tin
ma-ice=ma.ice tn-mf=tn.mf tr-national-id=tr.tckimlik tr-vkn=tr.vkn il-id=il.idnr
il-company=il.hp in-aadhaar=in_.aadhaar in-aadhaar-virtual-id=in_.vid in-pan=in_.pan
in-gstin=in_.gstin pk-cnic=pk.cnic sg-uen=sg.uen th-tnin=th.pin my-nric=my.nric id-nik=id.nik
id-npwp=id.npwp vn-mst=vn.mst cn-resident-id=cn.ric cn-uscc=cn.uscc tw-ubn=tw.ubn
jp-my-number=jp.in_ jp-corporate-number=jp.cn au-tfn=au.tfn au-abn=au.abn au-acn=au.acn
nz-ird=nz.ird kr-rrn=kr.rrn kr-brn=kr.brn imei=imei imsi=imsi us-npi=luhn iccid=luhn
aba-routing-number=us.rtn
"""
_MODULES = {kind: module for kind, _, module in (c.partition("=") for c in _CHECKS.split())}
_BEFORE_LUHN = {"us-npi": "80840"}
_ALIKE_LETTERS = 3
_TRIES = 24
_STEPS = 700
_LEAST_CHANGED = 0.5


def checked(kind: str) -> Callable[[str, Draw], str | None] | None:
    """Return the maker for a kind; None where nobody knows its check digits."""
    module = _MODULES.get(kind)
    if module is None:
        return None
    before = _BEFORE_LUHN.get(kind, "")

    def make(value: str, draw: Draw) -> str | None:
        def is_valid(number: str) -> bool:
            return len(set(bare(number))) > 2 and _is_valid(module, before + number)

        return _fresh(kind, value, is_valid, draw.random) or _walked(value, is_valid, draw.random)

    return make


def _fresh(kind: str, value: str, is_valid: Callable[[str], bool], random: Random) -> str | None:
    """Return other letters and digits of which a few are then tried out until they check.

    Letters in front stay, as they may say what it is, and at times all of them, where they are too
    few to be a name's.
    """
    lead = lead_of(value, _ALIKE_LETTERS)
    few_letters = sum(map(str.isalpha, value)) <= _ALIKE_LETTERS
    for attempt in range(_TRIES):
        made = like(value, random, string.ascii_uppercase, lead)
        if attempt % 3 == 2 and few_letters:
            made = "".join(
                old if old.isalpha() else new for old, new in zip(value, made, strict=True)
            )
        for candidate in _tried_out(in_form(kind, made, random), random, attempt):
            if is_valid(candidate):
                return candidate
    return None


def _tried_out(made: str, random: Random, attempt: int) -> Iterator[str]:
    places = [i for i, char in enumerate(made) if char.isascii() and char.isalnum()]
    if len(places) < 4:
        return
    place = places[-1] if attempt % 2 == 0 else random.choice(places)
    for char in _class_of(made[place]):
        yield made[:place] + char + made[place + 1 :]
    if attempt % 8 == 4:
        one, two = random.choice([places[-2:], places[:2]]) if attempt > 8 else places[-2:]
        for first in _class_of(made[one]):
            for second in _class_of(made[two]):
                yield made[:one] + first + made[one + 1 : two] + second + made[two + 1 :]


def _walked(value: str, is_valid: Callable[[str], bool], random: Random) -> str | None:
    """Return where many small valid steps lead to: most dates and provinces stay plausible."""
    places = [i for i, char in enumerate(value) if char.isascii() and char.isalnum()]
    if len(places) < 4 or not is_valid(value):
        return None
    at = value
    for _ in range(_STEPS):
        moved = list(at)
        for place in random.sample(places, 2 + random.randrange(2)):
            moved[place] = random.choice(_class_of(moved[place]))
        candidate = "".join(moved)
        if is_valid(candidate):
            at = candidate
    letters = [place for place in places if value[place].isalpha()][_ALIKE_LETTERS:]
    enough = all(_changed(at, value, each) >= _LEAST_CHANGED for each in (places, letters))
    return at if enough else None


def _changed(now: str, before: str, places: Sequence[int]) -> float:
    """Return the share of places that hold something else."""
    return sum(now[i] != before[i] for i in places) / len(places) if places else 1.0


def _class_of(char: str) -> str:
    for chars in (string.digits, string.ascii_uppercase, string.ascii_lowercase):
        if char in chars:
            return chars
    return char


def _is_valid(module: str, number: str) -> bool:
    try:
        return bool(_check_of(module)(re.sub(r"[ ./-]", "", number)))
    except (LookupError, ValueError, TypeError):
        return False  # some look up regions that their tables lack


@cache
def _check_of(module: str) -> Callable[[str], bool]:
    check: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return check
