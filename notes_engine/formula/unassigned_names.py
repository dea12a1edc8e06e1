"""What somebody meant who wrote a bare name that was never assigned."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from notes_engine.formula.functions import LIBRARY, find_function
from notes_engine.orders import find_tag, suggest_tag

if TYPE_CHECKING:
    from collections.abc import Collection

_CONSTANTS = ("true", "false", "null")
_NEAR = 0.6
_NEAR_CONSTANT = 0.75
_NEARER = 0.8
"""For tags and functions, of which there are many: a bare word is as often a text without its quotes."""


def suggest_for_name(name: str, variables: Collection[str], extended: Collection[str]) -> str:
    """Return what to write instead of the bare `name`; variables and extended properties are casefolded."""
    lower = name.casefold()
    near = difflib.get_close_matches(lower, variables, n=1, cutoff=_NEAR)
    if near:
        return f"did you mean `{near[0]}`?"
    function = find_function(name)
    if function:
        return f"a function's arguments stand in square brackets: `{function.usage}`"
    tag = find_tag(name)
    if tag or lower in extended:
        return f"a tag is written `[{{{tag.name if tag else name}}}]`"
    near = difflib.get_close_matches(lower, _CONSTANTS, n=1, cutoff=_NEAR_CONSTANT)
    if near:
        return f"did you mean `{near[0]}`?"
    tag_name = suggest_tag(name, extended)
    meant = {known: f"the function `{function.usage}`" for known, function in LIBRARY.items()}
    if tag_name:
        meant[tag_name.casefold()] = f"the tag `[{{{tag_name}}}]`"
    near = difflib.get_close_matches(lower, meant, n=1, cutoff=_NEARER)
    if near:
        return f"did you mean {meant[near[0]]}?"
    return f'a text is written in quotes: "{name}"; a variable is assigned first: `{name} := …;`'
