"""Which of a file's unknown headers is a renamed column: likeness of headers, and how to map one in the settings."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SURE, PERHAPS = 0.85, 0.78
"""Likeness from which a header is worth a warning of its own, and from which a hint names it (our decision)."""
_UNFRAMED = 0.2
"""What a header loses that does not say whose field it is: `Town` for `Shipping town`."""
_LOOKED_AT, _LONGEST, _NAMED = 100, 60, 6
"""Unknown headers that are compared, their longest text, and how many a message names."""
_WORD = re.compile(r"[^\W_]+")
_SAME = {
    **dict.fromkeys(("ship", "delivery", "deliver"), "shipping"),
    **dict.fromkeys(("bill", "invoice", "invoicing"), "billing"),
    **dict.fromkeys(("no", "nr", "num"), "number"),
    **dict.fromkeys(("zip", "postal", "postcode"), "post"),
    **dict.fromkeys(("amount", "sum"), "total"),
    "ref": "reference",
    "qty": "quantity",
}
"""Words of headers that mean the same."""
_FRAMES = frozenset({"shipping", "billing"})
_FILLERS = frozenset({"of", "the", "to", "code", "a", "for", "customer"})
_TELLING = frozenset({"imei", "grade", "status", "currency", "sku", "quantity"})
"""Words that name their column alone, whatever stands beside them: `IMEI number`, `Payment status`."""


def own_header(field: str) -> str:
    """Return the export's own header of a field: `Shipping town` for `delivery.town`."""
    return (ORDER_COLUMNS.get(field) or LINE_COLUMNS[field])[0]


def likeness(header: str, column: str) -> float:
    """Return from 0 to 1 how alike a header and a column's name are: the words in any order, else the letters."""
    theirs, ours = _words(header), _words(column)
    whose, own = theirs & _FRAMES, ours & _FRAMES
    theirs, ours = theirs - _FRAMES - _FILLERS, ours - _FRAMES - _FILLERS
    if not ours or not theirs or _digits(ours) != _digits(theirs) or (whose and own and whose != own):
        return 0.0  # `address 2` is never `address 3`, nor the billing's the delivery's
    lost = 0.0 if whose == own else _UNFRAMED
    if ours <= theirs and (ours == theirs or own or len(ours) > 1 or ours <= _TELLING):
        return 1.0 - lost - 0.05 * len(theirs - ours)
    spelt = ((" ".join(sorted(theirs)), " ".join(sorted(ours))), (_letters(header), _letters(column)))
    return max(SequenceMatcher(None, *pair).ratio() for pair in spelt) - lost


def near_header(field: str, unknown: Sequence[str], least: float) -> str | None:
    """Return the unknown header that is most like one of the field's names, or None when none is alike enough."""
    names = ORDER_COLUMNS.get(field) or LINE_COLUMNS[field]
    ranked = [
        (max(likeness(header, name) for name in names), -index, header)
        for index, header in enumerate(unknown[:_LOOKED_AT])
        if len(header) <= _LONGEST and header.isprintable()
    ]
    best = max(ranked, default=None)
    return best[2] if best and best[0] >= least else None


def mapping_of(header: str, field: str) -> str:
    """Return the line that maps the header to the field's column, as it stands under `[orders.columns]`."""
    return f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(own_header(field))}"


def how_to_map(fields: Iterable[str], unknown: Sequence[str]) -> str:
    """Return what to write under `[orders.columns]` for fields that have no column: the likely lines, else how."""
    lines = [
        mapping_of(header, field) for field in fields if (header := near_header(field, unknown, PERHAPS)) is not None
    ]
    if lines:
        which = "a column we do not know has a name like it" if len(lines) == 1 else "columns we do not know have names"
        alike = which if len(lines) == 1 else f"{which} like them"
        return f"If it was renamed ({alike}), write under [orders.columns] in notes.toml: {'; '.join(lines)}"
    known = f" Columns we do not know: {named_headers(unknown)}." if unknown else ""
    return f"If you renamed a column, map it under [orders.columns] in notes.toml.{known}"


def named_headers(headers: Sequence[str], most: int = _NAMED) -> str:
    """Return the headers in quotes for a message, the first of many."""
    named = ", ".join(repr(header if len(header) <= _LONGEST else header[:_LONGEST] + "…") for header in headers[:most])
    return f"{named} and {len(headers) - most} more" if len(headers) > most else named


def _words(name: str) -> set[str]:
    return {_SAME.get(word, word) for word in map(str.casefold, _WORD.findall(name))}


def _letters(name: str) -> str:
    """Return the header's letters as they stand, without the words that say whose field it is."""
    words = map(str.casefold, _WORD.findall(name))
    return "".join(word for word in words if _SAME.get(word, word) not in _FRAMES)


def _digits(words: Iterable[str]) -> set[str]:
    return {word for word in words if word.isdigit()}
