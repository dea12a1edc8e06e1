"""The table itself: every tag, from the language's documentation, the API's names and the CSV's headers.

Sources: Linnworks' Template Designer and processed orders (column names), its public API specification, its CSV
exports; Back Market's names are aliases. Where two facts share a name, the order's keeps it: `Tax` is the order's,
the line's is `LineTax`; `TaxRate` is the line's, the order's is `CountryTaxRate`.
"""

from __future__ import annotations

from notes_engine.orders.address_tags import ADDRESS_TAGS
from notes_engine.orders.line_tags import LINE_TAGS
from notes_engine.orders.order_tags import ORDER_TAGS
from notes_engine.orders.tag import Kind, Tag, Value

TAGS: tuple[Tag, ...] = (*ORDER_TAGS, *ADDRESS_TAGS, *LINE_TAGS)

__all__ = ["TAGS", "Kind", "Tag", "Value"]
