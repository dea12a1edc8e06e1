"""Values numbered by characters that take no room, and found again by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from notes_engine.notes.marks import MOST_MARKS
from notes_engine.pdf.press.joiners import numbered, numbers_in

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop

JOINERS = "\u200c\u200d"
SLOTS = st.integers(0, MOST_MARKS - 1)
TEXTS = st.text(st.characters(exclude_characters=JOINERS))


@given(st.lists(st.tuples(TEXTS, SLOTS, TEXTS)))
def test_the_numbers_of_all_values_are_found_in_their_order(values: list[tuple[str, int, str]]) -> None:
    text = "".join(before + numbered(slot, value) for before, slot, value in values)
    assert numbers_in(text) == [slot for _, slot, _ in values]


@given(SLOTS, TEXTS)
def test_the_value_stays_as_it_is(slot: int, value: str) -> None:
    assert numbered(slot, value).strip(JOINERS) == value


@given(SLOTS)
def test_nothing_joins_the_value(slot: int) -> None:
    assert not numbered(slot, "").endswith("\u200d")


@given(TEXTS)
def test_what_has_no_number_has_none(text: str) -> None:
    assert numbers_in(text) == []


def test_a_number_takes_no_room(shop: Workshop) -> None:
    plain, marked = (
        [
            (box.position_x, box.position_y, box.width, box.height)
            for box in shop.set(f"<p>Nr. {value}, Ende</p>").document.pages[0]._page_box.descendants()
        ]
        for value in ("fidelité", numbered(MOST_MARKS - 1, "fidelité"))
    )
    assert plain == marked
