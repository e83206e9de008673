"""Where packages and images are published."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import UUID, token

FORMATS = (
    token(
        "pypi-token",
        "pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)",
        r"[A-Za-z0-9_-]{50,1000}",
        sample="pypi-AgEIcHlwaS5vcmc{A-Za-z0-9_-:150}",
        clean=("pypi-AgEIcHlwaS5vcmc", "pypi-publish"),
        source="https://github.com/pypi/warehouse",
    ),
    token(
        "rubygems-key",
        "rubygems_",
        r"[0-9a-f]{48}",
        clean=("rubygems_version", "rubygems_{0-9a-f:20}"),
        source="https://guides.rubygems.org/api-key-scopes/",
    ),
    token(
        "nuget-key",
        "oy2",
        r"[a-z0-9]{43}",
        clean=("oy2", "oy2{a-z0-9:20}"),
        source="https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys",
    ),
    token(
        "crates-io-token",
        "cio",
        r"[A-Za-z0-9]{32}",
        kinds_of_chars=3,
        clean=("cio{A-Za-z0-9:12}", "ciocolata"),
        source="https://doc.rust-lang.org/cargo/reference/publishing.html",
    ),
    token(
        "clojars-token",
        "CLOJARS_",
        r"[0-9a-f]{60}",
        clean=("CLOJARS_USERNAME", "CLOJARS_{0-9a-f:20}"),
        source="https://github.com/clojars/clojars-web/wiki/Deploy-Tokens",
    ),
    token(
        "docker-token",
        "dckr_(?:pat|oat)_",
        r"[A-Za-z0-9_-]{27,32}",
        sample="dckr_pat_{A-Za-z0-9_-:27}",
        clean=("dckr_pat_token", "dckr_oat_{A-Za-z0-9:12}"),
        source="https://docs.docker.com/security/access-tokens/",
    ),
    token(
        "jfrog-key",
        "AKCp",
        r"[A-Za-z0-9]{55,80}",
        sample="AKCp8{A-Za-z0-9:68}",
        clean=("AKCp", "AKCp{A-Za-z0-9:20}"),
        source="https://jfrog.com/help/r/jfrog-platform-administration-documentation/user-profile",
    ),
    token(
        "jfrog-reference-token",
        "cmVmdGtuOjAxO",
        r"[A-Za-z0-9]{51}",
        clean=("cmVmdGtuOjAx", "cmVmdGtuOjAxO{A-Za-z0-9:20}"),
        source="https://jfrog.com/help/r/jfrog-platform-administration-documentation/reference-token",
    ),
    token(
        "jsr-token",
        "jsr[pt]_",
        r"[A-Za-z0-9]{32,48}",
        sample="jsrp_{A-Za-z0-9:36}",
        clean=("jsrp_token", "jsrp_{A-Za-z0-9:12}"),
        source="https://jsr.io/docs/api",
    ),
    token(
        "deno-deploy-token",
        "dd[pow]_",
        r"[A-Za-z0-9]{36}",
        sample="ddp_{A-Za-z0-9:36}",
        clean=("ddp_token", "ddo_{A-Za-z0-9:12}"),
        source="https://docs.deno.com/deploy/",
    ),
    token(
        "open-vsx-token",
        "ovsxat_",
        UUID,
        clean=("ovsxat_token",),
        source="https://github.com/eclipse/openvsx/wiki/Publishing-Extensions",
    ),
)
