"""A JSON file as a stream of the objects that may be orders, element by element, whatever wraps them.

Understood: one object, a list, lists in a list, a wrapper object around a list (`{"Data": […]}`, `{"results": […]}`,
any object with a list of orders in it), several of these one after the other, and one object a line (NDJSON). Only
one element is held in memory at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import ijson

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    Next = Callable[[], tuple[str, Any]]

_BUFFER = 1 << 16
_DEEPEST = 40
"""Levels of nesting that are kept; Linnworks' own orders need six."""
_LONGEST_LINE = 64 << 20
"""Bytes of one NDJSON line; an order of 1 MB texts in every field still fits."""
_BLOCKS = frozenset(
    {"GeneralInfo", "ShippingInfo", "CustomerInfo", "TotalsInfo", "TaxInfo", "Items", "Notes", "ExtendedProperties"}
    | {"FolderName", "Fulfillment", "orderlines", "shipping_address", "billing_address", "shippingAddress"}
    | {"billingAddress"}
)
"""Parts of an order that hold objects or lists: never searched for orders."""
_WRAPPERS = frozenset({"data", "results", "orders", "value", "content", "openorders", "processedorders"})
"""Keys whose list is the list of orders, whatever stands in it."""
_BREAKS = (ijson.JSONError, InvalidOperation, SystemError, ValueError, OverflowError, RecursionError)
"""What the parser raises on bad bytes. SystemError and ValueError: an integer of more digits than Python reads."""


class TooDeep:
    """Stands where a value was nested too deeply to be kept."""


@dataclass(frozen=True, slots=True)
class Element:
    """One value that should be an order."""

    path: str
    """`[4]`, `Data[4]`, `line 3`; empty for a file that is one object."""
    value: Any
    repeated: tuple[str, ...] = ()
    """Keys that stand twice in one object with different values."""


@dataclass(frozen=True, slots=True)
class Break:
    """The place from which the file cannot be read any more."""

    after: str
    """The path of the last complete element, empty when there was none."""
    line: int | None = None
    """The broken NDJSON line; the lines after it go on."""


def looks_like_order(value: object) -> bool:
    """True for an object with an order's own keys, Linnworks' or Back Market's."""
    if not isinstance(value, dict):
        return False
    if "GeneralInfo" in value or "NumOrderId" in value or "orderlines" in value:
        return True
    return ("OrderId" in value and ("Items" in value or "TotalsInfo" in value)) or "order_id" in value


def json_elements(stream: BinaryIO) -> Iterator[Element | Break]:
    """Yield every element of a UTF-8 JSON stream (at its start), then a `Break` if the file does not end well."""
    return _lines(stream) if _is_ndjson(stream) else _document(stream, "")


def _is_ndjson(stream: BinaryIO) -> bool:
    """One object a line: the first two lines that hold anything both open an object, and the first ends there."""
    start = stream.tell()
    heads: list[bytes] = []
    while len(heads) <= 1 and (line := stream.readline(_LONGEST_LINE)):
        if line.strip():
            heads.append(line.strip())
    stream.seek(start)
    first, second = (*heads, b"", b"")[:2]
    return first[:1] == b"{" and first[-1:] not in b"[{,:" and second[:1] == b"{"


def _lines(stream: BinaryIO) -> Iterator[Element | Break]:
    number, after = 0, ""
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        if len(line) == _LONGEST_LINE:
            yield Break(after)
            return
        found: list[Element | Break] = list(_document(BytesIO(line), f"line {number}"))
        broken = any(isinstance(item, Break) for item in found)
        yield from (item for item in found if isinstance(item, Element))
        if broken:
            yield Break(after, number)
        after = f"line {number}"


def _document(stream: BinaryIO, prefix: str) -> Iterator[Element | Break]:
    events = ijson.basic_parse(stream, use_float=False, multiple_values=True, buf_size=_BUFFER)
    walk = _Walk(cast("Next", events.__next__))
    after, documents = "", 0
    try:
        while True:
            try:
                event, value = walk.next()
            except StopIteration:
                return
            documents += 1
            path = prefix if documents == 1 else f"{prefix} document {documents}".strip()
            for element in walk.any(event, value, path):
                after = element.path or path
                yield element
    except _BREAKS:
        yield Break(after)


