"""Pydantic's complaints in plain words: what is wrong with a value, and what it should have been."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

_PLAINER = {
    # What Pydantic calls by Python's names.
    "tuple_type": "should be a list in square brackets",
    "frozen_set_type": "should be a list in square brackets",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "string_type": "should be a text in quotes",
}
_GENERAL = "docs/settings.md shows every setting with an example"


class ChoiceError(ValueError):
    """A value that is none of those there are: `choices`, which a message lists and where the near one is found."""

    def __init__(self, what: str, value: str, choices: Sequence[str]) -> None:
        """`what` says what the value is not."""
        super().__init__(what)
        self.value = value
        self.choices = tuple(choices)


def plain_message(found: ErrorDetails) -> str:
    """Return what is wrong, as the second half of a sentence."""
    message = _PLAINER.get(found["type"]) or found["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{message[:1].lower()}{message[1:]}"


def plain_hint(found: ErrorDetails) -> str:
    """Return what to write instead: the near one of several choices, and all of them."""
    context = found.get("ctx", {})
    error = context.get("error")
    if isinstance(error, ChoiceError):
        near = nearest(error.value, error.choices)
        return f"{near}there {'is' if len(error.choices) == 1 else 'are'} {', '.join(error.choices)}"
    if found["type"] == "literal_error" and isinstance(found["input"], str):
        return nearest(found["input"], re.findall(r"'([^']+)'", str(context.get("expected", "")))) + _GENERAL
    return _GENERAL


def nearest(value: str, choices: Sequence[str]) -> str:
    """Return `did you mean 'fr'? ` for a misspelled value, or an empty text."""
    near = get_close_matches(value.casefold(), choices, n=1)
    return f"did you mean {near[0]!r}? " if near else ""
