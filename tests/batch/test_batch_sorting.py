from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.batch.sorting import parse_sort
from notes_engine.errors import UsageError
from notes_engine.orders import Order, OrderLine, Source


def order(name: str, *lines: OrderLine, **fields: Any) -> Order:
    return Order(order_id=name, source_place=Source("f"), lines=lines or (OrderLine(),), **fields)


def sorted_ids(orders: list[Order], keys: str) -> str:
    sorting = parse_sort(keys, ["Gift"])
    entries = [(each.order_id, sorting.values(each)) for each in orders]
    return " ".join(name for name, _ in sorting.arrange(entries, lambda entry: entry[1]))


def skus(**found: str) -> list[Order]:
    return [order(name, *(OrderLine(sku=sku) for sku in words.split())) for name, words in found.items()]


def test_natural_order_puts_a2_before_a10() -> None:
    assert sorted_ids(skus(x="A10", y="A2", z="a3"), "SKU") == "y z x"


def test_a_line_tag_sorts_by_the_orders_smallest_value() -> None:
    assert sorted_ids(skus(x="Z9 B1", y="B2", z="C1 A7"), "SKU") == "z x y"
    assert sorted_ids(skus(x="Z9 B1", y="B2", z="C1 A7"), "-SKU") == "y x z"


def test_a_composite_without_a_bin_is_sorted_by_its_parts() -> None:
    parts = (OrderLine(bin_rack="B2"), OrderLine(bin_rack="A9"))
    orders = [order("x", OrderLine(bin_rack="B1")), order("y", OrderLine(parts=parts))]

    assert sorted_ids(orders, "BinRack") == "y x"


def test_missing_values_come_last_in_both_directions() -> None:
    orders = [order("x"), order("y", reference_num="2"), order("z", reference_num="10")]

    assert sorted_ids(orders, "ReferenceNum") == "y z x"
    assert sorted_ids(orders, "-ReferenceNum") == "z y x"


def test_numbers_and_dates_sort_as_such() -> None:
    orders = [
        order("x", total=Decimal("9.5"), received_at=datetime(2026, 1, 10, tzinfo=UTC)),
        order("y", total=Decimal(10), received_at=datetime(2025, 12, 31, tzinfo=UTC)),
        order("z", total=Decimal(-1)),
    ]

    assert sorted_ids(orders, "TotalCharge") == "z x y"
    assert sorted_ids(orders, "ReceivedDate") == "y x z"


def test_two_orders_of_one_day_are_sorted_by_the_clock() -> None:
    orders = [
        order("noon", received_at=datetime(2026, 3, 2, 12, tzinfo=UTC)),
        order("dawn", received_at=datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=2)))),
        order("late", received_at=datetime(2026, 3, 2, 23, 59, 59, 1, tzinfo=UTC)),
    ]

    assert sorted_ids(orders, "ReceivedDate") == "dawn noon late"
    assert sorted_ids(orders, "-ReceivedDate") == "late noon dawn"


def test_keys_of_which_no_order_has_a_value_are_idle() -> None:
    sorting = parse_sort("BinRack,-SKU,Gift,singles-first", ["Gift"])

    idle = sorting.idle([sorting.values(order("x", OrderLine(sku=" "))), sorting.values(order("y"))])

    assert [key.shown for key in idle] == ["BinRack", "SKU", "gift"]
    assert sorting.idle([sorting.values(order("x", OrderLine(sku="A", bin_rack="B"), extended=(("gift", "1"),)))]) == ()


def test_several_keys_decide_from_left_to_right() -> None:
    orders = [
        order("x", source="B", reference_num="1"),
        order("y", source="A", reference_num="1"),
        order("z", source="A", reference_num="2"),
    ]

    assert sorted_ids(orders, "Source, -ReferenceNum") == "z y x"


def test_equal_orders_stay_as_they_were() -> None:
    orders = [order(name, source="S") for name in "cab"]

    assert sorted_ids(orders, "Source") == "c a b"
    assert sorted_ids(orders, "-Source") == "c a b"


def test_singles_first_means_one_thing_to_pack() -> None:
    service = OrderLine(is_service=True)
    orders = [
        order("two-lines", OrderLine(), OrderLine()),
        order("two-pieces", OrderLine(quantity=2)),
        order("one", OrderLine(), service),
    ]

    assert sorted_ids(orders, "singles-first") == "one two-lines two-pieces"
    assert sorted_ids(orders, "-singles-first") == "two-lines two-pieces one"


def test_reverse_turns_the_whole_stack_round_wherever_it_stands() -> None:
    assert sorted_ids(skus(x="A", y="B", z=""), "reverse,SKU") == "z y x"
    assert sorted_ids(skus(x="A", y="B", z=""), "reverse") == "z y x"


def test_an_extended_property_is_a_key_once_declared() -> None:
    orders = [order("x", extended=(("gift", "no"),)), order("y", extended=(("Gift", "a bow"),))]

    assert sorted_ids(orders, "Gift") == "y x"


def test_without_keys_the_orders_stay_as_read() -> None:
    sorting = parse_sort(None)

    assert sorting.arrange([3, 1, 2], lambda _: ()) == [3, 1, 2]


@pytest.mark.parametrize(
    ("keys", "what", "hint"),
    [
        ("Sourse", "unknown key 'Sourse'", "did you mean Source?"),
        ("single-first", "unknown key 'single-first'", "did you mean singles-first?"),
        ("-reverse", "unknown key '-reverse'", "did you mean reverse?"),
        ("xyzzy", "unknown key 'xyzzy'", "notes-engine tags lists them"),
        ("SKU,,Source", "an empty key", "one comma"),
        ("", "an empty key", "one comma"),
    ],
)
def test_an_unknown_key_is_explained(keys: str, what: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_sort(keys)

    assert what in caught.value.what
    assert hint in (caught.value.hint or "")


VALUES = st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["A2", "A10", "a 1", "²", "１", "-5", "1e3"]))


@given(st.lists(st.tuples(VALUES, VALUES), max_size=20), st.sampled_from(["Gift,Source", "-Gift", "Source,reverse"]))
def test_any_values_can_be_sorted_and_none_is_lost(rows: list[tuple[str | None, str | None]], keys: str) -> None:
    orders = [
        order(str(number), source=source or "", extended=() if gift is None else (("Gift", gift),))
        for number, (gift, source) in enumerate(rows)
    ]

    found = sorted_ids(orders, keys).split()

    assert sorted(found, key=int) == [str(number) for number in range(len(rows))]


def test_yes_and_no_and_blank_text_can_be_keys() -> None:
    orders = [order("x", hold_or_cancel=True), order("y", source=" "), order("z", source="S")]

    assert sorted_ids(orders, "HoldOrCancel") == "y z x"
    assert sorted_ids(orders, "Source") == "z x y"
