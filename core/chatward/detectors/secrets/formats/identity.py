"""Those who log others in: identity providers and second factors."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import opaque, token, value_after

FORMATS = (
    opaque(
        "okta-token",
        r"00[A-Za-z0-9_-]{40}",
        words="okta*|ssws",
        clean=("okta user 00u{A-Za-z0-9:17}",),
        source="https://developer.okta.com/docs/guides/create-an-api-token/main/",
    ),
    opaque(
        "auth0-secret",
        r"[A-Za-z0-9_-]{64}",
        words="auth client secret|auth zero|authzero*",
        sample="{A-Za-z0-9_-:64}",
        clean=("auth session {A-Za-z0-9:24}",),
        source="https://auth0.com/docs/get-started/applications/application-settings",
    ),
    token(
        "stytch-secret",
        "secret-(?:test|live)-",
        r"[A-Za-z0-9_-]{36,48}=?",
        sample="secret-live-{A-Za-z0-9_-:43}=",
        clean=("secret-live-stream", "public-token-live-{0-9a-f:8}"),
        source="https://stytch.com/docs/workspace-management/management-api",
    ),
    value_after(
        "otp-secret",
        r"otpauth://[ht]otp/[^\s?#<>\"']{0,100}\?(?:[a-z]{1,12}=[^\s&<>\"']{0,30}&){0,4}secret=",
        r"[A-Z2-7a-z]{16,128}",
        caught=(
            "otpauth://totp/Acme:anna?secret={A-Z2-7:32}&issuer=Acme",
            "scan otpauth://totp/Acme?issuer=Acme&secret={A-Z2-7:16}",
            "otpauth://hotp/x?algorithm=SHA1&digits=6&secret={A-Z2-7:26}",
        ),
        clean=("otpauth://totp/Acme?issuer=Acme", "otpauth://totp/x?secret=short"),
        source="https://github.com/google/google-authenticator/wiki/Key-Uri-Format",
        lead="otpauth://[ht]otp/",
    ),
)
