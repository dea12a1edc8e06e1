"""The checker trusts the kinds of the tag table: each tag's values must be of its kind."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from notes_engine.orders import TAGS, Order, OrderLine, Source, Tag, TagValues

KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (Decimal,),
    "money": (Decimal,),
    "date": (date,),
    "flag": (bool,),
}


def filled(model: Any) -> Any:
    """Return an order, line or address with every field set."""
    hints = typing.get_type_hints(model, localns={"datetime": datetime, "Decimal": Decimal})
    return model(**{field.name: value_for(hints[field.name]) for field in dataclasses.fields(model)})


def value_for(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if inner is OrderLine:
            return ()
        return (("Gift", "yes"),) if typing.get_origin(inner) is tuple else (value_for(inner),)
    if dataclasses.is_dataclass(hint) and hint is not Source:
        return filled(hint)
    values = {str: "7", bool: True, int: 9, Decimal: Decimal("1.5"), datetime: datetime(2024, 1, 31, tzinfo=UTC)}
    return Source("orders.json") if hint is Source else values[hint]


ORDER: Order = filled(Order)
LINE: OrderLine = filled(OrderLine)


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag.name)
def test_a_tags_value_is_of_the_kind_the_table_says(tag: Tag) -> None:
    value = TagValues(ORDER, line=LINE)[tag.key]
    assert value is None or type(value) in KINDS[tag.kind]
