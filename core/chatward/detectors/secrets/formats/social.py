"""Social networks and chat between people."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import opaque, token

FORMATS = (
    token(
        "facebook-token",
        "EAA[A-Z][A-Za-z0-9]",
        r"[A-Za-z0-9]{80,300}",
        sample="EAAGm{A-Za-z0-9:160}",
        clean=("EAAGm", "EAAGm{A-Za-z0-9:20}"),
        source="https://developers.facebook.com/docs/facebook-login/guides/access-tokens",
    ),
    token(
        "facebook-app-token",
        "",
        r"(?<!\|)\d{14,17}\|[A-Za-z0-9_-]{27}",
        sample="9{0-9:15}|{A-Za-z0-9_-:26}k",
        clean=("{1-9:16}|short", "3|{A-Za-z0-9_-:27}"),
        source="https://developers.facebook.com/docs/facebook-login/guides/access-tokens",
        lead=r"\d{14}\|[A-Za-z0-9_-]{20}",
        lead_chars=40,
    ),
    token(
        "instagram-token",
        "IG(?:QV|QW|AA)",
        r"[A-Za-z0-9_-]{100,300}",
        sample="IGQVJ{A-Za-z0-9:140}",
        clean=("IGQVJ", "IGAA{A-Za-z0-9:20}"),
        source="https://developers.facebook.com/docs/instagram-platform/reference/access_token/",
    ),
    token(
        "x-bearer-token",
        "A{20}",
        r"[A-Za-z0-9]{10,60}%[0-9A-F]{2}[A-Za-z0-9%]{30,100}",
        sample="AAAAAAAAAAAAAAAAAAAA{A-Za-z0-9:30}%2B{A-Za-z0-9:50}",
        clean=("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA%2B"),
        source="https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/application-only",
    ),
    token(
        "x-access-token",
        r"\d{15,20}-",
        r"[A-Za-z0-9]{40}",
        sample="1{0-9:18}-{A-Za-z0-9:40}",
        kinds_of_chars=3,
        clean=("1{0-9:18}-{A-Za-z0-9:12}", "{0-9:18}-{0-9a-f:40}"),
        source="https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens",
    ),
    token(
        "matrix-token",
        "syt_",
        r"[A-Za-z0-9+/=]{2,80}_[A-Za-z]{20}_[A-Za-z0-9]{6}",
        sample="syt_{a-z0-9:12}_{A-Za-z:20}_{A-Za-z0-9:6}",
        clean=("syt_name", "syt_{a-z:8}_{A-Za-z:20}"),
        source="https://github.com/element-hq/synapse/pull/8588",
    ),
    opaque(
        "line-channel-token",
        r"[A-Za-z0-9+/]{150,190}(?:={0,2})",
        sample="{A-Za-z0-9+/:170}=",
        words="line channel|line token|line_channel_access_token|channel access token",
        clean=("line user U{0-9a-f:32}",),
        source="https://developers.line.biz/en/docs/basics/channel-access-token/",
    ),
    opaque(
        "mattermost-token",
        r"[a-z0-9]{26}",
        words="mattermost*",
        clean=("mattermost version {0-9:4}",),
        source="https://developers.mattermost.com/integrate/reference/personal-access-token/",
    ),
)
