"""Style sheets that look into an address, or into a meta's content: pages then depend on a value that nobody draws."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import tinyhtml5

from notes_engine.pdf.library import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

_LOOKS_IN = re.compile(r"\[[^\]]*\b(?:href|content)\b[^\]]*=", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]+)", re.IGNORECASE)


class Sheets:
    """Tells of documents whether their style sheets look into addresses; it reads each linked sheet once."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """`read` returns the file at an address; whatever it raises, the typesetter will raise too."""
        self._read = read
        self._of = cache(self._look)

    def look_into_values(self, html: str) -> bool:
        """Return whether a style sheet of a document, linked or its own, asks what an address or a content is."""
        root = tinyhtml5.parse(html, namespace_html_elements=False)
        own = [style.text or "" for style in root.iter("style")]
        linked = [urljoin(BASE_URL, address) for address in _linked(root)]
        linked += [urljoin(BASE_URL, address) for text in own for address in _IMPORT.findall(text)]
        return any(map(_LOOKS_IN.search, own)) or any(map(self._of, linked))

    def _look(self, address: str) -> bool:
        waiting, seen = [address], set()
        while waiting:
            now = waiting.pop()
            if now in seen:
                continue
            seen.add(now)
            try:
                text = self._read(now).decode("utf-8", "replace")
            except Exception:  # noqa: S112  it says so itself when it is typeset
                continue
            if _LOOKS_IN.search(text):
                return True
            waiting += [urljoin(now, found) for found in _IMPORT.findall(text)]
        return False


def _linked(root: Element) -> Iterator[str]:
    for link in root.iter("link"):
        if "stylesheet" in link.get("rel", "").lower().split():
            yield link.get("href", "")
