"""The order number on the pages: a template can print it where nobody sees it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from notes_engine.errors import TypesetError
from notes_engine.pdf.marked import drawn_text

if TYPE_CHECKING:
    from notes_engine.pdf.typeset import TypesetNote


def numbered(note: TypesetNote, number: str) -> TypesetNote:
    """Return the note, on whose pages the order number is drawn at least once.

    Letters and digits are compared, in any case: a line may break a number, and a template may group its digits.

    Raises:
        TypesetError: it stands in a comment, an attribute or an element that is not drawn, or a filter took it away.
    """
    if _read(number) not in _read(drawn_text(note)):
        raise TypesetError(
            "the order number is not on the note's pages",
            hint="print the order-number label where it can be seen: in no comment, no attribute and no hidden element",
        )
    return note


def _read(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
