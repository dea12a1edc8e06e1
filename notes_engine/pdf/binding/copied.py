"""Copied objects: what plates and the typesetter's files refer to is written once, however often it comes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.pdf.binding.objects import Objects

    Made = tuple[bytes, bytes | None]
    """An object as it stands in the file; of a stream what stands in its dictionary, and its bytes."""

_VALUE = rb"/[\w.+-]+|\d+ \d+ R|true|false|null|[+-]?[\d.]+"
_ENTRY = re.compile(rb"\s*(/[\w.+-]+)\s*(?:(%b)|<<((?:\s*/[\w.+-]+\s*(?:%b))*)\s*>>)\s*" % (_VALUE, _VALUE))
Key = TypeVar("Key", bound=Hashable)


class Known:
    """What was copied into a file: sixteen bytes and a number for each object."""

    def __init__(self, objects: Objects) -> None:
        """Nothing was yet."""
        self.objects = objects
        self._numbers: dict[bytes, int] = {}

    def number(self, made: Made) -> tuple[int, bool]:
        """Return the number of the object that says this, and whether it is a new one, to be written."""
        head, body = made
        said = hashlib.blake2b(b"%d %d " % (len(head), body is not None), digest_size=16)
        said.update(head)
        said.update(body or b"")
        found = self._numbers.get(said.digest())
        if found is not None:
            return found, False
        number = self._numbers[said.digest()] = self.objects.reserve()
        return number, True


class Copied(Generic[Key]):
    """The objects of one source on their way into a file, those that others refer to first."""

    def __init__(self, known: Known, numbers: dict[Key, int]) -> None:
        """`numbers` are of objects that somebody else writes."""
        self._known = known
        self._numbers = numbers
        self._begun: set[Key] = set()

    def number(self, key: Key, make: Callable[[], Made], *, is_shared: bool = True) -> int:
        """Return the number of an object, and write it unless it is there; `make` asks for those that it refers to.

        What is not shared is written for this source alone, even if the file has the same already.
        """
        objects = self._known.objects
        is_begun = key in self._begun
        if key in self._numbers:
            return self._numbers[key]
        if is_begun or not is_shared:
            self._numbers[key] = objects.reserve()
        if is_begun:  # it leads to itself
            return self._numbers[key]
        self._begun.add(key)
        made = make()
        is_new = True
        if key not in self._numbers:
            self._numbers[key], is_new = self._known.number(made)
        if is_new:
            head, body = made
            if body is None:
                objects.write(self._numbers[key], head)
            else:
                objects.write_stream(self._numbers[key], head, body)
        return self._numbers[key]


def in_order(entries: bytes) -> bytes:
    """Return a dictionary's entries by their names, so that whoever wrote them, they say the same.

    Those that hold more than numbers, names, references and dictionaries of them stay as they are.
    """
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(entries):
        entry = _ENTRY.match(entries, at)
        if entry is None or entry[1] in found:
            return entries
        found[entry[1]] = entry[2] or b"<<%b>>" % in_order(entry[3])
        at = entry.end()
    return b"".join(b"%b %b" % entry for entry in sorted(found.items()))
