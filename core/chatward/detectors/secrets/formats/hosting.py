"""Where web sites and applications run and are delivered from."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import UUID, either, opaque, token, value_after

FORMATS = (
    either(
        token(
            "cloudflare-token",
            "cf(?:k|ut|at)_",
            r"[A-Za-z0-9_-]{44,52}",
            sample="cfut_{A-Za-z0-9:40}{0-9a-f:8}",
            clean=("cfut_short", "cfat_{A-Za-z0-9:20}"),
            source="https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
        ),
        opaque(
            "cloudflare-token",
            r"(?:[0-9a-f]{37}|[A-Za-z0-9_-]{40})",
            sample="{0-9a-f:37}",
            words="cloudflare*|cf api token|cf api key",
            clean=("cloudflare ray {0-9a-f:16}", "cloudflare zone {0-9a-f:32}"),
            source="https://developers.cloudflare.com/fundamentals/api/get-started/keys/",
        ),
    ),
    token(
        "cloudflare-origin-ca-key",
        r"v1\.0-",
        r"[0-9a-f]{24}-[0-9a-f]{146}",
        clean=("v1.0-{0-9a-f:7}", "v1.0-{0-9a-f:24}-{0-9a-f:12}"),
        source="https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
    ),
    either(
        token(
            "heroku-key",
            "HRKU-",
            rf"(?:[A-Za-z0-9_-]{{60}}|{UUID})",
            sample="HRKU-AA{A-Za-z0-9_-:58}",
            clean=("HRKU-AA", "HRKU-{0-9a-f:8}"),
            source="https://devcenter.heroku.com/changelog-items/2823",
        ),
        opaque(
            "heroku-key",
            UUID,
            words="heroku*",
            clean=("heroku release {0-9a-f:8}",),
            source="https://devcenter.heroku.com/articles/authentication",
        ),
    ),
    token(
        "netlify-token",
        "nf[a-z]_",
        r"[A-Za-z0-9_-]{36,60}",
        sample="nfp_{A-Za-z0-9:40}",
        clean=("nfp_token", "nfs_mount_point"),
        source="https://docs.netlify.com/api/get-started/",
    ),
    either(
        token(
            "vercel-token",
            "vc[pirak]_",
            r"[A-Za-z0-9]{40,70}",
            sample="vcp_{A-Za-z0-9:56}",
            clean=("vcp_token", "vcp_{A-Za-z0-9:12}"),
            source="https://vercel.com/changelog/new-token-formats-and-secret-scanning",
        ),
        opaque(
            "vercel-token",
            r"[A-Za-z0-9]{24}",
            words="vercel*",
            clean=("vercel deployment dpl_{A-Za-z0-9:24}",),
            source="https://vercel.com/docs/rest-api",
        ),
    ),
    token(
        "vercel-blob-token",
        "vercel_blob_rw_",
        r"[A-Za-z0-9]{10,20}_[A-Za-z0-9]{28,40}",
        sample="vercel_blob_rw_{A-Za-z0-9:16}_{A-Za-z0-9:30}",
        clean=("vercel_blob_rw_token", "vercel_blob_rw_{A-Za-z0-9:8}"),
        source="https://vercel.com/docs/vercel-blob/using-blob-sdk",
    ),
    token(
        "fly-token",
        r"fm[12][ar]?_",
        r"[A-Za-z0-9+/]{100,1500}={0,2}",
        sample="fm2_{A-Za-z0-9+/:400}=",
        clean=("fm2_radio", "FlyV1 fm2_..."),
        source="https://fly.io/docs/security/tokens/",
    ),
    token(
        "render-key",
        "rnd_",
        r"[A-Za-z0-9]{28,40}",
        sample="rnd_{A-Za-z0-9:32}",
        clean=("rnd_generator", "rnd_{A-Za-z0-9:12}"),
        source="https://render.com/docs/api",
    ),
    opaque(
        "railway-token",
        UUID,
        words="railway token|railway api|railwaytoken*",
        clean=("railway ticket {0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",),
        source="https://docs.railway.com/reference/public-api",
    ),
    opaque(
        "fastly-token",
        r"[A-Za-z0-9_-]{32}",
        words="fastly*",
        clean=("fastly service {A-Za-z0-9:22}",),
        source="https://www.fastly.com/documentation/reference/api/auth-tokens/",
    ),
    value_after(
        "akamai-edgegrid-token",
        r"akab-",
        r"[a-z0-9]{16}-[a-z0-9]{16}",
        caught=(
            "access_token = akab-{a-z0-9:16}-{a-z0-9:16}",
            '"client_token": "akab-{a-z0-9:16}-{a-z0-9:16}"',
            "my edgegrid token akab-{a-z0-9:16}-{a-z0-9:16} is refused",
        ),
        clean=("akab-xxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx", "akab-short"),
        source="https://techdocs.akamai.com/developer/docs/edgegrid",
    ),
)