def join_path(path: str, field: str) -> str:
    """Return the JSON path of `field` inside `path`: `[4].Source`, `line 3 Source`, `Source`."""
    if not path:
        return field
    return f"{path}.{field}" if path.endswith("]") else f"{path} {field}"


class _Walk:
    """Walks the parser's events: yields elements, builds what is inside them."""

    def __init__(self, following: Next) -> None:
        self.next = following
        self.repeated: list[str] = []

    def any(self, event: str, value: object, path: str, level: int = 0) -> Generator[Element, None, None]:
        """Yield the elements in the value that begins with this event."""
        if event == "start_map":
            yield from self._top(path, level)
        elif event == "start_array" and level < _DEEPEST:
            index = 0
            while (pair := self.next())[0] != "end_array":
                yield from self.any(
                    *pair, f"{path}[{index}]" if not path or path[-1] == "]" else f"{path} [{index}]", level + 1
                )
                index += 1
        else:
            yield self._element(path, self._build(event, value, level))

    def _top(self, path: str, level: int) -> Generator[Element, None, None]:
        wrapped, kept = yield from self._object(path, level)
        if looks_like_order(kept) or not wrapped:
            yield self._element(path, kept)

    def _element(self, path: str, value: object) -> Element:
        repeated = tuple(self.repeated)
        self.repeated.clear()
        return Element(path, value, repeated)

    def _object(self, path: str, level: int) -> Generator[Element, None, tuple[bool, dict[str, Any]]]:
        """Build an object that is an order or wraps some: (whether orders were found in it, what else it holds)."""
        wrapped = False
        kept: dict[str, Any] = {}
        while (pair := self.next())[0] != "end_map":
            key: str = pair[1]
            event, value = self.next()
            inner = join_path(path, key)
            if event == "start_array" and key not in _BLOCKS and not looks_like_order(kept):
                found, value = yield from self._list(inner, level + 1, sure=key.casefold() in _WRAPPERS)
                wrapped = wrapped or found
            elif event == "start_map" and key not in _BLOCKS and level < _DEEPEST and not looks_like_order(kept):
                found, value = yield from self._object(inner, level + 1)
                if looks_like_order(value):
                    yield self._element(inner, value)
                    found = True
                wrapped = wrapped or found
            else:
                value = self._build(event, value, level + 1)
            self._keep(kept, key, value)
        return wrapped, kept

    def _list(self, path: str, level: int, *, sure: bool) -> Generator[Element, None, tuple[bool, list[Any]]]:
        """Yield a wrapper's orders one by one; a list of anything else is built."""
        kept: list[Any] = []
        found, index = sure, 0
        while (pair := self.next())[0] != "end_array":
            value = self._build(*pair, level + 1)
            found = found or (index == 0 and looks_like_order(value))
            if found:
                yield self._element(f"{path}[{index}]", value)
            else:
                kept.append(value)
            index += 1
        return found, kept

    def _keep(self, into: dict[str, Any], key: str, value: object) -> None:
        if key in into and into[key] != value:
            self.repeated.append(key)
        into[key] = value

    def _build(self, event: str, value: object, level: int) -> object:
        if event not in ("start_map", "start_array"):
            return value
        if level > _DEEPEST:
            return self._skip()
        following = self.next
        if event == "start_array":
            items: list[Any] = []
            while True:
                event, value = following()
                if event == "end_array":
                    return items
                items.append(self._build(event, value, level + 1) if event.startswith("start") else value)
        built: dict[str, Any] = {}
        while True:
            event, key = following()
            if event == "end_map":
                return built
            event, value = following()
            if event.startswith("start"):
                value = self._build(event, value, level + 1)
            if key in built:
                self._keep(built, key, value)
            else:
                built[key] = value

    def _skip(self) -> TooDeep:
        depth = 1
        while depth:
            event, _ = self.next()
            depth += event.startswith("start") - event.startswith("end")
        return TooDeep()
