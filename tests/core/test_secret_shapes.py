"""What the shape of a value says, and how lists of names are read."""

import pytest

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.shape import is_code, is_opaque, is_place


@pytest.mark.parametrize(
    "value", ["****", "xxxxxxxx", "<token>", "${TOKEN}", "YOUR_API_KEY", "changeme", "sk-example-1"]
)
def test_a_fill_in_is_no_secret(value):
    assert is_fill_in(value)


@pytest.mark.parametrize("value", ["get_token(", "config.db.password", "newPassword", "user_input"])
def test_a_piece_of_code_is_no_secret(value):
    assert is_code(value)


@pytest.mark.parametrize(
    "value", ["/run/secrets/db", "https://example.org/a1", "cert.pem", "a@b.org"]
)
def test_a_file_or_an_address_is_no_secret(value):
    assert is_place(value)


@pytest.mark.parametrize("value", ["ultraPictureBox1", "Ed25519PublicKey", "20260101", "prod-2024"])
def test_a_name_with_a_number_is_not_opaque(value):
    assert not is_opaque(value)


def test_a_list_of_names_reads_either_case_blanks_hyphens_and_missing_accents():
    assert any_of("contraseña|pass-word|mot de passe") == (
        "(?:[Cc][Oo][Nn][Tt][Rr][Aa][Ss][Ee][NnÑñ][Aa]|[Pp][Aa][Ss][Ss][ -]?[Ww][Oo][Rr][Dd]|"
        r"[Mm][Oo][Tt]\s[Dd][Ee]\s[Pp][Aa][Ss][Ss][Ee])"
    )


def test_a_lead_has_no_blank_in_it():
    assert lead_of("mot de passe|pass-word") == "(?:[Mm][Oo][Tt]|[Pp][Aa][Ss][Ss])"
