"""Limits of one note: beyond them WeasyPrint would take minutes or hours, and one order would hold up the batch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.errors import TypesetError

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import Html

HTML_LIMIT = 2_000_000
"""Characters of a note's HTML: our decision; an order of 1000 lines has a quarter of it."""
TEXT_LIMIT = 20_000
"""Characters of one piece of text: our decision. In a table cell they take half a second, 100,000 take four."""
WORD_LIMIT = 5_000
"""Characters without a space: our decision. Breaking a word takes time with its square: 100,000 take three minutes."""

_NOT_TEXT = ("style", "script")


def check_source(source: str) -> None:
    """Check the length of a note's HTML.

    Raises:
        TypesetError: it is too long.
    """
    if len(source) > HTML_LIMIT:
        raise _too_long("the note's HTML", len(source), HTML_LIMIT)


def check_texts(html: Html) -> None:
    """Check every piece of text of WeasyPrint's parsed document.

    Raises:
        TypesetError: one is too long, or has a word that is.
    """
    for element in html.etree_element.iter():
        own = None if element.tag in _NOT_TEXT else element.text
        for text in (own, element.tail):
            if text is None or len(text) <= WORD_LIMIT:
                continue
            if len(text) > TEXT_LIMIT:
                raise _too_long("a text of the note", len(text), TEXT_LIMIT)
            # Spaces of HTML only: at a no-break space no line can end.
            longest = max(len(word) for word in re.split(r"[ \t\n\r\f]", text))
            if longest > WORD_LIMIT:
                raise _too_long("a word of the note", longest, WORD_LIMIT)


def _too_long(what: str, length: int, limit: int) -> TypesetError:
    return TypesetError(
        f"{what} has {length:,} characters, more than {limit:,}",
        hint="look for a field of the order that holds far more text than it should",
    )
