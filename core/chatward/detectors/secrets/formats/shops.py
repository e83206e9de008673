"""Shops, parcels, tickets: where things are sold and sent."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import token

FORMATS = (
    token(
        "shopify-token",
        "shp(?:at|ca|pa|ss|ua|tka)_",
        r"[0-9a-fA-F]{32}",
        sample="shpat_{0-9a-f:32}",
        clean=("shpat_token", "shpat_{0-9a-f:12}"),
        source="https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing",
    ),
    token(
        "easypost-key",
        "EZ[AT]K",
        r"[A-Za-z0-9]{54}",
        sample="EZAK{A-Za-z0-9:54}",
        clean=("EZAK", "EZTK{A-Za-z0-9:20}"),
        source="https://docs.easypost.com/docs/authentication",
    ),
    token(
        "lob-key",
        "(?:live|test)_",
        r"[0-9a-f]{35}",
        sample="live_{0-9a-f:35}",
        clean=("test_pub_{0-9a-f:31}", "live_{0-9a-f:12}"),
        source="https://docs.lob.com/#tag/Authentication",
    ),
    token(
        "shippo-token",
        "shippo_(?:live|test)_",
        r"[0-9a-f]{40}",
        sample="shippo_live_{0-9a-f:40}",
        clean=("shippo_live_token", "shippo_test_{0-9a-f:12}"),
        source="https://docs.goshippo.com/docs/guides_general/authentication/",
    ),
    token(
        "duffel-token",
        "duffel_(?:test|live)_",
        r"[A-Za-z0-9_-]{43}",
        sample="duffel_live_{A-Za-z0-9_-:43}",
        clean=("duffel_test_token", "duffel_live_{A-Za-z0-9:12}"),
        source="https://duffel.com/docs/api/overview/making-requests/authentication",
    ),
    token(
        "mercado-pago-token",
        "(?:APP_USR|TEST)-",
        r"\d{12,18}-\d{6}-[0-9a-f]{32}-\d{6,12}",
        sample="APP_USR-{0-9:16}-{0-9:6}-{0-9a-f:32}-{0-9:9}",
        clean=("APP_USR-123", "TEST-{0-9:16}-{0-9:6}"),
        source="https://www.mercadopago.com/developers/en/docs/your-integrations/credentials",
    ),
)
