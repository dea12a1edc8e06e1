"""What stands in a plate's slots while it is made: tokens to find them by, and the ends of what they may hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Filling = Callable[[int], str]
"""From a slot to the text that stands in it."""

_LETTERS = "abcdefghijklmnoprstuvwxy"
_TOKEN = re.compile(f"q([{_LETTERS}]+)z")

NARROW = "i"
"""The narrowest value."""
WIDE = "m"
"""The letter that wide values are made of."""


def token(slot: int) -> str:
    """Return a short word that stands for this slot and no other."""
    digits = ""
    rest = slot + 1
    while rest:
        rest, digit = divmod(rest, len(_LETTERS))
        digits = _LETTERS[digit] + digits
    return f"q{digits}z"


def tokens_in(text: str) -> list[tuple[int, re.Match[str]]]:
    """Return the slots whose tokens stand in a text, and where."""
    return [(_slot(found), found) for found in _TOKEN.finditer(text)]


def with_values(text: str, slots: frozenset[int], values: Sequence[str]) -> str:
    """Return a text with each token of these slots replaced by the slot's value."""
    return _TOKEN.sub(lambda found: values[slot] if (slot := _slot(found)) in slots else found[0], text)


def _slot(found: re.Match[str]) -> int:
    value = 0
    for letter in found[1]:
        value = value * len(_LETTERS) + _LETTERS.index(letter)
    return value - 1
