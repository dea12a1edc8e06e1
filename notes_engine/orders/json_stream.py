"""A JSON file as a stream of the objects that may be orders, element by element, whatever wraps them.

Understood: one object, a list, lists in a list, a wrapper object around a list (`{"Data": […]}`, `{"results": […]}`,
any object with a list of orders in it), several of these one after the other, and one object a line (NDJSON). Only
one element is held in memory at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from notes_engine.orders.encoding import Encoding, decoded_chunks, decoded_lines, marked_encoding
from notes_engine.orders.json_text import BrokenJsonError, JsonDecoding, JsonText, note_repeat
from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_COUNTED = re.compile(r"(?:line|(?:.* )?document) \d+")
_DEEPEST = 40
"""Levels of lists and wrappers that are looked into for orders."""
_LONGEST_LINE = 64 << 20
"""Characters of one NDJSON line."""
_LONGEST_FIRST = 4 << 20
"""Characters of a first line that is taken for NDJSON; whoever writes a list on one line must not fill the memory."""
_BLOCKS = frozenset(
    {"GeneralInfo", "ShippingInfo", "CustomerInfo", "TotalsInfo", "TaxInfo", "Items", "Notes", "ExtendedProperties"}
    | {"FolderName", "Fulfillment", "orderlines", "shipping_address", "billing_address", "shippingAddress"}
    | {"billingAddress"}
)
"""Parts of an order that hold objects or lists: never searched for orders."""
_FIRST = frozenset({*_BLOCKS, "OrderId", "pkOrderID", "NumOrderId", "order_id"})
"""Keys that an order may begin with, and no wrapper."""
_SPACES = " \t\r\n\ufeff"
_WASTED = 3
"""Objects without an order at hand that are decoded at once before it is given up: they are decoded twice."""
_WRAPPERS = frozenset({"data", "results", "orders", "value", "content", "openorders", "processedorders"})
"""Keys whose list is the list of orders, whatever stands in it."""


@quick_init
@dataclass(frozen=True, slots=True)
class Element:
    """One value that should be an order."""

    path: str
    """`[4]`, `Data[4]`, `line 3`; empty for a file that is one object."""
    value: Any
    repeated: tuple[str, ...] = ()
    """Keys that stand twice in one object with different values."""
    damaged: bool = False
    """Some of its bytes are no text."""
    plain: bool = False
    """Every number in it is a finite one of few digits."""


@dataclass(frozen=True, slots=True)
class Break:
    """The place from which the file cannot be read any more."""

    line: int | None = None
    """The broken NDJSON line; the lines after it go on."""


def looks_like_order(value: object) -> bool:
    """True for an object with an order's own keys, Linnworks' or Back Market's."""
    if not isinstance(value, dict):
        return False
    if "GeneralInfo" in value or "NumOrderId" in value or "orderlines" in value:
        return True
    return ("OrderId" in value and ("Items" in value or "TotalsInfo" in value)) or "order_id" in value


def join_path(path: str, field: str) -> str:
    """Return the JSON path of `field` inside `path`: `[4].Source`, `line 3 Source`, `Source`."""
    if not path:
        return field
    return f"{path} {field}" if _COUNTED.fullmatch(path) else f"{path}.{field}"


def json_elements(stream: BinaryIO) -> Iterator[Element | Break]:
    """Yield every element of the JSON in the stream, then a `Break` if it does not end well."""
    stream.seek(0)
    head = stream.read(4096)
    encoding = marked_encoding(head) or Encoding("utf-8")
    begin = head[encoding.skip :].decode(encoding.name, "replace").lstrip(_SPACES)
    if begin[:1] in ("{", "") and _is_ndjson(stream, encoding):
        yield from _lines(stream, encoding)
    else:
        yield from _document(JsonText(decoded_chunks(stream, encoding)), "")


def _is_ndjson(stream: BinaryIO, encoding: Encoding) -> bool:
    """One object a line: the first line is a whole object, and something follows it, whatever that is.

    A first line that is broken counts too, when the next one opens an object where none can begin.
    """
    heads: list[str] = []
    for line in decoded_lines(stream, encoding, _LONGEST_FIRST):
        if bare := line.strip(_SPACES):
            heads.append(bare)
        if len(heads) > 1 or len(line) == _LONGEST_FIRST or (heads[:1] and heads[0][0] != "{"):
            break
    first, second = (*heads, "", "")[:2]
    if first[:1] != "{" or not second:
        return False
    return (first[-1] not in "[{,:" and second[0] == "{") or _is_whole(first)


def _is_whole(line: str) -> bool:
    """True when the line is one JSON value."""
    text = JsonText(iter((line,)))
    try:
        text.value()
        return not text.peek()
    except BrokenJsonError:
        return False


