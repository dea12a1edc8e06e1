"""JSON text read value by value from chunks: the standard library decodes, this keeps the place.

Why not a streaming parser: ijson's C backend answers a number of thousands of digits with a SystemError, after which
nothing in it can be trusted (a segmentation fault was seen on a mutated export), and its Python backend is too slow.
An order fits in memory; only the list around the orders does not.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPACES = " \t\n\r\ufeff"
"""JSON's white space, and the byte order mark that concatenated files bring along."""
_SPACE = re.compile(f"[{_SPACES}]*")
_FIRST_KEY = re.compile(r'\{[ \t\n\r]*"(\w{1,40})"', re.ASCII)
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair; a byte that did not decode is one too."""
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_LONE_ESCAPE = re.compile(rf"\\{_HIGH}|\\{_LOW}|{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")
"""An escaped half that may stand alone: without its other half, or after a backslash that may be its own letter."""
_LONGEST = 64 << 20
"""Characters of one value: an order of 1 MB texts in every field still fits."""
_LONGEST_NUMBER = 40
"""Characters of a number that is read at all; a longer one is no amount and becomes NaN, which no field accepts."""
_PLAIN_NUMBER = 15
"""Characters of a number that needs no closer look: it is finite, and has fewer digits than any limit."""
_REMEMBERED = 16_384
"""Numbers that are kept to be told at once when they come again: prices, rates, weights and zeros do."""
_TAIL = 16
"""Characters before the end of what was read where a token may be incomplete: `-Infinity`, `\\ud83d\\ude00`."""


class BrokenJsonError(ValueError):
    """The text is no JSON from here on."""


def _number(text: str) -> Decimal:
    try:
        return Decimal(text) if len(text) <= _LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        return Decimal("NaN")


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _LONGEST_NUMBER else Decimal("NaN")


class _Known(dict[str, Any]):
    """The numbers met so far by their texts; only plain ones are kept, so that a look-up tells that a number is."""

    def __init__(self, read: Callable[[str], int | Decimal], unusual: list[str]) -> None:
        """`unusual` gets the text of every number that is not plain."""
        super().__init__()
        self._read = read
        self._unusual = unusual

    def __missing__(self, text: str) -> int | Decimal:
        number = self._read(text)
        if len(text) > _PLAIN_NUMBER or "e" in text or "E" in text:
            self._unusual.append(text[:_PLAIN_NUMBER])
            return number
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = number
        return number


class JsonDecoding:
    """How values are decoded, and what was noticed: shared by the texts of one file, one after the other."""

    def __init__(self) -> None:
        """Begin with nothing noticed."""
        self.repeated: list[str] = []
        """Keys that stood twice in one object with different values, since the list was last cleared."""
        self.unusual: list[str] = []
        """Numbers that need a closer look, since the list was last cleared."""

        def nan(text: str) -> Decimal:
            unusual.append(text)
            return Decimal("NaN")

        unusual = self.unusual  # no reference to self: a cycle would keep the file open
        self.raw_decode = json.JSONDecoder(
            object_pairs_hook=partial(_object, self.repeated),
            parse_float=_Known(_number, self.unusual).__getitem__,
            parse_int=_Known(_integer, self.unusual).__getitem__,
            parse_constant=nan,
        ).raw_decode

    def forget(self) -> None:
        """Clear what was noticed."""
        self.repeated.clear()
        self.unusual.clear()


class JsonText:
    """A cursor over JSON text. After an error it must not be used any more."""

    def __init__(self, chunks: Iterator[str], decoding: JsonDecoding | None = None) -> None:
        """Begin at the first chunk's start."""
        self._chunks = chunks
        self._text = ""
        self._at = 0
        self._ended = False
        self._escaped_halves = self._halves = False
        self.decoding = decoding or JsonDecoding()
        self.damaged = False
        """Some bytes did not decode, since this was last cleared."""
        self._decode = self.decoding.raw_decode
        self.decoding.forget()

    def peek(self) -> str:
        """Return the next character that is no white space without taking it; empty at the end of the text."""
        while True:
            if self._at < len(self._text) and (next_one := self._text[self._at]) not in _SPACES:
                return next_one
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Take the next character, which must be this one."""
        if self.peek() != wanted:
            raise BrokenJsonError
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401  # whatever JSON holds
        """Take the next value whole; raises BrokenJsonError."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                unfinished = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _TAIL
                if self._ended or not unfinished:
                    raise BrokenJsonError from error
            except RecursionError as error:
                raise BrokenJsonError from error
            else:
                if end < len(self._text) or self._ended:
                    break
            if len(self._text) - self._at > _LONGEST:
                raise BrokenJsonError
            self._more()
        start, self._at = self._at, end
        if not self._has_half(start, end):
            return value
        self.damaged = self.damaged or _HALF.search(self._text, start, end) is not None
        return _whole(value)

    def _has_half(self, start: int, end: int) -> bool:
        """A lone half of a surrogate pair is valid JSON and no valid text: nothing could write it down again."""
        first = _ESCAPED_HALF.search(self._text, start, end) if self._escaped_halves else None
        if first is not None and _LONE_ESCAPE.search(self._text, first.start() - 1, end) is not None:
            return True
        return self._halves and _HALF.search(self._text, start, end) is not None

    def first_key(self) -> str:
        """Return the first key of the object that begins at the next character; empty when it is not at hand."""
        found = _FIRST_KEY.match(self._text, self._at)
        return found[1] if found else ""

    def object_at_once(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        """Take the object that begins at the next character when all of it is at hand and it is `wanted`.

        None, and nothing is taken, when it is not, ends beyond what was read, is broken, has a key twice with different
        values, or holds halves.
        """
        decoding = self.decoding
        if decoding.repeated:
            return None
        try:
            value, end = self._decode(self._text, self._at)
        except (json.JSONDecodeError, RecursionError):
            decoding.forget()
            return None
        if decoding.repeated or self._has_half(self._at, end) or not wanted(value):
            decoding.forget()
            return None
        self._at = end
        order: dict[str, Any] = value
        return order

    def _more(self) -> bool:
        """Read on: as much again as is held, so that a long value is not decoded over and over."""
        wanted = len(self._text) - self._at
        parts = [self._text[self._at :]]
        size = 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= wanted:
                break
        else:
            self._ended = True
        self._text, self._at = "".join(parts), 0
        self._escaped_halves = "\\" in self._text and _ESCAPED_HALF.search(self._text) is not None
        self._halves = not _is_valid(self._text)
        return size > 0


def _is_valid(text: str) -> bool:
    try:
        text.encode()  # many times faster than a search for what UTF-8 does not encode
    except UnicodeEncodeError:
        return False
    return True


def _object(repeated: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        for key, value in pairs:
            note_repeat(built, key, value, repeated)
    return built


def note_repeat(built: dict[str, Any], key: str, value: object, repeated: list[str]) -> None:
    """Add the key to `repeated` when `built` holds another value under it."""
    try:
        different = key in built and built[key] != value
    except RecursionError:
        different = True
    if different:
        repeated.append(key)


def _whole(value: Any) -> Any:  # noqa: ANN401
    """Replace lone surrogates that were written as escapes."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    try:
        if isinstance(value, list):
            return [_whole(item) for item in value]
        if isinstance(value, dict):
            return {_whole(key): _whole(item) for key, item in value.items()}
    except RecursionError as error:
        raise BrokenJsonError from error
    return value
