"""A book is a right PDF of any size: its tree of pages, its outline, its links; the same input, the same bytes."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.pdf.binding.book import Book
from notes_engine.pdf.binding.fonts import Cutter, Fonts
from notes_engine.pdf.binding.objects import Objects, string
from notes_engine.pdf.press.cast import Cast, CastMetadata, CastPage, Part
from notes_engine.pdf.press.faces import Faces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.pdf.binding.book import Link

FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 100 50]/Resources <</Font FONTS>>/Filter/FlateDecode /Length 9>>"
MARGIN = (-1.5, 0.0, 100.0, 50.123456)
CAST = Cast(
    "plate",
    (CastPage((("MediaBox", MARGIN), ("TrimBox", (0.0, 0.0, 99.0, 49.0))), 7, (), (), 66.8),),
    (Part(7, FORM, zlib.compress(b"0 0 10 10 re f")),),
    (),
    (),
    (),
    CastMetadata((), (), (), ()),
    (),
    "",
)
CONTENT = zlib.compress(b"/P Do")


def bound(
    notes: Sequence[tuple[str, int]], links: Sequence[Link] = (), *, title: str = "", language: str = ""
) -> bytes:
    """Return a book of notes, each with its bookmark and its number of pages; the first page has the links."""
    file = io.BytesIO()
    objects = Objects(file)
    fonts = Fonts(objects, Cutter(Faces()))
    book = Book(objects, fonts)
    book.add_cast(CAST)
    book.add_cast(CAST)
    fonts.write()
    book.open(sum(pages for _, pages in notes), len(notes))
    for number, (bookmark, pages) in enumerate(notes):
        book.add_bookmark(bookmark, 50.25)
        for page in range(pages):
            book.add_stamped(CAST, 0, CONTENT, links if number == page == 0 else ())
    book.close(title=title, language=language)
    return file.getvalue()


def opened(content: bytes) -> pikepdf.Pdf:
    """Open a PDF in which qpdf and pdfium find nothing wrong."""
    pdf = pikepdf.open(io.BytesIO(content))
    assert pdf.check_pdf_syntax() == []
    assert pdf.get_warnings() == []
    seen = pypdfium2.PdfDocument(content)
    assert len(seen) == len(pdf.pages)
    seen.close()
    return pdf


def leaves(node: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, int]]:
    """Yield a tree's pages, each with its depth, and check the tree on the way."""
    found = 0
    for kid in node.Kids:
        assert kid.Parent.objgen == node.objgen
        below = [(kid, 1)] if kid.Type == pikepdf.Name.Page else [(page, deep + 1) for page, deep in leaves(kid)]
        found += len(below)
        yield from below
    assert node.Count == found
    assert 1 <= len(node.Kids) <= 64


@pytest.mark.parametrize(("pages", "depth"), [(1, 1), (2, 1), (63, 1), (64, 1), (65, 2), (4096, 2), (4097, 3)])
def test_every_page_hangs_on_its_tree_in_order(pages: int, depth: int) -> None:
    pdf = opened(bound([(f"n{number}", 1) for number in range(pages)]))
    found = list(leaves(pdf.Root.Pages))
    assert [deep for _, deep in found] == [depth] * pages
    assert [page.objgen for page, _ in found] == sorted(page.objgen for page, _ in found)
    assert "/Parent" not in pdf.Root.Pages
    with pdf.open_outline() as outline:
        assert [(item.title, item.destination[0].objgen) for item in outline.root] == [  # type: ignore[index]
            (f"n{number}", page.objgen) for number, (page, _) in enumerate(found)
        ]


def test_a_page_has_its_boxes_its_plate_and_its_content() -> None:
    pdf = opened(bound([("n", 1)]))
    page = pdf.pages[0]
    assert [float(side) for side in page.MediaBox] == pytest.approx(MARGIN, abs=1e-6)
    assert [float(side) for side in page.TrimBox] == [0, 0, 99, 49]
    assert page.Contents.read_bytes() == b"/P Do"
    form = page.Resources.XObject.P
    assert form.read_bytes() == b"0 0 10 10 re f"
    assert form.Resources.Font.objgen == page.Resources.Font.objgen


