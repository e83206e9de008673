"""The built-in detectors.

A detector is a module: ``KIND``, ``FAMILY``, samples it must catch (``CAUGHT``) and must not
(``CLEAN``), and either ``PATTERNS`` for the one database or ``scan`` and ``open_from`` of its
own. To add one, write the module and list it here; the tests read the samples from this tuple.
"""

from __future__ import annotations

from types import ModuleType

from chatward.detectors.injection import (
    chat_template_token,
    hidden_character,
    html_comment,
    instruction_override,
    prompt_extraction,
    role_marker,
)
from chatward.detectors.leaks import data_link, protected_text
from chatward.detectors.personal import (
    credit_card,
    email_address,
    iban_code,
    ip_address,
    phone_number,
    us_ssn,
)
from chatward.detectors.secrets import (
    anthropic_key,
    aws_access_key,
    github_token,
    google_api_key,
    json_web_token,
    openai_key,
    password,
    private_key,
    slack_token,
    stripe_key,
    url_credentials,
)

BUILTIN: tuple[ModuleType, ...] = (
    email_address,
    phone_number,
    credit_card,
    iban_code,
    ip_address,
    us_ssn,
    aws_access_key,
    github_token,
    slack_token,
    stripe_key,
    openai_key,
    anthropic_key,
    google_api_key,
    json_web_token,
    private_key,
    url_credentials,
    password,
    instruction_override,
    prompt_extraction,
    chat_template_token,
    role_marker,
    html_comment,
    hidden_character,
    data_link,
)

FAMILIES: dict[str, str] = {
    **{detector.KIND: detector.FAMILY for detector in BUILTIN},
    protected_text.KIND: protected_text.FAMILY,
}
"""Which family each built-in kind belongs to."""
