"""Which orders a check draws, and how it counts characters over those it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from notes_engine.check.characters import MOST_KEPT, SeenCharacters
from notes_engine.check.likeliest import Drawable, Likeliest, measures, width
from notes_engine.orders import Order, OrderLine
from notes_engine.pdf import PageFinding
from tests.notes.example_shop import order

if TYPE_CHECKING:
    from notes_engine.notes import Locale


def numbered(number: int, **changes: object) -> Order:
    return order(secondary_reference=f"bm-{number}", **changes)


def references(drawn: list[Drawable]) -> list[str]:
    return [drawable.order.secondary_reference for drawable in drawn]


def test_few_orders_are_all_drawn() -> None:
    likeliest = Likeliest(3)
    for number in range(3):
        likeliest.add(numbered(number), "fr", "1")
    assert references(likeliest.chosen()) == ["bm-0", "bm-1", "bm-2"]


def changed(box: str) -> Order:
    """An order that puts more into one box than any other does."""
    plain = order()
    line = plain.lines[0]
    assert plain.delivery
    return {
        "delivery word": lambda: replace(plain, delivery=replace(plain.delivery, town="Llanfairpwllgwyngyll" * 2)),
        "delivery height": lambda: replace(
            plain, delivery=replace(plain.delivery, address2="a b c", address3="d e f", company="g h i")
        ),
        "billing word": lambda: replace(plain, billing=replace(plain.delivery, full_name="Ö" * 50)),
        "carrier": lambda: replace(plain, tracking_number="9" * 40),
        "amount": lambda: replace(plain, total=plain.total and plain.total * 10**12),
        "note word": lambda: replace(plain, notes=("x" * 50,)),
        "note length": lambda: replace(plain, notes=("a b " * 50,)),
        "lines": lambda: replace(plain, lines=(line, line, line)),
        "title word": lambda: replace(plain, lines=(replace(line, title="M" * 60),)),
        "title length": lambda: replace(plain, lines=(replace(line, title="a b " * 60),)),
        "part": lambda: replace(plain, lines=(replace(line, parts=(replace(line, title="M" * 60),)),)),
        "SKU": lambda: replace(plain, lines=(replace(line, sku="S" * 60),)),
        "IMEI": lambda: replace(plain, lines=(replace(line, serial_number="S" * 60),)),
        "quantity": lambda: replace(plain, lines=(replace(line, quantity=10**9),)),
    }[box]()


@pytest.mark.parametrize(
    "box",
    [
        *("delivery word", "delivery height", "billing word", "carrier", "amount", "note word", "note length"),
        *("lines", "title word", "title length", "part", "SKU", "IMEI", "quantity"),
    ],
)
def test_the_order_with_the_most_in_a_box_is_drawn_in_every_language(box: str) -> None:
    likeliest = Likeliest(most=40, each=1)
    locales: tuple[Locale, ...] = ("fr", "it")
    for number in range(100):
        for locale in locales:
            likeliest.add(numbered(number), locale, "1")
    for locale in locales:
        likeliest.add(replace(changed(box), secondary_reference=f"{locale} {box}"), locale, "1")
    for number in range(100):
        likeliest.add(numbered(number), "it", "1")
    chosen = likeliest.chosen()
    assert len(chosen) == 40
    assert {f"fr {box}", f"it {box}"} < set(references(chosen))


def test_the_longest_number_is_drawn() -> None:
    likeliest = Likeliest(most=16, each=1)
    for number in range(100):
        likeliest.add(numbered(number), "fr", "W" * 30 if number == 70 else "1")
    assert "bm-70" in references(likeliest.chosen())


def test_the_choice_is_in_the_order_of_reading_and_each_order_once() -> None:
    likeliest = Likeliest(most=10)
    drawables = [likeliest.add(numbered(number), "fr", "1") for number in range(20)]
    chosen = likeliest.chosen([drawables[15], drawables[15], drawables[2]])
    assert len(chosen) == 10
    assert [drawable.number for drawable in chosen] == sorted({drawable.number for drawable in chosen})
    assert {"bm-15", "bm-2"} < set(references(chosen))


def test_an_order_without_anything_measures_nothing() -> None:
    bare = Order("1", order().source_place, lines=(OrderLine(),))
    assert {box for box, size in measures(bare, "") if size} == {"lines", "quantity"}


def test_wide_letters_count_for_more() -> None:
    assert width("WWW") > width("nnn") > width("iii")
    assert width("漢字") == 4
    assert width("ÄÖÜ") == 3


# Characters


def seen(*notes: str) -> SeenCharacters:
    characters = SeenCharacters()
    for number, html in enumerate(notes):
        characters.add(Drawable(number, numbered(number), "fr"), html)
    return characters


def fallback(chars: str) -> PageFinding:
    names = ", ".join(f"U+{ord(char):04X}" for char in chars)
    return PageFinding("fallback-glyph", f"{names}: in another font", "load one", 1, frozenset(chars))


def test_few_orders_show_all_characters() -> None:
    characters = seen("<p>é</p>", "<p>è</p>", "<p>plain</p>", "<p>éèü</p>", "<p>ü</p>")
    assert references(characters.to_draw()) == ["bm-3"]


def test_what_was_drawn_is_told_of_all_orders_that_have_the_character() -> None:
    characters = seen("漢", "字漢", "plain", "字", "é")
    finding = PageFinding("missing-glyph", "U+6F22 CJK UNIFIED IDEOGRAPH-6F22: no font", "mend", 1, frozenset("漢"))
    characters.tell("字漢é", (finding, PageFinding("overfull", "too long", "", 1)))
    (problem,) = characters.found(2)
    assert (problem.code, problem.orders, problem.examples) == ("missing-glyph", 2, ("bm-0", "bm-1"))
    assert problem.what == "U+6F22 CJK UNIFIED IDEOGRAPH-6F22: no font"
    assert not problem.at_least


def test_characters_of_too_many_kinds_are_told_without_being_drawn() -> None:
    characters = seen(*(chr(0x4E00 + number) for number in range(MOST_KEPT + 40)))
    assert len(characters.to_draw()) == MOST_KEPT
    characters.tell("".join(map(chr, range(0x4E00, 0x4E00 + MOST_KEPT))), ())
    (problem,) = characters.found(3)
    assert (problem.code, problem.orders) == ("fallback-glyph", 40)
    assert "too many different ones to draw them all" in problem.what
