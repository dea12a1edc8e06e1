"""Limits of what a template computes: no text, list or number that fills the memory, wherever one can be made."""

from __future__ import annotations

import re
from collections.abc import Sequence, Sized
from typing import Any

from notes_engine.errors import TemplateError

MOST = 2_000_000
"""Characters of a text and items of a list: our decision; a note's whole HTML may have as many."""
LARGEST_FACTOR = 1000
"""The largest exponent, number of times that a text is repeated, and width that a text is filled up to."""
_MOST_BITS = 10_000
"""Of a whole number: three thousand digits."""

_CONVERSION = re.compile(r"%(?:\([^)]*\))?[#0\- +]*(\*|\d+)?(?:\.(\*|\d+))?")
_WIDTH_DIGITS = 3


def too_large(what: str = "text or list") -> TemplateError:
    """Return the error about what no note can hold."""
    return TemplateError(
        f"this makes a {what} that is far too {'long' if what != 'number' else 'large'}",
        hint="look for a large number, or for something that is repeated again and again",
    )


def require_size(size: int) -> None:
    """Let nothing become longer than `MOST`; raises TemplateError."""
    if size > MOST:
        raise too_large()


def size_of(value: object) -> int:
    """Return about how many characters a value prints; 1 for what has no length."""
    return len(value) if isinstance(value, Sized) else 1


def require_repeats(text: object, options: Sequence[object], *, by_number: bool) -> None:
    """Check what a filter does to a text: it puts texts between its characters, or (by number) spaces.

    Raises:
        TemplateError: the result would be far too long.
    """
    numbers = [abs(option) for option in options if isinstance(option, (int, float)) and not isinstance(option, bool)]
    if by_number and any(number > LARGEST_FACTOR for number in numbers):
        raise too_large()
    texts = sum(size_of(option) for option in options if isinstance(option, str))
    require_size(size_of(text) * max(texts, 1))


def require_format(text: str, values: Sequence[object]) -> None:
    """Check what `text % values` makes, for widths of any size and values printed again and again.

    Raises:
        TemplateError: it would be far too long, or a width is taken from a value.
    """
    widths = [width for found in _CONVERSION.finditer(text) for width in found.groups() if width]
    if any(width == "*" or len(width) > _WIDTH_DIGITS for width in widths):
        raise too_large()
    require_size(len(text) + text.count("%") * max(map(size_of, values), default=0))


def require_width(specification: str) -> None:
    """Check what `{name:…}` says of a value; raises TemplateError for a width of more than three digits."""
    if re.search(rf"\d{{{_WIDTH_DIGITS + 1}}}", specification):
        raise too_large()


def require_operation(operator: str, left: Any, right: Any) -> None:  # noqa: ANN401  as in Jinja
    """Check a sum, a product or a power before it is made.

    Raises:
        TemplateError: it would fill the memory.
    """
    numbers = [value for value in (left, right) if isinstance(value, (int, float))]
    sized = [value for value in (left, right) if isinstance(value, (str, list, tuple))]
    if operator == "+":
        require_size(sum(map(len, sized)))
    elif operator == "**" or (sized and numbers):
        if any(abs(number) > LARGEST_FACTOR for number in numbers):
            raise too_large() if sized else too_large("number")
        require_size(sum(map(len, sized)) * max(int(numbers[0]), 0) if sized else 0)
    elif sum(number.bit_length() for number in numbers if isinstance(number, int)) > _MOST_BITS:
        raise too_large("number")


_WIDE = ("center", "ljust", "rjust", "zfill")


def require_call(text: str, method: str, arguments: Sequence[object]) -> None:
    """Check what a method of a text makes of it.

    Raises:
        TemplateError: it would be far too long, or templates may not use it.
    """
    if method in _WIDE:
        require_repeats("", arguments, by_number=True)
    elif method == "expandtabs":
        require_repeats("", arguments, by_number=True)
        require_size(len(text) + text.count("\t") * LARGEST_FACTOR)
    elif method == "replace" and len(arguments) > 1:
        old, new = arguments[:2]
        times = text.count(old) if isinstance(old, str) else 0
        require_size(len(text) + times * size_of(new))
    elif method == "join":
        items = arguments[0] if arguments and isinstance(arguments[0], Sequence) else ()
        require_size(sum(map(size_of, items)) + len(text) * len(items))
