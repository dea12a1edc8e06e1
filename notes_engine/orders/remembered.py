"""What short texts of a file mean, read once: an export says a few words and amounts again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Meaning = TypeVar("Meaning")

_MOST = 4096
_SHORT = 40
"""Characters of a text that is remembered."""


class Remembered(dict[Key, Meaning]):
    """A dictionary that reads what it does not hold: `meanings[text]` is `read(text)`, and raises what that raises.

    It forgets everything when it is full, so that it stays small whatever a file holds. For texts and tuples of texts.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[Key], Meaning]) -> None:
        """Remember what `read` returns, which is always the same for the same text."""
        super().__init__()
        self._read = read

    def __missing__(self, key: Key) -> Meaning:
        meaning = self._read(key)
        if (len(key) if isinstance(key, str) else _longest(key)) <= _SHORT:
            if len(self) >= _MOST:
                self.clear()
            self[key] = meaning
        return meaning


def _longest(texts: object) -> int:
    return max(map(len, texts), default=0) if isinstance(texts, tuple) else 0
