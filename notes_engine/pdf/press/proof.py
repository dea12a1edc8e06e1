"""The proof: two PDFs of one note cannot be told apart, by their characters' places and by their pictures."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageChops
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = 0.01
"""Points between the origins of a character in both."""
BOX = 0.02
"""Points between the sides of a character's box in both."""
DOTS_PER_INCH = 150
SHADE = 16
"""Of 255, in each of red, green and blue: how far a pixel may differ.

What smoothing makes of a hundredth of a point stays below. Grey would not do: white and a light yellow have nearly the
same, red and a dark grey just the same.
"""

_Char = tuple[str, float, float, tuple[float, float, float, float]]


def differences(one: bytes, other: bytes) -> list[str]:
    """Return what tells two PDFs apart, page by page; empty when nothing does. No text of theirs is in it."""
    first, second = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        if len(first) != len(second):
            return [f"{len(first)} and {len(second)} pages"]
        found = []
        for number, (a, b) in enumerate(zip(first, second, strict=True), 1):
            found += [f"page {number}: {what}" for what in page_differences(a, b)]
        return found
    finally:
        first.close()
        second.close()


def page_differences(a: pypdfium2.PdfPage, b: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what tells two pages apart: sizes, characters and their places, pictures. No text of theirs is in it."""
    if a.get_size() != b.get_size():
        yield "the sizes differ"
        return
    mine, theirs = list(_characters(a)), list(_characters(b))
    if len(mine) != len(theirs):
        yield f"{len(mine)} and {len(theirs)} characters"
    if lost := _unpaired(mine, theirs):
        yield f"{lost} of {len(mine)} characters are not at the same place"
    scale = DOTS_PER_INCH / 72
    pictures = [page.render(scale=scale).to_pil().convert("RGB") for page in (a, b)]
    shades = ImageChops.difference(*pictures).histogram()  # 256 of each channel
    worst = max(place % 256 for place, pixels in enumerate(shades) if pixels)
    if worst > SHADE:
        yield f"a pixel differs by {worst} of 255 at {DOTS_PER_INCH} dpi"


_BROKEN = "\x02"
"""What pdfium gives for a hyphen behind which it takes a word for broken: that depends on what is drawn next."""


def _characters(page: pypdfium2.PdfPage) -> Iterator[_Char]:
    """Yield every visible character with its origin and its box, in points.

    Characters that share an origin are one glyph's, and come as one text, composed: of "é" as one character and as two
    a font has one glyph, and which of them a file gives back depends on what else is printed in it.
    """
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    held: _Char | None = None
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if raw.FPDFText_IsGenerated(text, index) == 1 or not char.strip():
            continue  # a space or a line's end that the reader of the text put in
        if char == _BROKEN and raw.FPDFText_IsHyphen(text, index) == 1:
            char = "-"
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        if held is not None and held[1:3] == (x.value, y.value):
            held = (held[0] + char, *held[1:])
            continue
        if held is not None:
            yield _composed(held)
        held = char, x.value, y.value, text.get_charbox(index)
    if held is not None:
        yield _composed(held)


def _composed(char: _Char) -> _Char:
    return (unicodedata.normalize("NFKC", char[0]), *char[1:])


def _unpaired(mine: list[_Char], theirs: list[_Char]) -> int:
    """Return how many characters of one page have no partner on the other."""
    cells: dict[tuple[str, int, int], list[_Char]] = defaultdict(list)
    for char in theirs:
        cells[char[0], int(char[1]), int(char[2])].append(char)
    lost = 0
    for char in mine:
        code, x, y, _ = char
        for cell in ((code, int(x) + dx, int(y) + dy) for dx in (0, -1, 1) for dy in (0, -1, 1)):
            partner = next((other for other in cells.get(cell, ()) if _is_same(char, other)), None)
            if partner is not None:
                cells[cell].remove(partner)
                break
        else:
            lost += 1
    return lost


def _is_same(one: _Char, other: _Char) -> bool:
    near = abs(one[1] - other[1]) <= ORIGIN and abs(one[2] - other[2]) <= ORIGIN
    return near and all(abs(a - b) <= BOX for a, b in zip(one[3], other[3], strict=True))
