"""The built-in detectors.

A detector with logic of its own is a module: ``KIND``, ``FAMILY``, samples it must catch
(``CAUGHT``) and must not (``CLEAN``), and ``PATTERNS`` for the one database or ``scan`` and
``open_from``. A format that is mostly data is a `Detector` in a table. To add one, write it and
list it here; the tests read the samples from this tuple.
"""

from __future__ import annotations

from types import ModuleType

from chatward.detectors.conduct import behaviour
from chatward.detectors.detector import Detector, detector_of
from chatward.detectors.injection import (
    chat_template_token,
    continued_attack,
    hidden_character,
    html_comment,
    instruction_override,
    jailbreak_persona,
    over_turns,
    prompt_extraction,
    prompt_injection,
    role_marker,
)
from chatward.detectors.leaks import canary, data_link, forged_placeholder, protected_text
from chatward.detectors.personal import (
    account_number,
    age,
    coordinates,
    credit_card,
    crypto,
    date_of_birth,
    email_address,
    iban_code,
    ip_address,
    licence_plate,
    mac_address,
    phone_number,
    postcode,
    street_address,
    us_ssn,
    username,
)
from chatward.detectors.personal.identifiers import IDENTIFIERS
from chatward.detectors.personal.persons import person
from chatward.detectors.personal.spoken import email_address as spoken_email
from chatward.detectors.personal.spoken import number as spoken_number
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
    url_token,
)
from chatward.detectors.secrets.formats import FORMATS

_MODULES: tuple[ModuleType, ...] = (
    email_address,
    phone_number,
    credit_card,
    iban_code,
    ip_address,
    us_ssn,
    mac_address,
    crypto,
    coordinates,
    date_of_birth,
    street_address,
    username,
    age,
    person,
    spoken_email,
    json_web_token,
    private_key,
    url_credentials,
    url_token,
    connection_string,
    authorization_header,
    api_key,
    password,
    passphrase,
    pin_code,
    one_time_code,
    instruction_override,
    prompt_extraction,
    jailbreak_persona,
    continued_attack,
    chat_template_token,
    role_marker,
    html_comment,
    hidden_character,
    data_link,
    canary,
    forged_placeholder,
)

BUILTIN: tuple[Detector, ...] = (
    *(detector_of(module) for module in _MODULES),
    *account_number.DETECTORS,
    *postcode.DETECTORS,
    *licence_plate.DETECTORS,
    spoken_number.NUMBERS,
    *IDENTIFIERS,
    *FORMATS,
    prompt_injection.detector(),
)

FAMILIES: dict[str, str] = {
    **{detector.kind: detector.family for detector in BUILTIN},
    protected_text.KIND: protected_text.FAMILY,
    **dict.fromkeys(over_turns.KINDS, over_turns.FAMILY),
    **dict.fromkeys(behaviour.KINDS, behaviour.FAMILY),
}
"""Which family each built-in kind belongs to."""
