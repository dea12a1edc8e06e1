"""What a tabular export must have, said once for the whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.errors import InputError

if TYPE_CHECKING:
    from notes_engine.orders.columns import Columns


def check_columns(columns: Columns, twice: str | None) -> None:
    """Raise InputError when the export lacks a column that no order can be read without, or has one twice."""
    if twice is not None:
        raise InputError(
            f"the column {twice!r} stands twice", hint="Export again with the column once; no one can say which counts."
        )
    missing = [own for field, own in (("order_id", "Order Id"), ("quantity", "Quantity")) if field not in columns.at]
    if "sku" not in columns.at and "title" not in columns.at:
        missing.append("SKU")
    if missing:
        raise InputError(
            f"the export lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}",
            hint="Add the columns to the export; if you renamed them, map them under [orders.columns] in notes.toml.",
        )
