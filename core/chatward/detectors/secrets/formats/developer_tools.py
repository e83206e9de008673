"""What developers of bots and agents plug in besides models: browsers, sandboxes, queues."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import token

FORMATS = (
    token(
        "apify-token",
        "apify_api_",
        r"[A-Za-z0-9]{36}",
        clean=("apify_api_token", "apify_api_{A-Za-z0-9:12}"),
        source="https://docs.apify.com/platform/integrations/api",
    ),
    token(
        "brave-search-key",
        "BSA",
        r"[A-Za-z0-9_-]{26,29}",
        kinds_of_chars=3,
        clean=("BSA-compliant", "BSA{A-Za-z0-9:12}"),
        source="https://api-dashboard.search.brave.com/app/documentation",
    ),
    token(
        "browserbase-key",
        "bb_live_",
        r"[A-Za-z0-9_-]{27}",
        clean=("bb_live_key", "bb_live_{A-Za-z0-9:12}"),
        source="https://docs.browserbase.com/reference/introduction",
    ),
    token(
        "cartesia-key",
        "sk_car_",
        r"[A-Za-z0-9]{20,40}",
        sample="sk_car_{A-Za-z0-9:22}",
        clean=("sk_car_key", "sk_car_{A-Za-z0-9:8}"),
        source="https://docs.cartesia.ai/get-started/make-an-api-request",
    ),
    token(
        "daytona-key",
        "dtn_",
        r"[0-9a-f]{64}",
        clean=("dtn_node", "dtn_{0-9a-f:32}"),
        source="https://www.daytona.io/docs/en/api-keys/",
    ),
    token(
        "inngest-signing-key",
        "signkey-(?:prod|test|branch)-",
        r"[0-9a-f]{32,64}",
        sample="signkey-prod-{0-9a-f:64}",
        clean=("signkey-prod-key", "signkey-test-{0-9a-f:12}"),
        source="https://www.inngest.com/docs/platform/signing-keys",
    ),
    token(
        "liveblocks-key",
        "sk_(?:dev|prod)_",
        r"[A-Za-z0-9_-]{64}",
        sample="sk_dev_{A-Za-z0-9_-:64}",
        clean=("sk_dev_key", "sk_dev_{A-Za-z0-9:12}"),
        source="https://liveblocks.io/docs/api-reference/rest-api-endpoints",
    ),
    token(
        "logfire-token",
        "pylf_v1_(?:us|eu)_",
        r"[A-Za-z0-9]{43,50}",
        sample="pylf_v1_us_{A-Za-z0-9:44}",
        clean=("pylf_v1_us_token", "pylf_v1_eu_{A-Za-z0-9:12}"),
        source="https://logfire.pydantic.dev/docs/how-to-guides/create-write-tokens/",
    ),
)
