"""A typeface sets a text as WeasyPrint does, or refuses it."""

from __future__ import annotations

import string
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.text.line_break import split_first_line

from notes_engine.pdf.press.refusal import NotPlainError
from notes_engine.pdf.press.sameness import SAMPLES, _Context, _drawn, _places
from tests.pdf.press.press_type import LOOKS, Types, set_or_refused

if TYPE_CHECKING:
    from notes_engine.pdf.press.typeface import SetText, Typeface
    from notes_engine.pdf.untyped import Style
    from tests.pdf.press.press_bench import PressBench

SIGNS = "".join(map(chr, (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2200))))
COMMON = string.ascii_letters + string.digits + " \u00a0.,'’-/()\\éèüßŁœ" + "fiffTAVWY" * 3
TEXTS = st.text(st.sampled_from(COMMON) | st.sampled_from(SIGNS), min_size=1, max_size=14).filter(
    lambda text: bool(text.strip())  # of nothing but spaces WeasyPrint draws nothing
)


@pytest.fixture(scope="module")
def types(bench: PressBench) -> Types:
    return Types(bench)


def as_weasyprint(text: str, mine: SetText, style: Style) -> bool:
    """Return whether width, glyphs and moves are WeasyPrint's."""
    layout, _, _, width, _, _ = split_first_line(text, style, _Context(), None, 0)
    try:
        return abs(width - mine.width) <= 1 / 512 and _drawn(text, layout, style) == _places(mine)
    except NotPlainError:  # in several runs
        return False


@settings(max_examples=400, deadline=None)
@given(look=st.sampled_from(LOOKS), text=TEXTS)
def test_it_sets_texts_as_weasyprint_or_not_at_all(types: Types, look: tuple[str, str], text: str) -> None:
    typeface, style = types.made(*look)
    mine = set_or_refused(typeface, text)
    assert mine is None or as_weasyprint(text, mine, style)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_sign_is_set_as_weasyprint_sets_it_or_refused(types: Types, look: tuple[str, str]) -> None:
    """Signs that the font lacks are another font's business, though HarfBuzz can put some together (Ṩ, ȩ, ⁄)."""
    typeface, style = types.made(*look)
    found = [(sign, set_or_refused(typeface, f"x{sign}4")) for sign in SIGNS]
    wrong = [sign for sign, mine in found if mine is not None and not as_weasyprint(f"x{sign}4", mine, style)]
    assert wrong == []
    assert {sign for sign, mine in found if mine is not None} >= set("Aé§ \u00a0(/")


@pytest.mark.parametrize("look", LOOKS[:8], ids=str)
def test_every_pair_of_letters_is_kerned_as_weasyprint_kerns_it(types: Types, look: tuple[str, str]) -> None:
    typeface, style = types.made(*look)
    letters = string.ascii_letters + string.digits + ".,’-"
    rows = ["".join(first + second for second in letters) for first in letters] + list(SAMPLES)
    wrong = [row for row in rows if (mine := set_or_refused(typeface, row)) and not as_weasyprint(row, mine, style)]
    assert wrong == []
    moved = [pair for pair in map("".join, pairwise("AVATAWAYLT")) if typeface.set(pair).moves]
    assert moved  # the font does kern


@pytest.mark.parametrize(
    "text",
    [
        "",
        "e\u0301",
        "so\u00adft",
        "a\u200bb",
        "a\u200db",
        "a\u200eb",
        "a\u202eb",
        "a\tb",
        "a\nb",
        "a\rb",
        "a\0b",
        "שרה",
        "Σ",
        "Ж",
        "漢",
        "☎",
        "©",
        "™",
        "🙂",
        "\ufeff",
        "\ud800",
        "\ue000",
        "1⁄2",
        "ﬁ",
        "a\u2028b",
    ],
)
def test_what_is_not_plain_is_refused_every_time(types: Types, text: str) -> None:
    typeface, _ = types.made(*LOOKS[0])
    for _ in range(2):
        with pytest.raises(NotPlainError):
            typeface.set(text)


@pytest.mark.parametrize(
    ("text", "collapses"), [("a b", False), (" a", True), ("a ", True), ("a  b", True), ("a\u00a0\u00a0b", False)]
)
def test_spaces_that_html_collapses_are_known(types: Types, text: str, collapses: bool) -> None:
    assert types.made(*LOOKS[0])[0].set(text).is_collapsing is collapses


def read(mine: SetText) -> list[int]:
    """Return glyphs and moves as a reader of PDFs finds them in what draws a text."""
    with pikepdf.new() as pdf:
        (instruction,) = pikepdf.parse_content_stream(pdf.make_stream(mine.show))
    parts = instruction.operands[0] if str(instruction.operator) == "TJ" else [instruction.operands[0]]
    found = []
    for part in list(parts):
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            found += [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
        else:
            found.append(-1_000_000 + int(part))
    return found


def require_readable(typeface: Typeface, text: str) -> None:
    mine = typeface.set(text)
    assert read(mine) == _places(mine)
    assert "".join(mine.chars) == text
    assert len(mine.glyphs) == len(mine.chars) == len(mine.widths)


@settings(max_examples=150, deadline=None)
@given(look=st.sampled_from(LOOKS), text=TEXTS)
def test_what_draws_a_text_is_read_as_its_glyphs(types: Types, look: tuple[str, str], text: str) -> None:
    typeface, _ = types.made(*look)
    if set_or_refused(typeface, text):
        require_readable(typeface, text)


def test_numbers_of_glyphs_may_hold_every_sign_of_a_pdfs_strings(types: Types) -> None:
    typeface, _ = types.made("", "fr")
    signs = {sign: typeface.set(sign).glyphs for sign in SIGNS if set_or_refused(typeface, sign)}
    for byte in (b"(", b")", b"\\", b"\r", b"\n"):
        texts = [sign for sign, glyphs in signs.items() if byte in b"".join(g.to_bytes(2, "big") for g in glyphs)]
        assert texts, f"no glyph has {byte!r} in its number: this test needs another font"
        for sign in texts:
            for text in (sign, sign * 3, f"\\{sign}(", f"A{sign}V", f"{sign}AV{sign}"):
                require_readable(typeface, text)


def test_ligatures_stand_for_all_their_letters(types: Types) -> None:
    typeface, _ = types.made("font-family: DejaVu Sans", "fr")
    office = typeface.set("office")
    assert (len(office.glyphs), "".join(office.chars)) == (4, "office")
    assert "ffi" in office.chars


def test_it_forgets_texts_and_sets_them_again(types: Types, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notes_engine.pdf.press.typeface._REMEMBERED", 3)
    typeface, _ = types.made("font-size: 11px", "fr")
    before = typeface.set("AV").show
    for text in string.ascii_letters:
        typeface.set(text)
    assert len(typeface.known) <= 4
    assert typeface.set("AV").show == before
