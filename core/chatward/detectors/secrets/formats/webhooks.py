"""Addresses that anybody who knows them can post to."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import UUID, token

FORMATS = (
    token(
        "discord-webhook",
        r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/",
        r"\d{17,20}/[A-Za-z0-9_-]{60,72}",
        sample="discord.com/api/webhooks/{0-9:18}/{A-Za-z0-9_-:68}",
        clean=("discord.com/api/webhooks/", "discord.com/api/webhooks/{0-9:18}/short"),
        source="https://discord.com/developers/docs/resources/webhook",
    ),
    token(
        "teams-webhook",
        r"[a-z0-9-]{1,60}\.webhook\.office\.com/webhookb2/",
        rf"{UUID}@{UUID}/IncomingWebhook/[A-Za-z0-9]{{32}}/{UUID}(?:/[A-Za-z0-9_-]{{1,60}})?",
        sample="acme.webhook.office.com/webhookb2/"
        "{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}@"
        "{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}/IncomingWebhook/"
        "{0-9a-f:32}/{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        clean=("acme.webhook.office.com/webhookb2/", "https://teams.microsoft.com/l/channel/"),
        source="https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        lead=r"\.webhook\.office\.com/webhookb2/",
        lead_chars=93,
    ),
    token(
        "google-chat-webhook",
        r"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{6,40}/messages\?",
        r"(?:key=[A-Za-z0-9_-]{30,60}&)?token=[A-Za-z0-9_%-]{30,90}",
        sample="chat.googleapis.com/v1/spaces/{A-Za-z0-9:11}/messages?"
        "key=AIzaSy{A-Za-z0-9_-:33}&token={A-Za-z0-9_-:43}%3D",
        clean=("chat.googleapis.com/v1/spaces/{A-Za-z0-9:11}/messages",),
        source="https://developers.google.com/workspace/chat/quickstart/webhooks",
    ),
    token(
        "zapier-webhook",
        r"hooks\.zapier\.com/hooks/catch/",
        r"\d{4,12}/[A-Za-z0-9]{6,12}",
        sample="hooks.zapier.com/hooks/catch/{0-9:7}/{a-z0-9:7}",
        clean=("hooks.zapier.com/hooks/catch/", "zapier.com/apps"),
        source="https://help.zapier.com/hc/en-us/articles/8496288690317",
    ),
    token(
        "ifttt-webhook",
        r"maker\.ifttt\.com/trigger/[A-Za-z0-9_-]{1,60}/(?:json/)?with/key/",
        r"[A-Za-z0-9_-]{22,64}",
        sample="maker.ifttt.com/trigger/door_open/with/key/{A-Za-z0-9_-:43}",
        clean=("maker.ifttt.com/trigger/door_open/with/key/", "ifttt.com/maker_webhooks"),
        source="https://ifttt.com/maker_webhooks",
    ),
    token(
        "dingtalk-webhook",
        r"oapi\.dingtalk\.com/robot/send\?access_token=",
        r"[0-9a-f]{64}",
        sample="oapi.dingtalk.com/robot/send?access_token={0-9a-f:64}",
        clean=("oapi.dingtalk.com/robot/send", "oapi.dingtalk.com/robot/send?access_token=x"),
        source="https://open.dingtalk.com/document/robots/custom-robot-access",
    ),
    token(
        "wecom-webhook",
        r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=",
        UUID,
        sample="qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
        "{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        clean=("qyapi.weixin.qq.com/cgi-bin/webhook/send",),
        source="https://developer.work.weixin.qq.com/document/path/91770",
    ),
    token(
        "lark-webhook",
        r"open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/",
        UUID,
        sample="open.larksuite.com/open-apis/bot/v2/hook/"
        "{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        clean=("open.feishu.cn/open-apis/bot/v2/hook/",),
        source="https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot",
    ),
    token(
        "healthchecks-url",
        r"hc-ping\.com/",
        rf"(?:{UUID}|[A-Za-z0-9_-]{{22}}/[A-Za-z0-9_-]{{2,60}})",
        sample="hc-ping.com/{0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        clean=("hc-ping.com/docs",),
        source="https://healthchecks.io/docs/http_api/",
    ),
)