def _lines(stream: BinaryIO, encoding: Encoding) -> Iterator[Element | Break]:
    decoding = JsonDecoding()
    for number, line in enumerate(decoded_lines(stream, encoding, _LONGEST_LINE), start=1):
        if not line.strip():
            continue
        found = list(_document(JsonText(iter((line,)), decoding), f"line {number}"))
        if len(line) == _LONGEST_LINE:
            yield Break()
            return
        broken = any(isinstance(item, Break) for item in found)
        # Of a broken line only its whole orders count; what else is in it is the break.
        yield from (
            item for item in found if isinstance(item, Element) and (not broken or looks_like_order(item.value))
        )
        if broken:
            yield Break(number)


def _document(text: JsonText, prefix: str) -> Iterator[Element | Break]:
    walk = _Walk(text)
    documents = 0
    try:
        while text.peek():
            documents += 1
            yield from walk.any(prefix if documents == 1 else f"{prefix} document {documents}".strip())
    except BrokenJsonError:
        yield Break()


class _Walk:
    """Walks the text: lists and wrappers step by step, what is inside an order at once."""

    def __init__(self, text: JsonText) -> None:
        self.text = text
        self._repeated = text.decoding.repeated
        self._wasted = 0

    def any(self, path: str, level: int = 0) -> Generator[Element, None, None]:
        """Yield the elements in the value that begins here."""
        opening = self.text.peek()
        if opening == "[" and level < _DEEPEST:
            for index in self._items():
                yield from self.any(f"{path}[{index}]" if path[-1:] in ("", "]") else f"{path} [{index}]", level + 1)
        elif opening == "{" and level < _DEEPEST and (order := self._order_at_once(level)) is not None:
            yield self._element(path, order)
        elif opening == "{" and level < _DEEPEST:
            wrapped, kept = yield from self._object(path, level)
            if looks_like_order(kept) or not wrapped:
                yield self._element(path, kept)
        else:
            yield self._element(path, self.text.value())

    def _order_at_once(self, level: int) -> dict[str, Any] | None:
        """Take the object that begins here when `_object` would find that it is one order and no wrapper of others.

        None, and nothing is taken, when it is anything else or cannot be told at once. An object in no list is most
        often a wrapper of all orders, which is not to be decoded twice, unless it begins as an order does.
        """
        if self._wasted > _WASTED or (level == 0 and self.text.first_key() not in _FIRST):
            return None
        order = self.text.object_at_once(_is_one_order)
        self._wasted = 0 if order is not None else self._wasted + 1
        return order

    def _items(self) -> Iterator[int]:
        """Yield the index of each item of the list that begins here; whoever asks takes the item."""
        text = self.text
        text.take("[")
        index = 0
        while text.peek() != "]" or index:
            yield index
            index += 1
            if text.peek() != ",":
                break
            text.take(",")
        text.take("]")

    def _keys(self) -> Iterator[str]:
        """Yield each key of the object that begins here; whoever asks takes the value."""
        text = self.text
        text.take("{")
        first = True
        while text.peek() != "}" or not first:
            first = False
            if text.peek() != '"':
                raise BrokenJsonError
            key: str = text.value()
            text.take(":")
            yield key
            if text.peek() != ",":
                break
            text.take(",")
        text.take("}")

    def _object(self, path: str, level: int) -> Generator[Element, None, tuple[bool, dict[str, Any]]]:
        """Take an object that is an order or wraps some: (whether orders were found in it, what else it holds)."""
        wrapped, ours = False, False
        kept: dict[str, Any] = {}
        for key in self._keys():
            ours = ours or looks_like_order(kept)
            opening = self.text.peek()
            found = False
            if key in _BLOCKS or ours or level >= _DEEPEST or opening not in ("[", "{"):
                value = self.text.value()
            elif opening == "[":
                found, value = yield from self._list(join_path(path, key), sure=key.casefold() in _WRAPPERS)
            else:
                found, value = yield from self._object(join_path(path, key), level + 1)
                if looks_like_order(value):
                    yield self._element(join_path(path, key), value)
                    found = True
            wrapped = wrapped or found
            note_repeat(kept, key, value, self._repeated)
            kept[key] = value
        return wrapped, kept

    def _list(self, path: str, *, sure: bool) -> Generator[Element, None, tuple[bool, list[Any]]]:
        """Yield a wrapper's orders one by one; a list of anything else is kept."""
        kept: list[Any] = []
        found = sure
        for index in self._items():
            value = self.text.value()
            found = found or (index == 0 and looks_like_order(value))
            if found:
                yield self._element(f"{path}[{index}]", value)
            else:
                kept.append(value)
        return found, kept

    def _element(self, path: str, value: object) -> Element:
        text, noticed = self.text, self.text.decoding
        element = Element(path, value, tuple(noticed.repeated), text.damaged, not noticed.unusual)
        noticed.forget()
        text.damaged = False
        return element


def _is_one_order(value: dict[str, Any]) -> bool:
    """True when the keys up to those that make it an order hold nothing that is searched for other orders."""
    before: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, (dict, list)) and key not in _BLOCKS:
            return False
        before[key] = None
        if looks_like_order(before):
            return True
    return False
