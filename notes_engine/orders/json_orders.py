"""Orders from a JSON file: which kind it is, and a reject for every element that cannot be read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from notes_engine.errors import InputError
from notes_engine.orders import backmarket_json, backmarket_plain, linnworks_json, linnworks_plain
from notes_engine.orders.json_stream import Break, Element, json_elements, looks_like_order
from notes_engine.orders.model import Order, Reject, Source
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from notes_engine.orders.settings import OrderSettings

    PlainReader = Callable[[dict[str, Any], Source, OrderSettings], Order | None]

Kind = Literal["linnworks-json", "backmarket-json"]
_LOOKED_AT = 200
"""Elements looked at to tell the kind of a file: the first order may stand behind some that are none."""
_HELD_BACK = 1000
"""Rejects that are kept while no order was seen; of the ones beyond only the number is."""
_TAKE_OUT = "Take it out of the file; orders are Linnworks' GetOrdersById objects or Back Market's orders."
_AGAIN = "Export the file again, or download it again: it is cut, or something wrote into it."


def json_kind(stream: BinaryIO) -> Kind:
    """Return whose orders the file holds, by the first order's keys; Linnworks' when no order is found."""
    for element in islice(json_elements(stream), _LOOKED_AT):
        if isinstance(element, Element) and looks_like_order(element.value):
            return "linnworks-json" if linnworks_json.is_ours(element.value) else "backmarket-json"
    return "linnworks-json"


def read_linnworks_json(stream: BinaryIO, file: str, settings: OrderSettings) -> Iterator[Order | Reject]:
    """Yield the orders of a Linnworks JSON file, and a reject for each element that is none."""
    return _read(linnworks_json, linnworks_plain.plain_order, stream, file, settings)


def read_backmarket_json(stream: BinaryIO, file: str, settings: OrderSettings) -> Iterator[Order | Reject]:
    """Yield the orders of a Back Market JSON file, and a reject for each element that is none."""
    return _read(backmarket_json, backmarket_plain.plain_order, stream, file, settings)


def _read(
    kind: ModuleType, plain_order: PlainReader, stream: BinaryIO, file: str, settings: OrderSettings
) -> Iterator[Order | Reject]:
    last: tuple[str, str | None] = ("", None)
    strangers: _Strangers | None = _Strangers(file, kind)
    for element in json_elements(stream):
        stranger = isinstance(element, Element) and not _is_ours(element.value, kind)
        cut = isinstance(element, Break) and element.line is None
        if strangers is not None and not stranger and not (cut and strangers.count):
            yield from strangers.rejects()
            strangers = None
        if isinstance(element, Break):
            if strangers is None:
                path, order_id = last
                yield _broken(element, file, f"{path} (order {order_id})".strip() if order_id is not None else path)
            continue
        last = (element.path, None)
        place = Source(file, element.path)
        if stranger:
            reject = _stranger(element).as_reject(place)
            if strangers is None:
                yield reject
            else:
                strangers.keep(reject, element.value)
            continue
        try:
            _check(element)
            order = plain_order(element.value, place, settings) if element.plain else None
            order = order or kind.read_order(element.value, place, settings)
            last = (element.path, order.order_id)
            yield order
        except RefusalError as refusal:
            order_id, reference = kind.identify(element.value, settings)
            yield refusal.as_reject(place, order_id=order_id, reference=reference)
    if strangers is not None and strangers.count:
        raise strangers.error()


def _is_ours(value: object, kind: ModuleType) -> bool:
    return isinstance(value, dict) and bool(kind.is_ours(value))


class _Strangers:
    """What no order is, held back until the file shows one: a file without any is one error, not a thousand."""

    def __init__(self, file: str, kind: ModuleType) -> None:
        self._file = file
        self._kind = kind
        self._kept: list[Reject] = []
        self._others_orders = False
        self.count = 0

    def keep(self, reject: Reject, value: object) -> None:
        """Hold the reject back; of very many only their number."""
        self.count += 1
        self._others_orders = self._others_orders or looks_like_order(value)
        if len(self._kept) < _HELD_BACK:
            self._kept.append(reject)

    def rejects(self) -> Iterator[Reject]:
        """Yield what was held back, the ones beyond the limit as one."""
        yield from self._kept
        if more := self.count - len(self._kept):
            yield RefusalError(
                "not-an-order", f"{more} further objects have none of the keys of an order", _TAKE_OUT
            ).as_reject(Source(self._file, f"after {self._kept[-1].source_place.where}"))

    def error(self) -> InputError:
        """Return the error of a file that holds nothing else."""
        if self._others_orders:
            ours, other = ("Linnworks", "Back Market") if self._kind is linnworks_json else ("Back Market", "Linnworks")
            name = "backmarket-json" if self._kind is linnworks_json else "linnworks-json"
            return InputError(
                f"the file holds no orders of {ours}: they are {other}'s",
                hint=f"Leave --format out, or give --format {name}.",
            )
        return InputError(
            "the file holds no orders: nothing in it has the keys of one",
            hint="Export the orders: Linnworks' GetOrdersById, or the orders of Back Market's API.",
        )


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
        _TAKE_OUT,
    )
