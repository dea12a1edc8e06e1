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

    Raises:
        TypesetError: as `require_number`.
    """
    require_number(drawn_text(note), number)
    return note


def require_number(text: str, number: str) -> None:
    """Check that a note's pages, which draw `text`, draw the order number.

    Letters and digits are compared, in any case: a line may break a number, and a template may group its digits.

    Raises:
        TypesetError: it stands in a comment, an attribute or an element that is not drawn, or a filter took it away.
    """
    if number not in text and _read(number) not in _read(text):
        raise TypesetError(
            "the order number is not on the note's pages",
            hint="print the order-number label where it can be seen: in no comment, no attribute and no hidden element",
        )


def _read(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
