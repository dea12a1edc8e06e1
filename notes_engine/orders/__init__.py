"""Orders: any export in, `Order` or `Reject` out. The door is `read_orders`."""

from notes_engine.orders.model import Address, Order, OrderLine, OrderNote, Reject, Source
from notes_engine.orders.read import FORMATS, read_orders
from notes_engine.orders.settings import OrderSettings
from notes_engine.orders.tags import TAGS, Tag, TagValues, Value, find_tag, suggest_tag

__all__ = [
    "FORMATS",
    "TAGS",
    "Address",
    "Order",
    "OrderLine",
    "OrderNote",
    "OrderSettings",
    "Reject",
    "Source",
    "Tag",
    "TagValues",
    "Value",
    "find_tag",
    "read_orders",
    "suggest_tag",
]
