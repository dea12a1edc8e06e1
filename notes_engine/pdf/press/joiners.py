"""Values that carry a number nobody sees, so that they are found again on the pages that they are laid out on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.pdf.press.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.typeset import Typesetter
    from notes_engine.pdf.untyped import Document

# Joiners have neither width nor glyph: a value that they number is laid out as it would be without them.
_ZERO, _ONE, _DIGITS = "\u200c", "\u200d", 16
_NUMBER = re.compile(f"[{_ZERO}{_ONE}]{{{_DIGITS}}}")


def numbered(slot: int, text: str) -> str:
    """Return `text` with the number of its slot before it."""
    digits = f"{2 * slot:0{_DIGITS}b}"  # the last digit is always 0, so that nothing joins what follows
    return digits.replace("0", _ZERO).replace("1", _ONE) + text


def numbered_pages(note: MarkedHtml, typesetter: Typesetter) -> tuple[Document, Mapping[int, str]]:
    """Return a note laid out with its drawn values numbered, and what each slot stands in, as `Skeleton.kinds`.

    Raises:
        TypesetError, AssetError: WeasyPrint cannot make pages of it.
    """
    skeleton = Skeleton(note.skeleton)
    kinds = skeleton.kinds

    def filler(slot: int) -> str:
        return numbered(slot, note.values[slot]) if kinds[slot] == "text" else note.values[slot]

    return typesetter.typeset(skeleton.filled(filler)).document, kinds


def numbers_in(text: str) -> list[int]:
    """Return the numbers of the slots whose values begin in a laid-out text."""
    return [int(found.replace(_ZERO, "0").replace(_ONE, "1"), 2) // 2 for found in _NUMBER.findall(text)]
