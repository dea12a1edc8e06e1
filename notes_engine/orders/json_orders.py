"""Orders from a JSON file: which kind it is, and a reject for every element that cannot be read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Literal

from notes_engine.orders import backmarket_json, linnworks_json
from notes_engine.orders.json_stream import Break, Element, json_elements, looks_like_order
from notes_engine.orders.model import Order, Reject, Source
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from notes_engine.orders.settings import OrderSettings

Kind = Literal["linnworks-json", "backmarket-json"]
_LOOKED_AT = 200
"""Elements looked at to tell the kind of a file: the first order may stand behind some that are none."""
_AGAIN = "Export the file again, or download it again: it is cut, or something wrote into it."


def json_kind(stream: BinaryIO) -> Kind:
    """Return whose orders the file holds, by the first order's keys; Linnworks' when no order is found."""
    for element in islice(json_elements(stream), _LOOKED_AT):
        if isinstance(element, Element) and looks_like_order(element.value):
            return "linnworks-json" if linnworks_json.is_ours(element.value) else "backmarket-json"
    return "linnworks-json"


def read_linnworks_json(stream: BinaryIO, file: str, settings: OrderSettings) -> Iterator[Order | Reject]:
    """Yield the orders of a Linnworks JSON file, and a reject for each element that is none."""
    return _read(linnworks_json, stream, file, settings)


def read_backmarket_json(stream: BinaryIO, file: str, settings: OrderSettings) -> Iterator[Order | Reject]:
    """Yield the orders of a Back Market JSON file, and a reject for each element that is none."""
    return _read(backmarket_json, stream, file, settings)


def _read(kind: ModuleType, stream: BinaryIO, file: str, settings: OrderSettings) -> Iterator[Order | Reject]:
    last = ""
    for element in json_elements(stream):
        if isinstance(element, Break):
            yield _broken(element, file, last)
            continue
        last = element.path
        place = Source(file, element.path)
        if not isinstance(element.value, dict) or not kind.is_ours(element.value):
            yield _stranger(element).as_reject(place)
            continue
        try:
            _check(element)
            order = kind.read_order(element.value, place, settings)
            last = f"{element.path} (order {order.order_id})".strip()
            yield order
        except RefusalError as refusal:
            order_id, reference = kind.identify(element.value, settings)
            yield refusal.as_reject(place, order_id=order_id, reference=reference)


def _check(element: Element) -> None:
    if element.damaged:
        raise RefusalError(
            "broken-row", "the order holds bytes that are no text", "Save the file as UTF-8, or export the order again."
        )
    if element.repeated:
        raise RefusalError(
            "contradiction",
            "a key stands twice in one object of the order, with different values",
            "Export the order again: no one can say which value counts.",
        )


def _broken(broken: Break, file: str, last: str) -> Reject:
    if broken.line is not None:
        return RefusalError("broken-row", "the line is no JSON", _AGAIN).as_reject(Source(file, f"line {broken.line}"))
    where = f"after {last}" if last else ""
    reason = f"the file breaks {where or 'before the first order ends'}: the rest of it was not read"
    return RefusalError("broken-file", reason, _AGAIN).as_reject(Source(file, where))


def _stranger(element: Element) -> RefusalError:
    if looks_like_order(element.value):
        return RefusalError(
            "not-an-order",
            "the order is of another kind than the others of the file",
            "Put Linnworks' and Back Market's orders into files of their own.",
        )
    return RefusalError(
        "not-an-order",
        "the object has none of the keys of an order",
        "Take it out of the file; orders are Linnworks' GetOrdersById objects or Back Market's orders.",
    )
