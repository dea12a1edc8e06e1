"""Foreign pages: those that the typesetter wrote into a PDF of their own come over into a book."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Stream, String

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.pdf.binding.objects import Objects

_LEFT_OUT = frozenset(("/Type", "/Parent"))


class ForeignPages:
    """The pages of one PDF, as a book takes them."""

    def __init__(self, content: bytes, objects: Objects, numbers: Sequence[int]) -> None:
        """`numbers` are the book's object numbers of the pages, in their order; raises ValueError if it is no PDF."""
        self._pdf = _opened(content)
        self._objects = objects
        self._pages = [page.obj for page in self._pdf.pages]
        self._numbers = {page.objgen: number for page, number in zip(self._pages, numbers, strict=True)}
        self._waiting: list[tuple[int, pikepdf.Object]] = []
        self._name_places()

    def page(self, index: int) -> bytes:
        """Return a page's dictionary but for its type and its parent, and write all that it refers to.

        Raises:
            ValueError: a part of it is damaged.
        """
        try:
            inner = b"".join(self._entries(self._pages[index], _LEFT_OUT))
            self._write_waiting()
        except pikepdf.PdfError as error:
            raise ValueError("the page is damaged") from error
        return inner

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

    def _write_waiting(self) -> None:
        while self._waiting:
            number, item = self._waiting.pop()
            if isinstance(item, Stream):
                head = b"".join(self._entries(item, frozenset(("/Length",))))
                self._objects.write_stream(number, head, item.read_raw_bytes())
            else:
                self._objects.write(number, self._inside(item))

    def _entries(self, item: Any, left_out: frozenset[str]) -> Iterator[bytes]:  # noqa: ANN401  pikepdf's objects
        for key in sorted(item.keys()):  # in any order, they come in another each time
            if key not in left_out:
                yield Name(key).unparse() + b" " + self._written(item[key])

    def _written(self, item: Any) -> bytes:  # noqa: ANN401
        """Return an object as it stands in another: a reference where it has a number of its own."""
        if isinstance(item, pikepdf.Object) and item.is_indirect:
            if item.objgen not in self._numbers:
                self._numbers[item.objgen] = self._objects.reserve()
                self._waiting.append((self._numbers[item.objgen], item))
            return b"%d 0 R" % self._numbers[item.objgen]
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
