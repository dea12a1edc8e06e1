"""Values for tags that are given as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from notes_engine.errors import UsageError
from notes_engine.orders.given import given_values, typed
from notes_engine.orders.tags import TAGS, find_tag


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "12.50", "12.50"),
        ("money", "12.50", Decimal("12.50")),
        ("number", "-3", Decimal(-3)),
        ("number", ".5", Decimal("0.5")),
        ("number", "1e9", "1e9"),
        ("number", "NaN", "NaN"),
        ("number", "٣", "٣"),
        ("date", "2026-03-02", date(2026, 3, 2)),
        ("date", "2 March", "2 March"),
        ("flag", "True", True),
        ("flag", "false", False),
        ("flag", "maybe", "maybe"),
    ],
)
def test_a_text_becomes_what_its_tag_is_where_it_reads_as_one(kind: str, text: str, value: object) -> None:
    tag = next(tag for tag in TAGS if tag.kind == kind)
    assert typed(tag, text) == value
    assert type(typed(tag, text)) is type(value)


def test_an_empty_text_is_null_as_in_an_order() -> None:
    assert typed(find_tag("SecondaryReference"), "") is None
    assert typed(None, "") is None


def test_a_name_is_a_tag_or_a_declared_property() -> None:
    assert given_values({"gift": "yes"}, ["Gift "], where="--set") == {"gift": "yes"}
    assert given_values({"Anything": "1"}, None, where="--set") == {"Anything": "1"}
    with pytest.raises(UsageError) as raised:
        given_values({"SecondaryReferense": "x"}, [], where="values")
    assert raised.value.what == "values SecondaryReferense: there is no such tag"
    assert "did you mean SecondaryReference?" in (raised.value.hint or "")


def test_a_name_of_a_stranger_is_told_so_that_it_can_be_shown() -> None:
    with pytest.raises(UsageError) as raised:
        given_values({"\x1b[31m\ud800" + "a" * 500: "x"}, [], where="values")
    assert "\x1b" not in str(raised.value)
    assert len(raised.value.what) < 200
    str(raised.value).encode()
