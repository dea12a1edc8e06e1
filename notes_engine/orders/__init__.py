"""Orders: any export in, `Order` or `Reject` out. The door is `read_orders`."""

from notes_engine.orders.model import Address, Order, OrderLine, Reject, Source
from notes_engine.orders.tags import TAGS, Tag, TagValues, Value, find_tag, suggest_tag

__all__ = [
    "TAGS",
    "Address",
    "Order",
    "OrderLine",
    "Reject",
    "Source",
    "Tag",
    "TagValues",
    "Value",
    "find_tag",
    "suggest_tag",
]
