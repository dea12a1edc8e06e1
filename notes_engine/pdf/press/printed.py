"""A note in a finished file beside the same note typeset alone: pages, links and bookmarks that must not differ."""

from __future__ import annotations

import ctypes
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from notes_engine.pdf.metadata import plain
from notes_engine.pdf.press.proof import BOX, page_differences
from notes_engine.pdf.records import caught_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from notes_engine.pdf.metadata import NoteInfo
    from notes_engine.pdf.untyped import Document

_LONGEST_URL = 16_384
"""Bytes read of a link's address at a time."""

_Place = tuple[int, int, tuple[float, ...]]
"""A page from 0, how it is shown (pdfium's number), and where on it in points."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a note lies in its file."""

    first: int
    """From 0."""
    count: int
    position: int
    """Which of the file's notes it is, from 0."""


class PrintedFile:
    """A finished PDF, opened by its path: its pages are read when they are asked for, however many there are."""

    def __init__(self, path: Path, *, merged: bool) -> None:
        """`merged`: every note has one bookmark, its order number; else the file is one note with its own bookmarks.

        Raises:
            pypdfium2.PdfiumError: it is no PDF.
        """
        self._pdf = pypdfium2.PdfDocument(path)
        self._merged = merged
        self._bookmarks: tuple[int, raw.FPDF_BOOKMARK | None] = (-1, None)

    def differences(self, pages: Pages, document: Document, info: NoteInfo) -> list[str]:
        """Return what tells a note in the file apart from WeasyPrint's document of it; empty when nothing does.

        The pages are numbered from 1, as the note's. No text of the note is in it.
        """
        with _written(document) as alone:
            if len(alone) != pages.count:
                return [f"{pages.count} pages, and {len(alone)} typeset"]
            if pages.first + pages.count > len(self._pdf):
                return [f"its file ends before its last page: {len(self._pdf)} pages"]
            found: list[str] = []
            for number in range(pages.count):
                with _page(self._pdf, pages.first + number) as mine, _page(alone, number) as theirs:
                    what = [*page_differences(mine, theirs)]
                    what += _link_differences(_links(self._pdf, mine, pages.first), _links(alone, theirs, 0))
                found += [f"page {number + 1}: {each}" for each in what]
            return [*found, *self._bookmark_differences(pages, alone, info)]

    def _bookmark_differences(self, pages: Pages, alone: pypdfium2.PdfDocument, info: NoteInfo) -> Iterator[str]:
        if not self._merged:
            if not _are_outlines_same(list(_outline(self._pdf)), list(_outline(alone))):
                yield "its bookmarks differ"
            if self._pdf.get_metadata_value("Title") != plain(info.title):
                yield "its title differs"
            return
        bookmark = self._bookmark(pages.position)
        if bookmark is None:
            yield "its bookmark is missing"
            return
        if bookmark.get_title() != info.bookmark:
            yield "its bookmark has another title"
        place = _place(self._pdf, bookmark.get_dest(), pages.first)
        top = (0, raw.PDFDEST_VIEW_XYZ, (0.0, _height(self._pdf, pages.first)))
        if not _is_same_place(place, top):
            yield "its bookmark leads to another place"

    def _bookmark(self, position: int) -> pypdfium2.PdfBookmark | None:
        """Return the file's bookmark at a position; quickest for positions that rise."""
        at, bookmark = self._bookmarks
        if at < 0 or position < at:
            at, bookmark = 0, raw.FPDFBookmark_GetFirstChild(self._pdf, None)
        while bookmark and at < position:
            at, bookmark = at + 1, raw.FPDFBookmark_GetNextSibling(self._pdf, bookmark)
        self._bookmarks = (at, bookmark)
        return pypdfium2.PdfBookmark(bookmark, self._pdf, 0) if bookmark else None

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()


_SAID = ("Author", "Subject", "Keywords", "Creator")
"""What a template says of its note; the title is the file's."""


