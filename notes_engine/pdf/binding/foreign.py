"""Foreign pages: those that the typesetter wrote into a PDF of their own come over into a book."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Stream, String

from notes_engine.pdf.binding.copied import Copied
from notes_engine.pdf.binding.foreign_fonts import foreign_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.pdf.binding.copied import Known, Made
    from notes_engine.pdf.binding.fonts import Fonts

_LEFT_OUT = frozenset(("/Type", "/Parent"))
_OWN = frozenset(("/Annots", "/Contents"))
"""Of a page: an annotation belongs to one page alone (ISO 32000-1, 12.5.2), and contents are rarely the same."""


class ForeignPages:
    """The pages of one PDF, as a book takes them."""

    def __init__(self, content: bytes, known: Known, fonts: Fonts, numbers: Sequence[int]) -> None:
        """Open the PDF.

        Args:
            content: its bytes.
            known: what was copied into the book before.
            fonts: the book's; they print what is printed with parts of them.
            numbers: the book's object numbers of the pages, in their order.

        Raises:
            ValueError: it is no PDF, or has other pages.
        """
        self._pdf = _opened(content)
        self._pages = [page.obj for page in self._pdf.pages]
        theirs = {page.objgen: number for page, number in zip(self._pages, numbers, strict=True)}
        self._copied = Copied(known, theirs)
        self._name_places()
        try:
            for font in foreign_fonts(self._pages):
                number = fonts.whole_of(font.name, font.file.read_bytes(), font.glyphs)
                if number is not None:
                    theirs[font.file.objgen] = number
        except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
            raise ValueError("a font is damaged") from error

    def page(self, index: int) -> bytes:
        """Return a page's dictionary but for its type and its parent, and write all that it refers to.

        Raises:
            ValueError: a part of it is damaged.
        """
        try:
            return b"".join(self._entries(self._pages[index], _LEFT_OUT))
        except pikepdf.PdfError as error:
            raise ValueError("the page is damaged") from error

    def close(self) -> None:
        """Forget the PDF."""
        self._pdf.close()

    def _name_places(self) -> None:
        """Let links lead to places instead of names, so that names of different files cannot meet."""
        names = self._pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests)
        places = {} if names is None else {str(name): place for name, place in NameTree(names).items()}
        for page in self._pages:
            for annotation in page.get(Name.Annots, ()):
                place = annotation.get(Name.Dest)
                if isinstance(place, String) and str(place) in places:
                    annotation.Dest = places[str(place)]

    def _made(self, item: Any) -> Made:  # noqa: ANN401  pikepdf's objects
        if isinstance(item, Stream):
            return b"".join(self._entries(item, frozenset(("/Length",)))), item.read_raw_bytes()
        return self._inside(item), None

    def _entries(self, item: Any, left_out: frozenset[str]) -> Iterator[bytes]:  # noqa: ANN401
        for key in sorted(item.keys()):  # in any order, they come in another each time
            if key not in left_out:
                yield Name(key).unparse() + b" " + self._written(item[key], is_shared=key not in _OWN)

    def _written(self, item: Any, *, is_shared: bool = True) -> bytes:  # noqa: ANN401
        """Return an object as it stands in another: a reference where it has a number of its own."""
        if isinstance(item, pikepdf.Object) and item.is_indirect:
            return b"%d 0 R" % self._copied.number(item.objgen, lambda: self._made(item), is_shared=is_shared)
        if not is_shared and isinstance(item, Array):
            return b"[" + b" ".join(self._written(each, is_shared=False) for each in item) + b"]"
        return self._inside(item)

    def _inside(self, item: Any) -> bytes:  # noqa: ANN401
        if isinstance(item, Dictionary):
            return b"<<" + b"".join(self._entries(item, frozenset())) + b">>"
        if isinstance(item, Array):
            return b"[" + b" ".join(map(self._written, item)) + b"]"
        if isinstance(item, pikepdf.Object):
            return bytes(item.unparse())
        if isinstance(item, bool):
            return b"true" if item else b"false"
        if item is None:
            return b"null"
        if isinstance(item, (int, float, Decimal)):
            return f"{item:f}".encode() if not isinstance(item, int) else b"%d" % item
        raise TypeError(f"a PDF holds no {type(item).__name__}")


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError as error:
        raise ValueError("the PDF is damaged") from error
