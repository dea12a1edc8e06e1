"""Strangers' text made fit to be shown to people: nothing in it is hidden or steers a terminal, and it ends.

Orders, file names and templates are hostile: a terminal acts on control characters, bidi characters rearrange what
stands beside them, and a reference may be a megabyte long. Files for machines (JSON) keep the text as it is.
"""

from __future__ import annotations

import unicodedata

HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode's general categories of what is no visible character: controls, formats (bidi among them), half
characters, and the two separators that some terminals take for a new line."""

LONGEST_NAME = 80
"""Characters shown of a reference, an order id, a file name from an order."""
LONGEST_TEXT = 1000
"""Characters shown of a sentence that names something of an order: room for the longest of our own."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Hangul's fillers: letters to Unicode, and nothing on paper."""


def visible(text: str, *, keep: str = "", spell: bool = False) -> str:
    """Return the text with a replacement character, one cell wide, for each hidden one; those in `keep` stay.

    With `spell` each shows what it is, for those who look for it: a tab as ␉, U+202E as <U+202E>; unassigned and
    private characters too.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in keep else _visible(char, spell=spell) for char in text)


def clip(text: str, longest: int = LONGEST_NAME) -> str:
    """Return at most so many characters of the text; the last one is `…` where some were cut off."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def can_be_read(text: str) -> bool:
    """True when a reader sees a letter or a digit of it: joiners, blanks, accents and dots alone name nothing."""
    return any(char.isalnum() and char not in _BLANK_LETTERS for char in text)


def _visible(char: str, *, spell: bool) -> str:
    category = unicodedata.category(char)
    if category not in HIDDEN and not (spell and category in ("Co", "Cn")):
        return char
    if not spell:
        return "\N{REPLACEMENT CHARACTER}"
    if char < " ":
        return chr(0x2400 + ord(char))
    return "␡" if char == "\x7f" else f"<U+{ord(char):04X}>"
