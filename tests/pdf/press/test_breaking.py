"""A text breaks into lines where WeasyPrint breaks it, or it is not said where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notes_engine.pdf.press.breaking import broken_lines
from notes_engine.pdf.press.refusal import NotPlainError
from notes_engine.pdf.press.textline import TextSetter
from tests.pdf.press.press_type import LOOKS, Types, set_or_refused

if TYPE_CHECKING:
    from tests.pdf.press.press_bench import PressBench

PLAIN = (
    "iPhone 13 Pro 128GB 64 GB (noir) - – — A/B USB-C Saint-Étienne d'été l’Église 1,5 1.5 3,5mm « » «noir» "
    '"15 “x” (ø x 6.1" & + × n° 100% 100 % € $12 €5 #5 A+ [new] {x} a_b x*y a;b a:b a!b what? no. e.g. '
    "http://x.y/z?a=b a=b a|b a\\b ~5 x… ... ! ? –x -5 -- a--b a–b a—b x·y ½ AV To T. Wörter straße 1/2 24/7 and/or "
    "S/M (A) A(B) [A]B i WWWW § §5 °C 20°C \u00a0x x\u00a0y x\u202fy ‚a‘ „b“ † • …x 't '90s x' ¿qué ¡hola x¿ 3×4 5€ "
    "№5 −5 5−3 10:30 a@b.c @x ^x `x x` ‰ 5‰ ‐a a‐b a‑b a‒b a―b x‖y x‥y ‽ x‽y ₤5 ² a² x²y ¼ ¬ ±5 ´ a´b ¨ a¸b a¦b ¢ 5¢ "
    "¶ · ŉ ǆ"
)
"""Words with every sign at which a line might break, or might not."""
WORDS = st.sampled_from(PLAIN.split(" "))
TITLES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
NUDGES = st.sampled_from((-0.3, -0.26, -0.24, -0.1, -0.001, 0, 0.001, 0.1, 0.24, 0.26, 0.3))


@pytest.fixture(scope="module")
def types(bench: PressBench) -> Types:
    return Types(bench)


@pytest.fixture(scope="module")
def setter() -> TextSetter:
    return TextSetter()


def lines_or_none(types: Types, look: tuple[str, str], text: str, room: float) -> tuple[str, ...] | None:
    try:
        return broken_lines(text, types.made(*look)[0], room)
    except NotPlainError:
        return None


def width(types: Types, look: tuple[str, str], text: str) -> float:
    """Return how wide a text is, or nearly: one that is refused has no width."""
    mine = set_or_refused(types.made(*look)[0], text)
    return len(text) * 7.0 if mine is None else mine.width


def require_weasyprints(types: Types, setter: TextSetter, look: tuple[str, str], text: str, room: float) -> None:
    mine = lines_or_none(types, look, text, room)
    assert mine is None or mine == setter.lines(text, types.made(*look)[1], room)


@settings(max_examples=500, deadline=None)
@given(look=st.sampled_from(LOOKS), text=TITLES, share=st.floats(0.05, 1.1))
@example(look=LOOKS[0], text="Pro x\u00a0y a—b", share=0.8)
def test_it_breaks_as_weasyprint_or_not_at_all(
    types: Types, setter: TextSetter, look: tuple[str, str], text: str, share: float
) -> None:
    require_weasyprints(types, setter, look, text, width(types, look, text) * share)


@settings(max_examples=300, deadline=None)
@given(look=st.sampled_from(LOOKS), text=TITLES, data=st.data(), nudge=NUDGES)
def test_a_word_that_hardly_fits_or_hardly_does_not_is_no_trap(
    types: Types, setter: TextSetter, look: tuple[str, str], text: str, data: st.DataObject, nudge: float
) -> None:
    begun = text[: data.draw(st.integers(1, len(text)))]
    require_weasyprints(types, setter, look, text, width(types, look, begun) + nudge)


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("noir", "a—b"),
        ("noir", "a´b"),
        ("noir", "USB-C"),
        ("noir", "A/B"),
        ("noir", "and/or"),
        ("a »", "(A)"),
        ("“x”", "(A)"),
        ("noir —", "(A)"),
        ("noir (", "A)"),
        ("noir", "!"),
        ("noir", "/x"),
        ("noir", "5€"),
        ("noir", "Saint-Étienne"),
        ("noir", "1,5"),
    ],
)
def test_no_room_between_a_part_of_a_word_and_the_whole_is_a_trap(
    types: Types, setter: TextSetter, before: str, word: str
) -> None:
    """Every room from that of the first letter to that of the last, in steps of a tenth of a pixel."""
    look = LOOKS[0]
    typeface, _ = types.made(*look)
    text = f"{before} {word} noir"
    room = typeface.set(before).width - 1
    while room < typeface.set(text).width + 1:
        require_weasyprints(types, setter, look, text, room)
        room += 0.1


def test_usual_titles_are_broken_and_not_refused(types: Types, setter: TextSetter) -> None:
    titles = [
        "iPhone 13 Pro 128 GB - Graphite - Débloqué tout opérateur",
        "Samsung Galaxy S21 5G 256 GB (Dual Sim) schwarz, ohne Vertrag",
        "MacBook Air 13 pouces M1 8 Go RAM 256 Go SSD, clavier AZERTY",
        "Écouteurs sans fil d'occasion, modèle 2021 & boîtier de charge",
    ]
    rooms = [60 + 7.3 * step for step in range(20)]
    found = {(text, room): lines_or_none(types, LOOKS[0], text, room) for text in titles for room in rooms}
    told = [lines for lines in found.values() if lines is not None]
    assert len(told) >= len(found) * 0.6
    assert max(map(len, told)) >= 4
    for (text, room), lines in found.items():
        if lines is not None:
            assert lines == setter.lines(text, types.made(*LOOKS[0])[1], room)


def test_one_line_is_the_text_itself(types: Types) -> None:
    assert broken_lines("iPhone 13 a—b", types.made(*LOOKS[0])[0], 500) == ("iPhone 13 a—b",)


@pytest.mark.parametrize(
    "title",
    [
        "iPhone 13 Pro (128 GB) noir - Très bon état",
        "Câble USB-C/Lightning - 1,5 m et chargeur",
        "Samsung «Galaxy» S21 – 256 GB “neuf” ou presque",
        "Chargeur 3,5mm a—b pour l’Église Saint-Étienne d'été",
        "noir a´b noir a´b noir a´b noir a´b noir a´b noir a´b",
        "a » (A) a » (A) a » (A) a » (A) a » (A) a » (A) a » (A)",
    ],
)
@pytest.mark.parametrize("width", [101, 133, 171])
def test_a_page_is_broken_as_weasyprint_breaks_it(bench: PressBench, title: str, width: int) -> None:
    found = bench.compare(f'<p style="width: {width}px; font: 10pt Source Sans Pro">{{0}}</p><p>{{1}}</p>', title, "x")
    assert not isinstance(found, list)  # of differences; else it is the same page, or why it was not stamped
