"""Skeletons of notes: what is the same for all notes of one skeleton is found out once, and remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.notes.marks import A_MARK, MARKS
from notes_engine.notes.placeholders import EXPECTED, fact_count, one_full_stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.notes.placeholders import FactName

_MOST_SKELETONS = 1000
"""So many are remembered; a real batch has some dozens, of about 8 KB each."""

_FACT = r'<span class="fact" data-fact="[^<>"]*">'
_HIDES = rf'[^<>"]*{A_MARK}[^<>"]*'
_DOUBTFUL = tuple(
    map(
        re.compile,
        (
            # A value inside an element's own tag that may make it one of a fact.
            rf'<(?:span class=|{_HIDES})"(?:fact|{_HIDES})"(?: data-fact=|{_HIDES})"(?:name|live_since|{_HIDES})">',
            # A value beside the full stop after a fact.
            rf"{_FACT}[^<>]*</span>\.?{A_MARK}|{_FACT}[^<>]*{A_MARK}</span>\.",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A note with marks instead of its values, as it was printed and settled."""

    text: str
    facts: Mapping[FactName, int]
    """How many places print each fact."""


def count_facts(html: str) -> dict[FactName, int]:
    """Return how many places of a note, or of its skeleton, print each fact."""
    return {name: fact_count(html, name) for name in EXPECTED}


class Skeletons:
    """Remembers the skeletons of a renderer's notes."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[str, Skeleton | None] = {}

    def settled(self, printed: str) -> Skeleton | None:
        """Return the skeleton of a note that was printed with marks; of equal ones the same object.

        None where a value may change what is counted or settled: then it has to be put back first.
        """
        try:
            return self._known[printed]
        except KeyError:
            pass
        doubtful = any(MARKS.search(found[0]) for doubt in _DOUBTFUL for found in doubt.finditer(printed))
        found = None
        if not doubtful:
            text = one_full_stop(printed)
            text = printed if text == printed else text
            found = Skeleton(text, count_facts(text))
        if len(self._known) == _MOST_SKELETONS:
            self._known.clear()
        self._known[printed] = found
        return found
