"""Marks: one private character for each order value of a note, so that values can be taken out of its HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import escape
from pydantic import BaseModel

from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST, _LAST = 0xE000, 0xF8FF
A_MARK = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""As a regular expression."""
MARKS = re.compile(A_MARK)
"""Finds a mark: a character of Unicode's private use area, which no order's text may hold if it is to be marked."""

MOST_MARKS = _LAST - _FIRST + 1


_EVERY_MARK = tuple(map(chr, range(_FIRST, _LAST + 1)))


def mark_of(index: int) -> str:
    """Return the mark of a note's value number `index`, from 0."""
    return chr(_FIRST + index)


def index_of(mark: str) -> int:
    """Return the number of the value that a mark stands for."""
    return ord(mark) - _FIRST


@quick_init
@dataclass(frozen=True, slots=True)
class MarkedHtml:
    """A note's HTML with a mark for each value, and the values."""

    skeleton: str
    values: tuple[str, ...]
    holds_values: bool = False
    """Some of the order's values may stand in the skeleton itself: it must not be kept on disk."""

    def html(self) -> str:
        """Return the HTML with the values put back: byte for byte what the template prints unmarked."""
        escaped = [str(escape(value)) for value in self.values]
        return MARKS.sub(lambda found: escaped[index_of(found[0])], self.skeleton)


@dataclass(slots=True)
class Marks:
    """The values of one note that were marked so far."""

    values: list[str] = field(default_factory=list)
    resting: int = 0
    """How many captures around the present place need their values."""
    holds_values: bool = False
    """A value was printed without a mark."""
    are_in_doubt: bool = False
    """A text of the order holds a character that could be taken for a mark."""
    unused: Iterator[str] = field(init=False)
    """The marks that are left."""

    def __post_init__(self) -> None:
        """Take the marks of the values that are there."""
        self.unused = iter(_EVERY_MARK[len(self.values) :] if self.values else _EVERY_MARK)

    def mark(self, text: str) -> str:
        """Return what stands for a text: its mark, or the text itself where it cannot be marked."""
        self.look_at(text)
        found = None if self.resting or not text or self.are_in_doubt else next(self.unused, None)
        if found is None:
            self.holds_values = self.holds_values or bool(text)
            return text
        self.values.append(text)
        return found

    def look_at(self, text: str) -> None:
        """Take notice of a text of the order that may be printed, marked or not."""
        if holds_mark(text):
            self.are_in_doubt = True

    def marked(self, skeleton: str) -> MarkedHtml:
        """Return a rendered note with what was marked in it."""
        return MarkedHtml(skeleton, tuple(self.values), self.holds_values)


def holds_mark(value: object) -> bool:
    """Return whether a text in a record, however deep, holds a character that could be taken for a mark."""
    if isinstance(value, str):
        return not value.isprintable() and MARKS.search(value) is not None  # no mark is printable, to Python
    if isinstance(value, (tuple, list)):
        return any(map(holds_mark, value))
    if isinstance(value, dict):
        return any(map(holds_mark, value.values()))
    if isinstance(value, BaseModel):
        return any(holds_mark(part) for _, part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(holds_mark(getattr(value, name)) for name in _names(type(value)))
    return False


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
