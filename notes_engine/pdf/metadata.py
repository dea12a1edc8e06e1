"""What a PDF says of itself: title, language, order number, market. Text from orders is cleaned on its way in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """One note's metadata."""

    title: str
    number: str
    """The order number as printed."""
    market: str
    """A market code such as `fr-fr`, or empty."""
    language: str
    """BCP 47, such as `fr-FR`."""


def plain(text: str) -> str:
    """Return `text` on one line, without control, bidi and other invisible characters."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cf", "Cs")).split())
