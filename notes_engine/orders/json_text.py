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
    from collections.abc import Iterator

_SPACE = re.compile("[ \t\n\r\ufeff]*")
"""JSON's white space, and the byte order mark that concatenated files bring along."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair; a byte that did not decode is one too."""
_ANY_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_LONGEST = 64 << 20
"""Characters of one value: an order of 1 MB texts in every field still fits."""
_LONGEST_NUMBER = 40
"""Characters of a number that is read at all; a longer one is no amount and becomes NaN, which no field accepts."""
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


class JsonText:
    """A cursor over JSON text. After an error it must not be used any more."""

    def __init__(self, chunks: Iterator[str]) -> None:
        """Begin at the first chunk's start."""
        self._chunks = chunks
        self._text = ""
        self._at = 0
        self._ended = False
        self._halves = False
        self.repeated: list[str] = []
        """Keys that stood twice in one object with different values, since the list was last cleared."""
        self.damaged = False
        """Some bytes did not decode, since this was last cleared."""
        self._decode = json.JSONDecoder(
            object_pairs_hook=partial(_object, self.repeated),  # no bound method: a cycle would keep the file open
            parse_float=_number,
            parse_int=_integer,
            parse_constant=lambda _: Decimal("NaN"),
        ).raw_decode

    def peek(self) -> str:
        """Return the next character that is no white space without taking it; empty at the end of the text."""
        while True:
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
        # A lone half of a surrogate pair is valid JSON and no valid text: nothing could write it down again.
        if not self._halves or _ANY_HALF.search(self._text, start, end) is None:
            return value
        self.damaged = self.damaged or _HALF.search(self._text, start, end) is not None
        return _whole(value)

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
        self._halves = _ANY_HALF.search(self._text) is not None
        return size > 0


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
