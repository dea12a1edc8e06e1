"""What a tabular export must have, said once for the whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.errors import InputError
from notes_engine.orders.near_columns import how_to_map, own_header

if TYPE_CHECKING:
    from notes_engine.orders.columns import Columns


def check_columns(columns: Columns, twice: str | None) -> None:
    """Raise InputError when the export lacks a column that no order can be read without, or has one twice."""
    if twice is not None:
        raise InputError(
            f"the column {twice!r} stands twice", hint="Export again with the column once; no one can say which counts."
        )
    missing = [field for field in ("order_id", "quantity") if not columns.has(field)]
    if not columns.has("sku", "title"):
        missing.append("sku")
    if missing:
        raise InputError(
            f"the export lacks the column{'s' * (len(missing) > 1)} {', '.join(map(own_header, missing))}",
            hint=f"Add the columns to the export. {how_to_map(missing, columns.unknown)}",
        )
