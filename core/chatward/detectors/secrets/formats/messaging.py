"""Bots, mail, telephony."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import UUID, opaque, token

FORMATS = (
    token(
        "slack-token",
        "",
        # Bot, user and older tokens; app and configuration tokens; cookies; webhooks.
        r"(?:xox[abceoprs]-\d{1,14}-[A-Za-z0-9-]{12,250}|"
        r"xapp-\d-[A-Z0-9]{8,14}-\d{10,14}-[0-9a-f]{64}|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9+/=]{100,250}|"
        r"xoxd-[A-Za-z0-9%+/=]{80,400}|"
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,12}/[A-Z0-9]{8,24}/"
        r"(?:\d{10,20}/)?[A-Za-z0-9]{20,48})",
        sample="xoxb-{0-9:12}-{0-9:13}-{A-Za-z0-9:24}",
        caught=(
            "https://hooks.slack.com/services/T{A-Z0-9:8}/B{A-Z0-9:8}/{A-Za-z0-9:24}",
            "SLACK_APP_TOKEN=xapp-1-A{A-Z0-9:10}-{0-9:13}-{0-9a-f:64}",
            "xoxe.xoxp-1-{A-Za-z0-9:160}",
        ),
        lead=r"(?:xox[abceoprsd][.-]|xapp-\d-|hooks\.slack\.com/)",
        clean=("xoxb-your-token", "xoxo, see you", "https://hooks.slack.com/services/"),
        source="https://docs.slack.dev/authentication/tokens",
    ),
    token(
        "discord-token",
        "",
        r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}",
        sample="MTA1MTY3ODkwMTIzNDU2Nzg5.{A-Za-z0-9_-:6}.{A-Za-z0-9_-:38}",
        clean=("Module.method.call", "MTA1MTY3ODkwMTIzNDU2Nzg5.short"),
        source="https://discord.com/developers/docs/reference#authentication",
        lead=r"[A-Za-z0-9]\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}",
        lead_chars=64,
    ),
    token(
        "telegram-bot-token",
        "",
        r"\d{8,10}:AA[A-Za-z0-9_-]{33}",
        sample="{1-9:9}:AA{A-Za-z0-9_-:33}",
        clean=("12:AA", "{1-9:9}:AA{A-Za-z0-9:12}"),
        source="https://core.telegram.org/bots/api#authorizing-your-bot",
        lead=":AA",
        lead_chars=13,
    ),
    token(
        "sendgrid-key",
        r"SG\.",
        r"[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
        clean=("SG.1", "SG.{A-Za-z0-9:22}.short"),
        source="https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    token(
        "twilio-api-key",
        "SK",
        r"[0-9a-f]{32}",
        clean=("SK{0-9a-f:12}", "task{0-9a-f:32}"),
        source="https://www.twilio.com/docs/iam/api-keys",
    ),
    opaque(
        "twilio-auth-token",
        r"[0-9a-f]{32}",
        words="twilio*|account sid|accountsid",
        clean=("twilio call {0-9a-f:12}",),
        source="https://www.twilio.com/docs/iam/access-tokens",
    ),
    token(
        "mailgun-key",
        "",
        r"(?:key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})",
        sample="{0-9a-f:32}-{0-9a-f:8}-{0-9a-f:8}",
        caught=("MAILGUN_API_KEY=key-{0-9a-f:32}",),
        clean=("key-{0-9a-f:12}", "{0-9a-f:32}-{0-9a-f:8}"),
        source="https://documentation.mailgun.com/docs/mailgun/api-reference/authentication/",
        lead=r"(?:key-[0-9a-f]{32}|[0-9a-f]-[0-9a-f]{8}-[0-9a-f]{8})",
        lead_chars=50,
    ),
    token(
        "mailchimp-key",
        "",
        r"[0-9a-f]{32}-us\d{1,2}",
        sample="{0-9a-f:32}-us1",
        clean=("{0-9a-f:12}-us1", "eu-us1"),
        source="https://mailchimp.com/developer/marketing/guides/quick-start/",
        lead=r"[0-9a-f]-us\d",
        lead_chars=36,
    ),
    token(
        "mandrill-key",
        "md-",
        r"[A-Za-z0-9_-]{22}",
        kinds_of_chars=3,
        clean=("md-{A-Za-z0-9:8}", "md-file"),
        source="https://mailchimp.com/developer/transactional/guides/quick-start/",
    ),
    token(
        "brevo-key",
        "x(?:keysib|smtpsib)-",
        r"[0-9a-f]{64}-[A-Za-z0-9]{16}",
        sample="xkeysib-{0-9a-f:64}-{A-Za-z0-9:16}",
        clean=("xkeysib-key", "xkeysib-{0-9a-f:20}"),
        source="https://developers.brevo.com/docs/getting-started",
    ),
    token(
        "resend-key",
        "re_",
        r"[A-Za-z0-9]{8}_[A-Za-z0-9]{24}",
        clean=("re_search", "re_{A-Za-z0-9:8}"),
        source="https://resend.com/docs/dashboard/api-keys/introduction",
    ),
    opaque(
        "postmark-token",
        UUID,
        words="postmark*",
        clean=("postmark message {0-9a-f:12}",),
        source="https://postmarkapp.com/developer/api/overview",
    ),
    opaque(
        "messagebird-key",
        r"[A-Za-z0-9]{25}",
        words="messagebird*|message bird",
        clean=("messagebird id {0-9a-f:32}",),
        source="https://developers.messagebird.com/api/#authentication",
    ),
    token(
        "telnyx-key",
        "KEY",
        r"[0-9A-F]{32}_[A-Za-z0-9]{22}",
        clean=("KEY{0-9A-F:32}", "KEYBOARD"),
        source="https://developers.telnyx.com/development/api-guide/authentication",
    ),
    opaque(
        "vonage-secret",
        r"[A-Za-z0-9]{16}",
        words="vonage*|nexmo*",
        clean=("vonage call {0-9:10}",),
        source="https://developer.vonage.com/en/getting-started/concepts/authentication",
    ),
)
