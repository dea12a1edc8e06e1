"""A plate on the shelf makes the same book as the cast that it was made from; a damaged one is none."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.pdf.binding.book import Book
from notes_engine.pdf.binding.fonts import Cutter, Fonts
from notes_engine.pdf.binding.objects import Objects
from notes_engine.pdf.binding.plates import PlatePage, pack_plate, unpack_plate
from notes_engine.pdf.press.cast import Cast, CastFont, CastMetadata, CastPage, Part
from notes_engine.pdf.press.not_stamped import NotStamped
from tests.pdf.binding.section_bench import LAYOUT
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from notes_engine.pdf.binding.plates import Plate

LENGTHS = st.floats(allow_nan=False, allow_infinity=False)
BOXES = st.lists(st.tuples(st.sampled_from(("MediaBox", "TrimBox")), st.tuples(*[LENGTHS] * 4)), max_size=2).map(tuple)
PAGES = st.lists(
    st.builds(CastPage, BOXES, st.integers(0, 99), st.just(()), st.just(()), LENGTHS), min_size=1, max_size=3
).map(tuple)
PARTS = st.lists(st.builds(Part, st.integers(0, 99), st.binary(), st.none() | st.binary()), max_size=4).map(tuple)
NUMBERS = st.integers(-2000, 2000)
GLYPHS = st.lists(st.tuples(NUMBERS, st.text(max_size=3), NUMBERS), max_size=4).map(tuple)
FONTS = st.lists(
    st.builds(CastFont, *[st.text(max_size=5)] * 3, *[NUMBERS] * 4, st.text(max_size=5), NUMBERS, GLYPHS), max_size=2
).map(tuple)


def cast(pages: tuple[CastPage, ...], parts: tuple[Part, ...], fonts: tuple[CastFont, ...]) -> Cast:
    return Cast("plate", pages, parts, fonts, (), (), CastMetadata((), (), (), ()), (), "")


@given(PAGES, PARTS, FONTS)
def test_a_plate_says_what_its_cast_says(
    pages: tuple[CastPage, ...], parts: tuple[Part, ...], fonts: tuple[CastFont, ...]
) -> None:
    plate = unpack_plate(pack_plate(cast(pages, parts, fonts)))
    assert plate.name == "plate"
    assert repr(plate.pages) == repr(tuple(PlatePage(page.boxes, page.form) for page in pages))  # -0 is not 0
    assert plate.parts == parts
    assert plate.fonts == fonts


def test_a_book_of_a_plate_is_that_of_its_cast(bench: PressBench) -> None:
    stamped = bench.press.stamp(marked(LAYOUT, "Zoé", "https://a.invalid/", "1,00 €"))
    assert not isinstance(stamped, NotStamped)

    def bound(plate: Cast | Plate) -> bytes:
        file = io.BytesIO()
        objects = Objects(file)
        fonts = Fonts(objects, Cutter(bench.press.faces))
        book = Book(objects, fonts)
        book.add_cast(plate)
        book.open(len(plate.pages), 1)
        book.add_bookmark("A1", 800)
        for page in range(len(plate.pages)):
            book.add_stamped(plate, page, b"", [("https://a.invalid/", None, (0.0, 1.0, 2.5, -0.0))])
        fonts.write()
        book.close(title="", language="")
        return file.getvalue()

    assert bound(unpack_plate(pack_plate(stamped.cast))) == bound(stamped.cast)


@pytest.mark.parametrize("place", [0, 40, 64, 70, -1])
def test_a_plate_with_another_byte_is_none(place: int) -> None:
    packed = bytearray(pack_plate(cast((CastPage((), 1, (), (), 10.0),), (Part(1, b"<<>>", b"q Q"),), ())))
    packed[place] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        unpack_plate(bytes(packed))


def test_nothing_is_no_plate() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack_plate(b"")
