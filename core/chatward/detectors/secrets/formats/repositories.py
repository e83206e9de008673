"""Where code lives: hosts of repositories and those who look at code."""

from __future__ import annotations

import base64

from chatward.detectors.secrets.formats.token import UUID, either, opaque, token


def _names_its_owner(candidate: str) -> bool:
    """Twelve digits, a colon and twenty bytes, in Base64."""
    decoded = base64.b64decode(candidate)
    return decoded[:12].isdigit() and decoded[12:13] == b":"


FORMATS = (
    token(
        "gitlab-token",
        # Personal, project and group; deploy, feed, runner, job, trigger, agent, mail, SCIM ...
        "(?:gl(?:pat|dt|ft|rtr?|cbt|ptt|agent|imt|soat|ffct|oas|wt)-|GR1348941)",
        r"[A-Za-z0-9_-]{20,300}(?:\.[0-9a-z]{2}\.[0-9a-z]{9}|\.[0-9a-z]{9})?",
        sample="glpat-{A-Za-z0-9_-:19}k",
        caught=(
            "glrt-t1_{A-Za-z0-9_-:19}z",
            "GitLab says glpat-{A-Za-z0-9_-:27}.01.{0-9a-z:9} is expired",
            "glcbt-{0-9a-f:2}_{A-Za-z0-9:20}",
            "register with GR1348941{A-Za-z0-9_-:19}s",
        ),
        clean=("glpat-your-token", "glpat-{A-Za-z0-9:12}", "glft-short"),
        source="https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    token(
        "atlassian-token",
        "AT(?:ATT|CTT|BTT)3xFfGF0",
        r"[A-Za-z0-9_=-]{100,300}",
        sample="ATATT3xFfGF0{A-Za-z0-9_-:170}={0-9A-F:8}",
        clean=("ATATT3xFfGF0", "ATATT3xFfGF0{A-Za-z0-9:20}"),
        source="https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
    ),
    opaque(
        "atlassian-data-center-token",
        r"[MNO][A-Za-z0-9+/]{43}",
        words="jira*|confluence*|atlassian*|bitbucket*",
        sample="MTIzNDU2Nzg5MDEyO{g-v:1}{A-Za-z0-9+/:26}",
        clean=("jira attachment M{A-Za-z0-9:43}",),
        source="https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html",
        validate=_names_its_owner,
    ),
    token(
        "bitbucket-repository-token",
        "ATCTT3xFfG(?!F0)",
        r"[A-Za-z0-9_=-]{100,300}",
        sample="ATCTT3xFfGN0{A-Za-z0-9_-:170}={0-9A-F:8}",
        clean=("ATCTT3xFfG", "ATCTT3xFfGN0{A-Za-z0-9:20}"),
        source="https://support.atlassian.com/bitbucket-cloud/docs/repository-access-tokens/",
    ),
    token(
        "bitbucket-app-password",
        "ATBB",
        r"[A-Za-z0-9]{28}[0-9A-F]{4,8}",
        clean=("ATBB", "ATBB{A-Za-z0-9:12}"),
        sample="ATBB{A-Za-z0-9:24}{0-9A-F:8}",
        source="https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/",
    ),
    token(
        "bitbucket-http-token",
        "BBDC-",
        r"[A-Za-z0-9+/]{40,50}",
        sample="BBDC-{A-Za-z0-9+/:44}",
        clean=("BBDC-{A-Za-z0-9:12}",),
        source="https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html",
    ),
    token(
        "sourcegraph-token",
        "(?:sgp_(?:[0-9a-fA-F]{16}_|local_)?|slk_|sgd_|sgs_)",
        r"(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})",
        sample="sgp_{0-9a-f:16}_{0-9a-f:40}",
        clean=("sgp_local", "sgp_{0-9a-f:20}"),
        source="https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
    ),
    token(
        "sonar-token",
        "sq[upa]_",
        r"[0-9a-f]{40}",
        sample="squ_{0-9a-f:40}",
        clean=("squ_token", "sqp_{0-9a-f:20}"),
        source="https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
    ),
    either(
        token(
            "circleci-token",
            "CCI(?:PAT|PRJ)_",
            r"[A-Za-z0-9]{22}_[0-9a-f]{40}",
            sample="CCIPAT_{A-Za-z0-9:22}_{0-9a-f:40}",
            clean=("CCIPAT_token", "CCIPAT_{A-Za-z0-9:22}_short"),
            source="https://circleci.com/docs/managing-api-tokens/",
        ),
        opaque(
            "circleci-token",
            r"[0-9a-f]{40}",
            words="circleci*|circle ci|circle token",
            clean=("circleci build {0-9:6}",),
            source="https://circleci.com/docs/managing-api-tokens/",
        ),
    ),
    token(
        "buildkite-token",
        # Users, agents, clusters, queues, packages, jobs.
        "bk(?:ua|ur|ct|cqt|pt|pat|jat)_",
        r"[A-Za-z0-9_.-]{31,400}[A-Za-z0-9]",
        sample="bkua_{0-9a-f:40}",
        clean=("bkua_token", "bkua_{0-9a-f:12}"),
        source="https://buildkite.com/docs/platform/security/tokens",
    ),
    token(
        "harness-token",
        r"(?:pat|sat)\.",
        r"[A-Za-z0-9_-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}",
        sample="pat.{A-Za-z0-9_-:22}.{0-9a-f:24}.{A-Za-z0-9:20}",
        clean=("pat.account.key", "pat.{A-Za-z0-9:22}.short"),
        source="https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
    ),
    token(
        "octopus-deploy-key",
        "API-",
        r"[A-Z0-9]{25,30}",
        sample="API-{A-Z0-9:27}",
        clean=("API-FIRST", "API-{A-Z0-9:12}"),
        source="https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
    ),
    token(
        "teamcity-token",
        r"eyJ0eXAiOiAiVENWMiJ9\.",
        r"[A-Za-z0-9_-]{36}\.[A-Za-z0-9_-]{48}",
        clean=("eyJ0eXAiOiAiVENWMiJ9", "eyJ0eXAiOiAiVENWMiJ9.short"),
        source="https://www.jetbrains.com/help/teamcity/rest/teamcity-rest-api-documentation.html",
    ),
    opaque(
        "travis-token",
        r"[A-Za-z0-9_-]{20,22}",
        sample="{A-Za-z0-9:22}",
        words="travis ci|travis token|travis api|travistoken*",
        clean=("travis build {0-9:6}", "Travis said {A-Za-z0-9:22}"),
        source="https://docs.travis-ci.com/user/developer/",
    ),
    either(
        token(
            "snyk-token",
            r"snyk_(?:uat|sat)\.",
            r"[0-9a-f]{8}\.[A-Za-z0-9_-]{20,400}(?:\.[A-Za-z0-9_-]{20,200})?",
            sample="snyk_uat.{0-9a-f:8}.{A-Za-z0-9_-:80}.{A-Za-z0-9_-:43}",
            clean=("snyk_uat.token", "snyk_uat.{0-9a-f:8}"),
            source="https://docs.snyk.io/snyk-api/authentication-for-api",
        ),
        opaque(
            "snyk-token",
            UUID,
            words="snyk*",
            clean=("snyk id SNYK-JS-LODASH-{0-9:6}",),
            source="https://docs.snyk.io/snyk-api/authentication-for-api",
        ),
    ),
    opaque(
        "codecov-token",
        UUID,
        words="codecov*",
        clean=("codecov flag {0-9a-f:8}",),
        source="https://docs.codecov.com/docs/codecov-tokens",
    ),
    opaque(
        "jenkins-token",
        r"11[0-9a-f]{32}",
        words="jenkins*",
        clean=("jenkins build {0-9:6}",),
        source="https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/",
    ),
    opaque(
        "gitea-token",
        r"[0-9a-f]{40}",
        words="gitea token|gitea api|gitea access|forgejo token|codeberg token",
        clean=("gitea commit {0-9a-f:40}",),
        source="https://docs.gitea.com/development/api-usage",
    ),
)
