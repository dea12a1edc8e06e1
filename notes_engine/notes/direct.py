"""What templates may read straight from what they are given: the public names of our own records, and of a loop.

Everything else goes through the sandbox, and so do these names of any other object: whoever reads them here has
compared the object's class first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.runtime import LoopContext

from notes_engine.notes.addresses import AddressBlock
from notes_engine.notes.placeholders import Fact
from notes_engine.notes.variables import known_names
from notes_engine.notes.view import CompanyView, LineView, NoteView, OrderView, TermsView

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORDS = (OrderView, LineView, AddressBlock, CompanyView, TermsView, NoteView, Fact)
"""The frozen records that templates are given: their names are data, none of them is a method."""

# Not those that look ahead: they go through what the loop is over, which may be anything.
_OF_A_LOOP = ("index", "index0", "first", "depth", "depth0")


def _kinds() -> dict[str, frozenset[type]]:
    names: dict[type, tuple[str, ...]] = {kind: tuple(known_names(kind)) for kind in RECORDS}
    names[LoopContext] = _OF_A_LOOP
    every = sorted({name for own in names.values() for name in own})
    return {name: frozenset(kind for kind, own in names.items() if name in own) for name in every}


DIRECT: Mapping[str, frozenset[type]] = _kinds()
"""From a name to the classes whose objects have it as public data."""
