"""Clouds besides the biggest three."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import opaque, token

FORMATS = (
    token(
        "digitalocean-token",
        "do[opr]_v1_",
        r"[0-9a-f]{64}",
        sample="dop_v1_{0-9a-f:64}",
        clean=("dop_v1_token", "dop_v1_{0-9a-f:32}"),
        source="https://docs.digitalocean.com/reference/api/create-personal-access-token/",
    ),
    token(
        "alibaba-access-key",
        "LTAI",
        r"[A-Za-z0-9]{12,26}",
        sample="LTAI5t{A-Za-z0-9:18}",
        clean=("LTAI", "LTAI5t"),
        source="https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    ),
    token(
        "tencent-secret-id",
        "AKID",
        r"[A-Za-z0-9]{32}",
        clean=("AKID", "AKID{A-Za-z0-9:12}"),
        source="https://www.tencentcloud.com/document/product/598/34228",
    ),
    token(
        "scaleway-access-key",
        "SCW",
        r"[A-Z0-9]{17}",
        clean=("SCWEB", "SCW_ACCESS_KEY"),
        source="https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/",
    ),
    token(
        "yandex-cloud-key",
        "",
        r"(?:AQVN[A-Za-z0-9_-]{35,38}|YC[A-Za-z0-9_-]{38}|y[0-6]_[A-Za-z0-9_-]{55})",
        sample="AQVN{A-Za-z0-9_-:36}",
        kinds_of_chars=3,
        clean=("AQVN", "YCombinator"),
        source="https://yandex.cloud/en/docs/security/operations/search-secrets",
    ),
    token(
        "yandex-iam-token",
        r"t1\.",
        r"[A-Za-z0-9_-]{100,400}={0,2}\.[A-Za-z0-9_-]{86}={0,2}",
        sample="t1.{A-Za-z0-9_-:180}.{A-Za-z0-9_-:86}",
        clean=("t1.micro", "t1.{A-Za-z0-9:40}.{A-Za-z0-9:12}"),
        source="https://yandex.cloud/en/docs/security/operations/search-secrets",
    ),
    opaque(
        "linode-token",
        r"[0-9a-f]{64}",
        words="linode*|akamai cloud",
        clean=("linode id {0-9:8}",),
        source="https://techdocs.akamai.com/linode-api/reference/get-started",
    ),
    opaque(
        "vultr-key",
        r"[A-Z0-9]{36}",
        words="vultr*",
        clean=("vultr instance {0-9a-f:8}",),
        source="https://www.vultr.com/api/",
    ),
    opaque(
        "hetzner-token",
        r"[A-Za-z0-9]{64}",
        words="hetzner*|hcloud*",
        clean=("hetzner server {0-9:8}",),
        source="https://docs.hetzner.cloud/",
    ),
    opaque(
        "ibm-cloud-key",
        r"[A-Za-z0-9_-]{44}",
        words="ibm cloud|ibm*|ibmcloud*|bluemix*|iam apikey",
        clean=("ibm cloud region us-south-{0-9:3}",),
        source="https://cloud.ibm.com/docs/account?topic=account-userapikey",
    ),
    opaque(
        "alibaba-secret-key",
        r"[A-Za-z0-9]{30}",
        words="alibaba*|aliyun*|accesskeysecret|access key secret|alicloud*",
        clean=("aliyun region cn-hangzhou-{0-9:2}",),
        source="https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    ),
)
