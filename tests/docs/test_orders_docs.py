"""docs/orders.md: every reason for which an order gets no note, every column, every format."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import notes_engine.orders
from notes_engine.orders import FORMATS
from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS
from notes_engine.orders.lacking import NO_ADDRESS_HINT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = "docs/orders.md"


def _codes(source: str) -> Iterator[str]:
    """Yield the codes with which a module refuses orders: of refusals, and of rows that cannot be used."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RefusalError":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("broken-"):
            yield node.value


def test_the_table_has_every_code_the_readers_refuse_with_and_no_other(
    sections: Callable[[str], dict[str, str]],
) -> None:
    folder = Path(notes_engine.orders.__file__).parent
    used = {code for module in folder.glob("*.py") for code in _codes(module.read_text("utf-8"))}

    table = re.findall(r"^\| `([\w-]+)` \|", sections(PAGE)["Which orders get no note"], re.MULTILINE)

    assert set(table) == used
    assert len(table) == len(set(table))


def test_the_formats_are_those_of_the_option(sections: Callable[[str], dict[str, str]]) -> None:
    table = re.findall(r"^\| `([\w-]+)` \|", sections(PAGE)["Formats"], re.MULTILINE)

    assert sorted(table) == sorted(FORMATS)


def test_every_column_is_named_with_all_its_names(sections: Callable[[str], dict[str, str]]) -> None:
    text = sections(PAGE)["Columns of CSV, Excel and Parquet"]
    plain = {field: names for field, names in {**ORDER_COLUMNS, **LINE_COLUMNS}.items() if "." not in field}

    unnamed = [name for names in plain.values() for name in names if name.casefold() not in text.casefold()]

    assert unnamed == []


def test_the_address_columns_to_add_are_those_the_refusal_names(sections: Callable[[str], dict[str, str]]) -> None:
    text = sections(PAGE)["Columns of CSV, Excel and Parquet"]
    named = re.findall(r"Shipping [a-z]+(?: [a-z]+| \d)?", NO_ADDRESS_HINT)

    assert len(named) > 5
    assert [column for column in named if column.removesuffix(" to") not in text] == []
