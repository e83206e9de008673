"""Where money moves."""

from __future__ import annotations

import re

from chatward.detectors.secrets.formats.token import UUID, opaque, token
from chatward.detectors.secrets.formats.variety import varies

# Another vendor writes its keys the same way, in lower-case hexadecimal digits.
_PAYSTACK = re.compile(r"sk_(?:live|test)_[0-9a-f]{40}")


def _is_stripe_key(matched: str) -> bool:
    return varies(matched.rpartition("_")[2]) and not _PAYSTACK.fullmatch(matched)


FORMATS = (
    token(
        "stripe-key",
        "",
        r"(?:(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{16,200}|whsec_[A-Za-z0-9+/]{24,100}={0,2})",
        sample="sk_live_51{A-Za-z0-9:22}",
        caught=("rk_test_{A-Za-z0-9:99}", "STRIPE_WEBHOOK_SECRET=whsec_{A-Za-z0-9:32}"),
        clean=("pk_live_51{A-Za-z0-9:22}", "sk_live_...", "sk_test_your_key_here"),
        source="https://docs.stripe.com/keys",
        validate=_is_stripe_key,
    ),
    token(
        "square-token",
        "(?:sq0(?:atp|csp|idb|acp)-|EAAA[EFl])",
        r"[A-Za-z0-9_-]{22,80}",
        sample="sq0atp-{A-Za-z0-9_-:22}",
        caught=("SQUARE_ACCESS_TOKEN=EAAAE{A-Za-z0-9_-:59}", "sq0csp-{A-Za-z0-9_-:43}"),
        clean=("sq0idp-{A-Za-z0-9:22}", "sq0atp-short", "EAAAE"),
        source="https://developer.squareup.com/docs/build-basics/access-tokens",
    ),
    token(
        "braintree-token",
        r"access_token\$(?:production|sandbox)\$",
        r"[0-9a-z]{16}\$[0-9a-f]{32}",
        sample="access_token$production${0-9a-z:16}${0-9a-f:32}",
        clean=("access_token$sandbox$short", "access_token=short"),
        source="https://developer.paypal.com/braintree/docs/guides/authorization/overview",
    ),
    token(
        "adyen-key",
        "AQE[a-z]h[a-z]{2}",
        r"[A-Za-z0-9+/=-]{60,250}",
        sample="AQEyhmfx{A-Za-z0-9:80}-{A-Za-z0-9+/:43}=-{A-Za-z0-9:16}",
        clean=("AQEyhmfx", "AQE{A-Za-z0-9:12}"),
        source="https://docs.adyen.com/development-resources/api-credentials/",
    ),
    token(
        "razorpay-key",
        "rzp_(?:live|test)_",
        r"[A-Za-z0-9]{14}",
        sample="rzp_live_{A-Za-z0-9:14}",
        clean=("rzp_live_key", "rzp_test_{A-Za-z0-9:6}"),
        source="https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/",
    ),
    token(
        "plaid-token",
        "access-(?:sandbox|development|production)-",
        UUID,
        sample="access-production-{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        clean=("access-production-token", "public-sandbox-{0-9a-f:8}"),
        source="https://plaid.com/docs/api/tokens/",
    ),
    token(
        "flutterwave-key",
        "FLWSECK(?:_TEST)?-",
        r"[0-9a-fA-F]{12,36}(?:-[0-9a-z]{6,20})?(?:-X)?",
        sample="FLWSECK_TEST-{0-9a-f:32}-X",
        clean=("FLWPUBK_TEST-{0-9a-f:32}-X", "FLWSECK-short"),
        source="https://developer.flutterwave.com/v3.0/docs/authentication",
    ),
    token(
        "paystack-key",
        "sk_(?:live|test)_",
        r"[0-9a-f]{40}",
        sample="sk_live_{0-9a-f:40}",
        clean=("pk_live_{0-9a-f:40}", "sk_live_{0-9a-f:8}"),
        source="https://paystack.com/docs/api/authentication/",
    ),
    token(
        "mollie-key",
        "(?:live|test|access)_",
        r"[A-Za-z0-9]{30}",
        sample="live_{A-Za-z0-9:30}",
        kinds_of_chars=3,
        clean=("live_stream_2026", "test_{A-Za-z0-9:12}"),
        source="https://docs.mollie.com/reference/authentication",
    ),
    token(
        "gocardless-token",
        "(?:live|sandbox)_",
        r"[A-Za-z0-9_-]{40}",
        sample="live_{A-Za-z0-9_-:40}",
        kinds_of_chars=3,
        clean=("live_token", "sandbox_{A-Za-z0-9:12}"),
        source="https://developer.gocardless.com/getting-started/api/making-your-first-request/",
    ),
    token(
        "checkout-key",
        "sk_(?:sbox_)?",
        rf"(?:[a-z2-7]{{26}}[a-z2-7*#$=]|(?:test_)?{UUID})",
        sample="sk_sbox_{a-z2-7:26}x",
        clean=("sk_sbox_key", "pk_sbox_{a-z2-7:26}x"),
        source="https://www.checkout.com/docs/developer-resources/api/manage-api-keys",
    ),
    token(
        "paddle-key",
        "pdl_(?:live|sdbx)_apikey_",
        r"[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}",
        sample="pdl_live_apikey_{a-z0-9:26}_{A-Za-z0-9:22}_{A-Za-z0-9:3}",
        clean=("pdl_live_apikey_id", "pdl_live_apikey_{a-z0-9:26}"),
        source="https://developer.paddle.com/api-reference/about/api-keys",
    ),
    token(
        "midtrans-key",
        "(?:SB-)?Mid-server-",
        r"[A-Za-z0-9_-]{24}",
        sample="SB-Mid-server-{A-Za-z0-9_-:24}",
        clean=("Mid-server-key", "Mid-client-{A-Za-z0-9:16}"),
        source="https://docs.midtrans.com/docs/midtrans-account",
    ),
    token(
        "xendit-key",
        "xnd_(?:production|development)_",
        r"[A-Za-z0-9]{40,80}",
        sample="xnd_production_{A-Za-z0-9:60}",
        clean=("xnd_public_production_{A-Za-z0-9:60}", "xnd_production_key"),
        source="https://docs.xendit.co/docs/api-keys",
    ),
    token(
        "polar-token",
        "polar_(?:oat|pat|at_u|at_o|rt_u|rt_o|whs|cst)_",
        r"[A-Za-z0-9]{32,48}",
        sample="polar_oat_{A-Za-z0-9:43}",
        clean=("polar_oat_token", "polar_pat_{A-Za-z0-9:12}"),
        source="https://polar.sh/docs/integrate/oat",
    ),
    token(
        "cashfree-key",
        "cfsk_ma_(?:prod|test)_",
        r"[0-9a-f]{32}_[0-9a-f]{8}",
        sample="cfsk_ma_prod_{0-9a-f:32}_{0-9a-f:8}",
        clean=("cfsk_ma_prod_key", "cfsk_ma_test_{0-9a-f:12}"),
        source="https://www.cashfree.com/docs/api-reference/authentication",
    ),
    opaque(
        "binance-key",
        r"[A-Za-z0-9]{64}",
        words="binance*",
        clean=("binance order {0-9:10}", "binance hash {0-9a-f:60}"),
        source="https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security",
    ),
    opaque(
        "paypal-secret",
        r"E[A-Za-z0-9_-]{79}",
        words="paypal*",
        clean=("paypal order {A-Z0-9:17}",),
        source="https://developer.paypal.com/api/rest/authentication/",
    ),
    opaque(
        "plaid-secret",
        r"[0-9a-f]{30}",
        words="plaid*",
        clean=("plaid item {A-Za-z0-9:20}",),
        source="https://plaid.com/docs/quickstart/glossary/",
    ),
    opaque(
        "razorpay-secret",
        r"[A-Za-z0-9]{24}",
        words="razorpay secret|razorpay key secret|rzp secret|key secret",
        sample="{A-Za-z0-9:24}",
        clean=("razorpay order {A-Za-z0-9:14}",),
        source="https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/",
    ),
)
