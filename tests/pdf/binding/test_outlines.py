"""A cut of a font is known by what it draws, and no other font is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from notes_engine.pdf.binding.fonts import subset_font
from notes_engine.pdf.binding.outlines import Outlines

FOLDER = Path("/usr/share/fonts/truetype/dejavu")


def font(name: str) -> bytes:
    if not (FOLDER / name).exists():
        pytest.skip("another machine has other fonts")
    return (FOLDER / name).read_bytes()


def test_a_cut_is_part_of_its_own_font_alone() -> None:
    glyphs = frozenset(range(36, 62))
    cut = Outlines(subset_font(font("DejaVuSans.ttf"), 0, glyphs))
    assert cut.is_part_of(Outlines(font("DejaVuSans.ttf")), glyphs)
    assert not cut.is_part_of(Outlines(font("DejaVuSerif.ttf")), glyphs)
    assert not cut.is_part_of(Outlines(font("DejaVuSans-Bold.ttf")), glyphs)


@pytest.mark.parametrize("other", [35, 62, 5000, 70_000])
def test_a_cut_that_lacks_what_is_printed_is_none(other: int) -> None:
    glyphs = frozenset(range(36, 62))
    cut = Outlines(subset_font(font("DejaVuSans.ttf"), 0, glyphs))
    whole = Outlines(font("DejaVuSans.ttf"))
    assert cut.is_part_of(whole, glyphs | {other}) == (not whole[other])


def test_a_font_that_shows_missing_letters_is_no_cut() -> None:
    whole = Outlines(font("DejaVuSans.ttf"))
    assert whole[0]
    assert not whole.is_part_of(whole, {36})


@pytest.mark.parametrize("content", [b"", b"no font", b"OTTO" + bytes(200)])
def test_what_is_no_font_is_part_of_none(content: bytes) -> None:
    assert not Outlines(content).is_part_of(Outlines(font("DejaVuSans.ttf")), {36})