@settings(max_examples=40, deadline=None)
@given(notes=st.lists(st.tuples(st.text(max_size=12), st.integers(1, 3)), min_size=1, max_size=8))
def test_bookmarks_keep_their_order_and_their_words(notes: list[tuple[str, int]]) -> None:
    content = bound(notes)
    pdf = opened(content)
    pages = [page.objgen for page in pdf.pages]
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        firsts = [pages.index(item.destination[0].objgen) for item in outline.root]  # type: ignore[index,arg-type]
    assert titles == [bookmark for bookmark, _ in notes]
    assert firsts == [sum(pages for _, pages in notes[:place]) for place in range(len(notes))]
    assert bound(notes) == content


@settings(max_examples=200, deadline=None)
@given(text=st.text())
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert str(pikepdf.Object.parse(string(text))) == text


@pytest.mark.parametrize(
    "text", ["(", ")", "\\", "a(b", "\\(", "\r", "\r\n", "\n", "\t", "\0", "Zoé", "漢", "🙂", "(é"]
)
def test_odd_texts_are_read_as_they_were_written(text: str) -> None:
    assert str(pikepdf.Object.parse(string(text))) == text
    pdf = opened(bound([(text, 1)], title=text, language="fr-FR"))
    assert str(pdf.docinfo.Title) == text
    assert str(pdf.Root.Lang) == "fr-FR"


def test_half_a_character_is_no_fault() -> None:
    assert opened(bound([("a\ud800b", 1)], title="\udfff")).pages


def test_links_lead_to_addresses_and_to_places() -> None:
    links: list[Link] = [
        ("https://a.invalid/(x)?\\=1", None, (1.0, 2.0, 3.5, 4.123456)),
        ("totals", (1, 10.0, 20.0), (0.0, -0.0001, 5.0, 6.0)),
    ]
    pdf = opened(bound([("first", 2), ("second", 1)], links))
    out, inside = pdf.pages[0].Annots
    assert str(out.A.URI) == "https://a.invalid/(x)?\\=1"
    assert [float(side) for side in out.Rect] == [1, 2, 3.5, 4.123]
    assert inside.Dest[0].objgen == pdf.pages[1].objgen
    assert [float(inside.Dest[place]) for place in (2, 3)] == [10, 20]
    assert "/Annots" not in pdf.pages[1]
    assert "/Annots" not in pdf.pages[2]


def test_many_objects_fill_many_streams_and_all_are_found() -> None:
    file = io.BytesIO()
    objects = Objects(file)
    numbers = [objects.reserve() for _ in range(1001)]
    for number in reversed(numbers):
        objects.write(number, b"<</N %d>>" % number)
    streams = [objects.add_stream(b"/N %d" % place, bytes(range(256)), compress=bool(place % 2)) for place in range(5)]
    kids = b" ".join(b"%d 0 R" % number for number in (*numbers, *streams))
    pages = objects.add(b"<</Type/Pages/Count 0/Kids[]>>")
    objects.finish(objects.add(b"<</Type/Catalog/Pages %d 0 R/All[%b]>>" % (pages, kids)), objects.add(b"<<>>"))
    pdf = pikepdf.open(io.BytesIO(file.getvalue()))
    assert pdf.check_pdf_syntax() == []
    every = list(pdf.Root.All)
    assert [int(item.N) for item in every[:1001]] == numbers
    assert all(item.read_bytes() == bytes(range(256)) for item in every[1001:])


def test_files_that_begin_alike_differ_in_what_is_theirs() -> None:
    first = io.BytesIO()
    objects = Objects(first)
    shared = objects.add(b"(shared)")
    objects.add_stream(b"", b"shared stream")
    beginning = objects.beginning(first.getvalue())
    made = []
    for own in (b"(one)", b"(two)", b"(one)"):
        file = io.BytesIO()
        continued = Objects(file, beginning)
        pages = continued.add(b"<</Type/Pages/Count 0/Kids[]>>")
        mine = continued.add(own)
        catalog = b"<</Type/Catalog/Pages %d 0 R/Own %d 0 R/Shared %d 0 R>>" % (pages, mine, shared)
        continued.finish(continued.add(catalog), continued.add(b"<<>>"))
        made.append(file.getvalue())
        pdf = pikepdf.open(io.BytesIO(made[-1]))
        assert (str(pdf.Root.Own), str(pdf.Root.Shared)) == (own[1:-1].decode(), "shared")
        assert made[-1].startswith(first.getvalue())
    assert made[0] == made[2]
    assert pikepdf.open(io.BytesIO(made[0])).trailer.ID[0] != pikepdf.open(io.BytesIO(made[1])).trailer.ID[0]
