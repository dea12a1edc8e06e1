"""Links of an order: those that came with it, and those that the settings make of a carrier and a tracking number.

A tracking link is written by strangers. Only a plain absolute web address may become something a reader can click.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_LINK = 2_000
"""Characters; our decision: what every browser takes, and more than any carrier's link needs."""

NUMBER = "{number}"
"""Where a carrier's pattern takes the tracking number."""

# Letters of any script, digits, hyphens and dots, or an IPv6 address in brackets.
_HOST = re.compile(r"[^\W_](?:[\w.-]*\w)?\.?|\[[0-9a-fA-F:.]+\]")
_NEVER_IN_A_LINK = frozenset('<>"`\\')
# What nearly every carrier's link is: a host of small letters without a port, and plain characters after it.
_SURELY_SAFE = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[!#-;=?-\[\]^_a-~]*)?")


def safe_link(url: str) -> str | None:
    """Return `url` without surrounding spaces if a note may link to it, else None (the caller prints plain text).

    Safe is an absolute `http` or `https` address with a host, without user name or password, of at most 2,000
    characters, without white space, control, format or bidi characters, quotes or backslashes. The address itself
    is not changed: the template still has to escape it.
    """
    if len(url) > 2 * LONGEST_LINK:  # not worth stripping
        return None
    if len(url) <= LONGEST_LINK and _SURELY_SAFE.fullmatch(url):
        return url
    return _safe_link(url)


def _safe_link(url: str) -> str | None:
    """Return `safe_link` of an address of any kind."""
    link = url.strip(" ")
    if not link or len(link) > LONGEST_LINK or not all(_may_be_in_a_link(char) for char in link):
        return None
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:  # a broken IPv6 address, a port that is no number
        return None
    if parts.scheme not in ("http", "https") or not link[len(parts.scheme) :].startswith("://"):
        return None
    if "@" in parts.netloc or parts.hostname is None or port == 0:
        return None
    host = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc.removesuffix(":")
    return link if _HOST.fullmatch(host) else None


def tracking_link(pattern: str, number: str) -> str | None:
    """Return a carrier's pattern with the tracking number in it, as `safe_link`, and quoted for an address."""
    return safe_link(pattern.replace(NUMBER, quote(number.strip(), safe="")))


def tracking_pattern(carriers: Iterable[str], patterns: Mapping[str, str]) -> str | None:
    """Return the pattern of the first carrier that has one; case and spaces do not matter. None: no carrier has one."""
    known = {_key(name): pattern for name, pattern in patterns.items()}
    return next((known[_key(carrier)] for carrier in carriers if _key(carrier) in known), None)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _may_be_in_a_link(char: str) -> bool:
    if char.isascii():
        return "!" <= char <= "~" and char not in _NEVER_IN_A_LINK
    return unicodedata.category(char)[0] not in "CZ"
