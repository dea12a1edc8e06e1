from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from notes_engine.preview.limits import PICTURE_PIXELS, WIDEST_PICTURE
from notes_engine.preview.pictures import Pictures


def pdf(width: float, height: float, pages: int = 1) -> bytes:
    """Return a PDF of so many empty pages, sizes in points."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


def test_a_page_is_as_wide_as_asked_for() -> None:
    width, height = size(Pictures().draw(pdf(595, 842, 3), 3, 1000))
    assert abs(width - 1000) <= 1
    assert abs(height - 1000 * 842 / 595) <= 1


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_told(page: int) -> None:
    with pytest.raises(IndexError):
        Pictures().draw(pdf(595, 842), page, 100)


def test_no_picture_is_larger_than_it_may_be() -> None:
    wide, high = size(Pictures().draw(pdf(595, 842), 1, 10**6))
    assert wide <= WIDEST_PICTURE + 1
    assert wide * high <= PICTURE_PIXELS * 1.01
    # A page as long as a street: narrower then, but whole.
    wide, high = size(Pictures().draw(pdf(100, 14_000), 1, WIDEST_PICTURE))
    assert wide * high <= PICTURE_PIXELS * 1.01
    assert abs(high / wide - 140) < 2
