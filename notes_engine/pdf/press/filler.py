"""What stands in a plate's slots while it is made: tokens to find them by, and the ends of what they may hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import chain, combinations_with_replacement, repeat
from operator import add
from typing import TYPE_CHECKING

from notes_engine.pdf.library import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Sequence

Filling = Callable[[int], str]
"""From a slot to the text that stands in it."""

NARROW = "i"
"""The narrowest value."""
WIDE = "m"
"""A wide letter: a slot is stamped where it takes one at least."""

_LETTERS = "abcdefghijklmnoprstuvwxy"
# Joiners have no width, no glyph and no place to break at, so that a narrow value can carry its slot's number.
_ZERO, _ONE = "\u200c", "\u200d"
_DIGITS = 14
STRING_MARK = "qwgkvxhbtrpd"
"""What each token of a string begins with: letters that nobody writes, in no address and no name."""
_STRING_MARKS = (STRING_MARK, "qxdhwtgbkvrp")
"""One for each of a plate's two settings: where a string shows, or where pages depend on it, the two differ."""
_TOKEN = re.compile(f"{STRING_MARK}([{_LETTERS}]+)z|{NARROW}([{_ZERO}{_ONE}]{{{_DIGITS}}})")
_MARKED = re.compile("|".join(_STRING_MARKS), re.IGNORECASE)

_TAIL = "acinostv"
_TAILS = tuple("".join(tail) for count in range(5) for tail in combinations_with_replacement(_TAIL, count))
"""What fills the rest of a line that one more pair is too wide for."""
_MOST_GIVEN = 4
"""Pairs that a tail may take the place of."""
_TRIALS = 8
_NEAR_ENOUGH = 0.1
"""CSS pixels left of a room that no better word is looked for."""
_REMEMBERED = 1_000


def token(slot: int) -> str:
    """Return a word that stands for this slot and no other, in a string of the document such as a link."""
    return f"{STRING_MARK}{_digits(slot)}z"


def other_string(slot: int) -> str:
    """Return a string's value in the wide setting: an address, which is no token."""
    return f"{BASE_URL}{_STRING_MARKS[1]}{_digits(slot)}z"


def holds_token(text: str) -> bool:
    """Return whether something in a text looks like a string's token, in whatever letters."""
    return _MARKED.search(text) is not None


def _digits(slot: int) -> str:
    digits = ""
    rest = slot + 1
    while rest:
        rest, digit = divmod(rest, len(_LETTERS))
        digits = _LETTERS[digit] + digits
    return digits


def narrow_token(slot: int) -> str:
    """Return what is set like `NARROW` and stands for this slot and no other."""
    # The last digit is always 0, so that nothing joins what follows.
    return NARROW + f"{2 * slot:0{_DIGITS}b}".replace("0", _ZERO).replace("1", _ONE)


def tokens_in(text: str) -> list[tuple[int, re.Match[str]]]:
    """Return the slots whose tokens stand in a text, and where."""
    return [(_slot(found), found) for found in _TOKEN.finditer(text)]


def with_values(text: str, slots: frozenset[int], values: Sequence[str]) -> str:
    """Return a text with each token of these slots replaced by the slot's value."""
    return _TOKEN.sub(lambda found: values[slot] if (slot := _slot(found)) in slots else found[0], text)


class Letters:
    """The letters of a style, and how wide a text each of them adds."""

    def __init__(self, width: Callable[[str], float], pairs: Sequence[str]) -> None:
        """`width` sets a text in the style; words are made of the first of the `pairs` of letters that has room."""
        self._width = width
        self._pairs = [(width(pair), width(pair * 2) - width(pair), pair) for pair in pairs]
        self.wide = width(WIDE)
        """The width of one wide letter."""
        sizes = {letter: width(letter * 2) - width(letter) for letter in _TAIL}
        self._tails = sorted((sum(sizes[letter] for letter in tail), tail) for tail in _TAILS)
        self._words: dict[float, str] = {}

    def widest(self, room: float) -> str:
        """Return a word that fills a room as nearly as letters do.

        It begins with a pair, and is no wider than the room unless it is the last of the pairs and nothing else.
        """
        if room not in self._words:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            self._words[room] = self._fill(room)
        return self._words[room]

    def _fill(self, room: float) -> str:
        wide, pair = next(((more, pair) for first, more, pair in self._pairs if first <= room), self._pairs[-1][1:])
        if wide <= 0:
            return pair
        most = max(1, int(room / wide))
        while most > 1 and self._width(pair * most) > room:
            most -= 1
        left = room - self._width(pair * most)
        if left <= 0:
            return pair * most
        best, best_width = pair * most, room - left
        for given in range(min(_MOST_GIVEN, most)):
            if room - best_width <= _NEAR_ENOUGH:
                break
            # Kerning counts, so the words that may be near are set.
            near = bisect_right(self._tails, (left + given * wide, WIDE))
            for _, tail in self._tails[max(0, near - _TRIALS) : near + _TRIALS]:
                word = _spread(pair, most - given, tail)
                if best_width < (width := self._width(word)) <= room:
                    best, best_width = word, width
        return best


def _spread(pair: str, count: int, tail: str) -> str:
    """Return a word of `count` pairs with the tail's letters between them: none of it is without a pair nearby."""
    return "".join(map(add, [pair] * count, chain(tail[: count - 1], repeat("")))) + tail[count - 1 :]


def _slot(found: re.Match[str]) -> int:
    if found[2]:
        return int(found[2].replace(_ZERO, "0").replace(_ONE, "1"), 2) // 2
    value = 0
    for letter in found[1]:
        value = value * len(_LETTERS) + _LETTERS.index(letter)
    return value - 1
