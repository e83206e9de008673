"""Amazon, Microsoft, Google."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import UUID, either, opaque, token, value_after

_AZURE_KEYS = "https://github.com/microsoft/security-utilities"

FORMATS = (
    token(
        "aws-session-token",
        "(?:IQoJb3JpZ2luX2Vj|FwoGZXIvYXdzE|FQoGZXIvYXdzE)",
        r"[A-Za-z0-9+/]{100,2000}={0,2}",
        sample="IQoJb3JpZ2luX2Vj{A-Za-z0-9+/:400}==",
        clean=("IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdzE..."),
        source="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html",
    ),
    token(
        "aws-bedrock-key",
        "",
        r"(?:ABSK[A-Za-z0-9+/]{100,280}|bedrock-api-key-[A-Za-z0-9+/]{32,1500})={0,2}",
        sample="ABSKQmVkcm9ja0FQSUtleS{A-Za-z0-9+/:110}==",
        clean=("ABSKQmVkcm9ja0FQSUtleS", "bedrock-api-key-example"),
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    ),
    token(
        "aws-mws-token",
        r"amzn\.mws\.",
        UUID,
        clean=("amzn.mws.auth", "amzn.mws.{0-9a-f:8}"),
        source="https://docs.developer.amazonservices.com/en_US/dev_guide/DG_Registering.html",
    ),
    token(
        "aws-appsync-key",
        "da2-",
        r"[a-z0-9]{26}",
        clean=("da2-short", "da2-{a-z0-9:12}"),
        source="https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html",
    ),
    either(
        token(
            "azure-storage-key",
            "",
            r"[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==",
            sample="{A-Za-z0-9+/:76}+ASt{A-Za-z0-9+/:5}A==",
            clean=("+ASt", "{A-Za-z0-9+/:20}+ASt{A-Za-z0-9+/:5}A=="),
            source=_AZURE_KEYS,
            lead=r"\+ASt[A-Za-z0-9+/]{5}",
            lead_chars=85,
        ),
        opaque(
            "azure-storage-key",
            r"[A-Za-z0-9+/]{76}(?!ACDb|APIM|\+ABa|\+AMC)[A-Za-z0-9+/]{10}==",
            sample="{A-Za-z0-9+/:86}==",
            words="azure storage*|accountkey|account key|storage key",
            clean=("sha512-{A-Za-z0-9+/:86}==", "AccountKey={A-Za-z0-9+/:40}=="),
            source="https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage",
        ),
    ),
    token(
        "azure-key",
        "",
        # 52 random characters, a fixed mark, the date, and four letters for the service.
        r"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{18}[A-Z]{2}[A-Za-z]{2}[A-Za-z0-9]{4}",
        sample="{A-Za-z0-9:52}JQQJ99BCACYeBjFXJ3w3AAAAACOG{A-Za-z0-9:4}",
        clean=("JQQJ99BCAC", "{A-Za-z0-9:30}JQQJ99{A-Za-z0-9:26}"),
        source=_AZURE_KEYS,
        lead="JQQJ99",
        lead_chars=58,
    ),
    either(
        token(
            "azure-devops-token",
            "",
            r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
            clean=("AZDO", "{A-Za-z0-9:30}AZDO{A-Za-z0-9:4}"),
            source="https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
            lead="AZDO",
            lead_chars=80,
        ),
        opaque(
            "azure-devops-token",
            r"[a-z2-7]{52}",
            words="azure devops|devops*|azure pat|vsts*",
            clean=("azure devops build {0-9:8}",),
            source="https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token",
        ),
    ),
    token(
        "azure-service-key",
        "",
        # A signature of four characters says the service, six check characters follow it.
        # Cosmos DB, API Management, Batch, ML; cache, IoT Hub, Service Bus, Event Hubs, Relay;
        # Functions; Search and Container Registry.
        r"(?:[A-Za-z0-9+/]{76}(?:ACDb|APIM|\+ABa|\+AMC)[A-Za-z0-9+/]{5}[AQgw]==|"
        r"[A-Za-z0-9+/]{33}(?:AzCa|AIoT|\+ASb|\+AEh|\+ARm)[A-Za-z0-9+/]{6}=|"
        r"[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==|"
        r"[A-Za-z0-9+/]{42}(?:AzSe|\+ACR)[A-Za-z0-9+/]{6})",
        sample="{A-Za-z0-9_-:44}AzFu{A-Za-z0-9_-:5}A==",
        caught=(
            "SharedAccessKey={A-Za-z0-9+/:33}+ASb{A-Za-z0-9+/:6}=",
            "AccountKey={A-Za-z0-9+/:76}ACDb{A-Za-z0-9+/:5}A==;",
            "search admin key {A-Za-z0-9:42}AzSe{A-Za-z0-9:6}",
        ),
        clean=("AzFu", "{A-Za-z0-9:20}AzSeB{A-Za-z0-9:5}"),
        source=_AZURE_KEYS,
        lead=r"(?:(?:ACDb|APIM|\+ABa|\+AMC)[A-Za-z0-9+/]{5}|(?:AzCa|AIoT|\+ASb|\+AEh|\+ARm|AzSe|\+ACR)"
        r"[A-Za-z0-9+/]{6}|AzFu[A-Za-z0-9_-]{5})",
        lead_chars=86,
    ),
    value_after(
        "azure-sas-signature",
        r"sig=",
        r"[A-Za-z0-9%+/]{43,70}(?:%3[Dd]|=)",
        caught=(
            "https://acme.blob.core.windows.net/in/a.csv?sv=2024-11-04&sr=b&sig={A-Za-z0-9:43}%3D&sp=r",
            "SharedAccessSignature=sv=2024-11-04&sig={A-Za-z0-9:20}%2F{A-Za-z0-9:22}%3D",
            "?se=2027-01-01&sig={A-Za-z0-9:43}=",
        ),
        clean=("sig=short", "sig=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx%3D", "signature=none"),
        source="https://learn.microsoft.com/rest/api/storageservices/create-service-sas",
    ),
    token(
        "azure-client-secret",
        "",
        r"[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}",
        sample="{A-Za-z0-9:3}8Q~{A-Za-z0-9_.-:33}z",
        clean=("abc8Q~short", "8Q~"),
        source="https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret",
        lead=r"\dQ~",
        lead_chars=6,
    ),
    token(
        "google-api-key",
        "",
        r"(?:AIza[A-Za-z0-9_-]{35}|AQ\.Ab[A-Za-z0-9_-]{48})",
        sample="AIzaSy{A-Za-z0-9_-:33}",
        caught=("GEMINI_API_KEY=AQ.Ab8RN6{A-Za-z0-9_-:44}",),
        clean=("AIza is a prefix", "AIzaSy{A-Za-z0-9:12}"),
        source="https://cloud.google.com/docs/authentication/api-keys",
    ),
    token(
        "google-oauth-secret",
        "GOCSPX-",
        r"[A-Za-z0-9_-]{28}",
        lead="GOCSPX-",
        clean=("GOCSPX-your-secret", "GOCSPX-{A-Za-z0-9:12}"),
        source="https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    token(
        "google-oauth-token",
        r"(?:ya29\.|1//0)",
        r"[A-Za-z0-9_-]{38,400}",
        sample="ya29.a0{A-Za-z0-9_-:160}",
        caught=("refresh_token: 1//0{A-Za-z0-9_-:99}",),
        clean=("ya29.", "https://example.org/1//0/page"),
        source="https://developers.google.com/identity/protocols/oauth2",
    ),
    token(
        "google-storage-hmac-key",
        "GOOG",
        r"(?:1E[A-Z0-9]{55}|[A-Z0-9]{20})",
        sample="GOOG1E{A-Z0-9:55}",
        clean=("GOOG1E", "GOOG1E{A-Z0-9:20}"),
        source="https://cloud.google.com/storage/docs/authentication/hmackeys",
    ),
    value_after(
        "google-service-account",
        r"private_key_id\\?[\"']\s{0,3}:\s{0,3}\\?[\"']",
        r"[0-9a-f]{40}",
        caught=(
            '"type": "service_account", "private_key_id": "{0-9a-f:40}",',
            "{'private_key_id':'{0-9a-f:40}'}",
            'creds = "{\\"private_key_id\\": \\"{0-9a-f:40}\\"}"',
        ),
        clean=('"private_key_id": "your-key-id"', '"key_id": "{0-9a-f:40}"'),
        source="https://cloud.google.com/iam/docs/keys-create-delete",
    ),
    token(
        "firebase-server-key",
        "AAAA",
        r"[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{134}",
        clean=("AAAA:APA91b", "AAAA{A-Za-z0-9:7}:APA91b{A-Za-z0-9:20}"),
        source="https://firebase.google.com/docs/cloud-messaging/auth-server",
    ),
)