def says_differently(one: bytes, other: bytes) -> list[str]:
    """Return what two files of one note say differently: links, bookmarks and metadata. No text of theirs is in it."""
    first, second = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        found = [f"its {name} differs" for name in _SAID if _said(first, name) != _said(second, name)]
        if not _are_outlines_same(list(_outline(first)), list(_outline(second))):
            found.append("its bookmarks differ")
        for number in range(min(len(first), len(second))):
            with _page(first, number) as mine, _page(second, number) as theirs:
                found += _link_differences(_links(first, mine, 0), _links(second, theirs, 0))
        return found
    finally:
        first.close()
        second.close()


def _said(pdf: pypdfium2.PdfDocument, name: str) -> str:
    return plain(pdf.get_metadata_value(name))


@contextmanager
def _written(document: Document) -> Iterator[pypdfium2.PdfDocument]:
    """Give a note's document as WeasyPrint itself writes it."""
    buffer = io.BytesIO()
    with caught_records():  # what is logged here was found when the note was typeset
        document.write_pdf(buffer)
    pdf = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        yield pdf
    finally:
        pdf.close()


@contextmanager
def _page(pdf: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    page = pdf[number]
    try:
        yield page
    finally:
        page.close()


def _height(pdf: pypdfium2.PdfDocument, number: int) -> float:
    with _page(pdf, number) as page:
        height: float = page.get_height()
        return height


@dataclass(frozen=True, slots=True)
class _Link:
    target: str | _Place | None
    rectangle: tuple[float, float, float, float]


def _links(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, first: int) -> list[_Link]:
    """Return a page's links from top to bottom; pages they lead to are counted from the note's first."""
    found = []
    position, link, sides = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, position, link):
        raw.FPDFLink_GetAnnotRect(link, sides)
        rectangle = (sides.left, sides.bottom, sides.right, sides.top)
        found.append(_Link(_target(pdf, link, first), rectangle))
    return sorted(found, key=lambda each: (-each.rectangle[3], each.rectangle[0]))


def _target(pdf: pypdfium2.PdfDocument, link: raw.FPDF_LINK, first: int) -> str | _Place | None:
    destination = raw.FPDFLink_GetDest(pdf, link)
    if destination:
        return _place(pdf, pypdfium2.PdfDest(destination, pdf), first)
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return None
    buffer = ctypes.create_string_buffer(_LONGEST_URL)
    length = raw.FPDFAction_GetURIPath(pdf, action, buffer, _LONGEST_URL)
    if length > _LONGEST_URL:
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(pdf, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _place(pdf: pypdfium2.PdfDocument, destination: pypdfium2.PdfDest | None, first: int) -> _Place | None:
    if destination is None:
        return None
    page = destination.get_index()
    mode, where = destination.get_view()
    return (-1 if page is None else page - first, mode, tuple(where[:2]))


def _link_differences(mine: Sequence[_Link], theirs: Sequence[_Link]) -> Iterator[str]:
    if len(mine) != len(theirs):
        yield f"{len(mine)} and {len(theirs)} links"
        return
    left = list(theirs)
    for link in mine:
        partner = next((other for other in left if _is_near(link.rectangle, other.rectangle)), None)
        if partner is None:
            yield "a link stands elsewhere"
            continue
        left.remove(partner)
        if not _is_same_target(link.target, partner.target):
            yield "a link leads elsewhere"


def _is_same_target(one: str | _Place | None, other: str | _Place | None) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _is_same_place(one, other)
    return one == other


def _is_same_place(one: _Place | None, other: _Place | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[:2] == other[:2] and _is_near(one[2], other[2])


def _is_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= BOX for a, b in zip(one, other, strict=True))


def _outline(pdf: pypdfium2.PdfDocument) -> Iterator[tuple[int, str, _Place | None]]:
    for bookmark in pdf.get_toc():
        yield bookmark.level, bookmark.get_title(), _place(pdf, bookmark.get_dest(), 0)


def _are_outlines_same(
    one: Sequence[tuple[int, str, _Place | None]], other: Sequence[tuple[int, str, _Place | None]]
) -> bool:
    return len(one) == len(other) and all(
        a[:2] == b[:2] and _is_same_place(a[2], b[2]) for a, b in zip(one, other, strict=True)
    )
