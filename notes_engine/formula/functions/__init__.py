"""The function library: every function of the language by its name. The door is `find_function`."""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula.functions import arithmetic, calendar, joining, logic, searching, text
from notes_engine.formula.functions.familiar_names import FAMILIAR_NAMES
from notes_engine.formula.functions.signature import ORIGINS, Example, Function, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS: Mapping[str, tuple[Function, ...]] = MappingProxyType(
    {
        "Decisions": logic.FUNCTIONS,
        "Searching": searching.FUNCTIONS,
        "Texts": text.FUNCTIONS,
        "Joining and choosing texts": joining.FUNCTIONS,
        "Numbers": arithmetic.FUNCTIONS,
        "Dates": calendar.FUNCTIONS,
    }
)
"""The functions in the order of the documentation."""

LIBRARY: Mapping[str, Function] = MappingProxyType(
    {function.name: function for group in GROUPS.values() for function in group}
)


def find_function(name: str) -> Function | None:
    """Return the function of that name, in any case, or None."""
    return LIBRARY.get(name.lower())


def suggest_function(name: str) -> str | None:
    """Return what to write instead of an unknown function, or None when nothing is near."""
    lower = name.lower()
    familiar = FAMILIAR_NAMES.get(lower)
    if familiar:
        return familiar
    near = difflib.get_close_matches(lower, LIBRARY, n=1, cutoff=0.6)
    return f"did you mean `{LIBRARY[near[0]].usage}`?" if near else None


__all__ = ["GROUPS", "LIBRARY", "ORIGINS", "Example", "Function", "Parameter", "find_function", "suggest_function"]
