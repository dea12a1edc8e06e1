"""An order that was packed comes back equal to the last digit, whatever it holds."""

from __future__ import annotations

import marshal
import pickle
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.orders import Address, Order, OrderLine, OrderNote, Source, read_orders
from notes_engine.orders.model import Remark
from notes_engine.orders.packed import pack_order, unpack_order

SAMPLES = Path(__file__).parents[2] / "samples" / "orders"
ORDER = Order(order_id="1", source_place=Source("orders.json", "[0]"))
TEXTS = st.text(max_size=8)
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "int": st.integers(-(2**70), 2**70),
    "int | None": st.none() | st.integers(),
    "bool": st.booleans(),
    "bool | None": st.none() | st.booleans(),
    "Decimal | None": st.none() | st.decimals(allow_nan=False),
    "datetime | None": st.none()
    | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]))
    | st.datetimes(),
    "tuple[str, ...]": st.lists(TEXTS, max_size=2).map(tuple),
    "tuple[tuple[str, str], ...]": st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    "Source": st.builds(Source, TEXTS, TEXTS),
    "tuple[Remark, ...]": st.lists(st.builds(Remark, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
}


def of(kind: type[Any], **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of the class with anything in every field."""
    known = {field.name: STRATEGIES[str(field.type)] for field in fields(kind) if field.name not in others}
    return st.builds(kind, **known, **others)


ADDRESSES = st.none() | of(Address)
LINES: st.SearchStrategy[tuple[OrderLine, ...]] = st.recursive(
    st.just(()), lambda parts: st.lists(of(OrderLine, parts=parts), max_size=2).map(tuple), max_leaves=2
)
ORDERS = of(Order, delivery=ADDRESSES, billing=ADDRESSES, first_note=st.none() | of(OrderNote), lines=LINES)


@settings(max_examples=60, deadline=None)
@given(ORDERS)
def test_any_order_comes_back(order: Order) -> None:
    again = unpack_order(pack_order(order))

    assert again == order
    assert repr(again) == repr(order), "12.30 stays 12.30, and an offset its own"


@pytest.mark.parametrize("name", ["linnworks.json", "backmarket.json", "linnworks-processed.csv"])
def test_what_the_readers_make_needs_no_pickle(name: str) -> None:
    orders = [item for item in read_orders(SAMPLES / name) if isinstance(item, Order)]
    packed = [pack_order(order) for order in orders]

    assert {one[:1] for one in packed} == {b"m"}
    assert [unpack_order(one) for one in packed] == orders


class Marked(str):
    """A text that is more than a text."""


@pytest.mark.parametrize(
    "strange",
    [
        {"marker": Marked("x")},
        {"total": 5},
        {"tax": "5"},
        {"notes": ["a list"]},
        {"lines": [OrderLine()]},
        {"paid_at": datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=1)))},
        {"delivery": "nowhere"},
        {"source_place": "orders.json"},
        {"export_remarks": ("odd",)},
    ],
)
def test_a_field_that_is_not_as_the_readers_make_it_keeps_its_type(strange: dict[str, Any]) -> None:
    (name, value), *_ = strange.items()
    again = getattr(unpack_order(pack_order(replace(ORDER, **strange))), name)

    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize(
    "packed",
    [b"", b"x", b"m", b"m\xff", b"p" + pickle.dumps("text"), b"m" + marshal.dumps("text"), b"m" + marshal.dumps([1])],
)
def test_other_bytes_are_no_order(packed: bytes) -> None:
    with pytest.raises(TypeError):
        unpack_order(packed)
