"""Cells that a spreadsheet spoilt before it saved the CSV: shortened numbers, and errors in the place of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.orders.columns import Columns

_SHORTENED = re.compile(r"-?\d(?:[.,]\d+)?E\+\d{2,3}", re.ASCII)
"""`3.5678E+14`, as Excel and LibreOffice write a number of twelve digits and more: the others are lost."""
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
    | {"#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!"}  # French
    | {"#NV", "#WERT!", "#BEZUG!", "#ZAHL!"}  # German
    | {"#N/D", "#NOME?", "#VALORE!", "#RIF!", "#NUM!"}  # Italian
    | {"#¿NOMBRE?", "#¡VALOR!", "#¡REF!", "#¡DIV/0!", "#¡NUM!"}  # Spanish
)
_TOO_NARROW = re.compile(r"#{3,}")
"""What stands in the place of a date or number whose column was too narrow to show it."""
_TAGS_ONLY = frozenset({"barcode", "delivery.phone", "billing.phone"})
"""Long numbers that only tags hold, which spreadsheets shorten in nearly every export: no note is refused for them."""


def spoilt_cell(cells: Sequence[str], columns: Columns) -> str:
    """Return what is wrong with the first spoilt cell among those that are read; empty when there is none.

    What the spreadsheet left out stands nowhere in the file: printed, it would be a wrong order number or IMEI.
    """
    if not any(sign in "\n".join(cells) for sign in ("E+", "#")):
        return ""
    passed_over = {index for field, index in columns.at.items() if field in _TAGS_ONLY}
    for index in sorted(columns.read - passed_over):
        text, header = cells[index].strip(), columns.headers[index].strip()
        if text in _ERRORS or _TOO_NARROW.fullmatch(text):
            return f"the cell in the column {header!r} holds the spreadsheet error {text[:10]}"
        if _SHORTENED.fullmatch(text):
            return (
                f"the cell in the column {header!r} holds a number that a spreadsheet has shortened, such as 3.5E+14: "
                "export again, and do not save the file in a spreadsheet, or format the column as text first"
            )
    return ""
