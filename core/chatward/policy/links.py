"""Which links may carry data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"//(?:[^\s<>\"')\]]|\](?!\())+")


def is_allowed_link(link: str, domains: Sequence[str]) -> bool:
    """Tell whether every address in a link, its words and attributes too, is in these domains.

    Args:
        link: A Markdown or HTML link as it stands in a text.
        domains: Allowed domains; each stands for its subdomains too.

    """
    hosts = [_host(address) for address in _ADDRESS.findall(link)]
    return bool(hosts) and all(_is_in(host, domains) for host in hosts)


def _is_in(host: str, domains: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
