"""A typed cell of a spreadsheet or of Parquet as the text that a CSV would hold."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EXCEL_DIGITS = 15
"""Significant digits that Excel keeps of a number: the sixteenth digit of a reference or a tracking number is lost."""
_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


class CellError(ValueError):
    """A cell that cannot be read as text without inventing something; its text says why."""


def cell_text(value: object, *, integers_are_exact: bool) -> str:
    """Return the cell as text: no cell is empty text, numbers are plain, dates `YYYY-MM-DD HH:MM:SS`.

    A whole number stored as a float (205894893.0) is the whole number. Raises CellError for a spreadsheet's error
    value, a number that the spreadsheet has rounded (more than 15 digits), or a value that is no single cell.
    """
    match value:
        case None:
            return ""
        case str():
            if value in _ERRORS:
                raise CellError(f"a cell holds the spreadsheet error {value}")
            return value
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return _number_text(value, integers_are_exact=integers_are_exact)
        case _:
            return _other_text(value)


def row_texts(values: Sequence[object], *, integers_are_exact: bool) -> tuple[list[str], str]:
    """Return the row's cells as texts, and what is wrong with the first that cannot be read (empty: nothing is).

    Such a cell is an empty text; the others still tell which order the row belongs to, numbers included.
    """
    texts: list[str] = []
    problem = ""
    for value in values:
        try:
            texts.append(cell_text(value, integers_are_exact=integers_are_exact))
        except CellError as error:
            problem = problem or str(error)
            texts.append("")
    return texts, problem


def decimal_text(number: Decimal) -> str:
    """Return the finite number as text; a whole one without a point: `205894893` for 205894893.0."""
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")


def _number_text(value: float | Decimal, *, integers_are_exact: bool) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value) if value.is_finite() else str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "" if math.isnan(value) else str(value)  # NaN is how data frames write an empty cell
    exact = integers_are_exact and isinstance(value, int)
    if not exact and abs(value) >= 10**EXCEL_DIGITS:
        raise CellError(_rounded())
    # repr is the shortest text that reads back as this float: 12.3, not 12.300000000000000710.
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def _other_text(value: object) -> str:
    match value:
        case datetime():
            if value.tzinfo is not None:
                return value.astimezone(UTC).isoformat(" ")
            # A spreadsheet's day is a fraction of a number: 10:00:00 may come out as 09:59:59.999999.
            return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case bytes():
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                raise CellError("a cell holds bytes that are no text") from None
        case _:
            raise CellError("a cell holds a list or an object")


def _rounded() -> str:
    return "a cell holds a number of more than 15 digits, which the spreadsheet has rounded: format the column as text"
