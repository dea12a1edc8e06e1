"""What stands in a plate's slots: tokens that are found again, and words that fill a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notes_engine.notes.marks import MOST_MARKS
from notes_engine.pdf.press.far_letters import far_pairs
from notes_engine.pdf.press.filler import (
    NARROW,
    WIDE,
    Letters,
    holds_token,
    narrow_token,
    other_string,
    token,
    tokens_in,
    with_values,
)
from notes_engine.pdf.press.skeleton import Skeleton
from notes_engine.pdf.press.textline import TextSetter
from notes_engine.pdf.press.typeface import PLAIN_SIGNS
from tests.pdf.press.press_bench import marked

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import Style
    from tests.pdf.press.press_bench import PressBench

_SLOTS = st.integers(0, MOST_MARKS - 1)


@given(first=_SLOTS, second=_SLOTS, between=st.sampled_from(["", " ", "i", "qa", "\u200c", "fi"]))
def test_tokens_are_found_wherever_they_stand(first: int, second: int, between: str) -> None:
    text = f"{between}{narrow_token(first)}{between}{token(second)}{between}"
    assert [slot for slot, _ in tokens_in(text)] == [first, second]
    values = {first: "one", second: "two"}
    filled = with_values(text, frozenset(values), [values.get(slot, "") for slot in range(MOST_MARKS)])
    assert filled == f"{between}{values[first]}{between}{values[second]}{between}"


def test_tokens_of_other_slots_stay() -> None:
    assert with_values(narrow_token(1) + token(2), frozenset(), []) == narrow_token(1) + token(2)


@given(slot=_SLOTS)
def test_a_string_of_the_wide_setting_is_an_address_and_no_token(slot: int) -> None:
    assert tokens_in(other_string(slot)) == []
    assert other_string(slot).startswith("https://")
    assert holds_token(other_string(slot).upper())
    assert holds_token(token(slot))


@pytest.mark.parametrize(
    "word", ["quiz", "https://www.qrz.com/db", "qaz", "QBZ", "waltz, bad nymph, for quick jigs vex"]
)
def test_words_that_people_write_are_no_tokens(word: str) -> None:
    assert tokens_in(word) == []
    assert not holds_token(word)


@pytest.fixture(scope="module")
def style(bench: PressBench) -> Style:
    return style_of(bench, "font-family: N")


def style_of(bench: PressBench, css: str) -> Style:
    document, _ = bench.lay_out(
        "<style>@font-face { font-family: N; src: url(notes-font:SourceSansPro-Regular.ttf) } p { "
        f"{css} }}</style><p>word</p>"
    )
    (text,) = (box for box in document.pages[0]._page_box.descendants() if getattr(box, "text", "") == "word")
    return text.style


def test_a_narrow_token_is_set_like_the_narrowest_value(style: Style) -> None:
    setter = TextSetter()
    plain, carrying = setter.one_line(NARROW, style), setter.one_line(narrow_token(4_711), style)
    assert (carrying.width, carrying.height, carrying.fonts) == (plain.width, plain.height, plain.fonts)
    assert carrying.is_plain


@given(room=st.floats(0, 700))
@example(room=304.3125)  # where kerning makes the words that seem nearest too narrow
def test_wide_words_fill_their_room_and_stay_in_it(style: Style, room: float) -> None:
    setter = TextSetter()

    def width(text: str) -> float:
        return setter.one_line(text, style).width

    pairs = far_pairs(style, setter)
    word = Letters(width, pairs).widest(room)
    assert word.startswith(pairs)
    if word != pairs[-1]:
        assert width(word) <= room
    if room > 3 * width(WIDE):
        assert width(word) > room - 0.4


@given(room=st.floats(20, 700))
def test_a_wide_word_reaches_up_and_down_all_along(style: Style, room: float) -> None:
    setter = TextSetter()
    pairs = far_pairs(style, setter)
    word = Letters(lambda text: setter.one_line(text, style).width, pairs).widest(room)
    assert word.endswith(pairs) or room < 9 * setter.one_line(pairs[0], style).width
    assert max(map(len, word.replace(pairs[0], " ").replace(pairs[1], " ").split()), default=0) <= 4


@pytest.mark.parametrize("family", ["N", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"])
def test_pairs_reach_as_far_as_any_sign_that_is_stamped(bench: PressBench, family: str) -> None:
    style = style_of(bench, f"font: 100px {family}")
    setter = TextSetter()
    fonts = setter.one_line(WIDE, style).fonts
    texts = [(sign, setter.one_line(sign, style)) for sign in PLAIN_SIGNS if sign.strip()]
    own = [sign for sign, text in texts if text.fonts == fonts and text.is_plain]
    reaches = [reach for sign in own if (reach := setter.reach(sign, style))]
    assert len(reaches) > 400
    for pair, slack in zip(far_pairs(style, setter), (1.6, 6.6), strict=True):
        up, down = zip(*(setter.reach(sign, style) or (0, 0) for sign in pair), strict=True)
        assert max(up) >= max(reach[0] for reach in reaches) - slack
        assert max(down) >= max(reach[1] for reach in reaches) - slack


def test_a_font_without_far_letters_makes_words_of_its_own(style: Style) -> None:
    class Bare(TextSetter):
        def reach(self, sign: str, style: Style) -> tuple[float, float] | None:
            return super().reach(sign, style) if sign in "dg" else None

    assert far_pairs(style, Bare()) == ("dg", "dg")


def test_a_value_in_a_text_and_in_a_link_is_baked() -> None:
    note = marked('<p>{0}</p><a href="{1}">{0}</a><a href="{0}">x</a>', "https://shop.example/", "https://b.example/")
    assert dict(Skeleton(note.skeleton).kinds) == {0: "baked", 1: "string"}
