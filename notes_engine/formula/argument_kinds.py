"""Whether an argument can ever be what its function wants: only what is certain is a mistake."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula import nodes
from notes_engine.formula.failures import Unfit
from notes_engine.formula.functions.calendar import INTERVALS
from notes_engine.formula.kinds import Kind, kinds_in_words
from notes_engine.formula.mistakes import Mistake
from notes_engine.formula.reading import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.formula.functions.signature import Function
    from notes_engine.formula.nodes import Node

_ACCEPTED: Mapping[str, tuple[Kind, str]] = MappingProxyType(
    {
        "number": (Kind.NUMBER | Kind.TEXT, "a number"),
        "whole": (Kind.NUMBER | Kind.TEXT, "a whole number"),
        "date": (Kind.DATE | Kind.TEXT, "a date"),
        "boolean": (Kind.BOOLEAN, "true or false"),
    }
)


def check_arguments(function: Function, arguments: tuple[Node, ...], kinds: list[Kind]) -> list[Mistake]:
    """Return what can be known to be wrong with a call's arguments; their number is right."""
    mistakes = []
    hint: str | None
    for want, argument, kind in zip(function.wants(len(arguments)), arguments, kinds, strict=True):
        if want in ("any", "text"):
            continue
        accepted, words = _ACCEPTED[want]
        if not kind & accepted:
            hint = 'compare it with something: `x = "…"`' if want == "boolean" else f"write `{function.usage}`"
            what = f"`{function.name}` wants {words} here, this is {kinds_in_words(kind)}"
            mistakes.append(Mistake(argument.span, what, function.unfit_hint or hint))
        elif isinstance(argument, nodes.Text | nodes.Number):
            try:
                READERS[want].read(argument.value)
            except Unfit as unfit:
                mistakes.append(
                    Mistake(argument.span, f"`{function.name}`: {unfit.what}", function.unfit_hint or unfit.hint)
                )
    return mistakes or _check_literals(function.name, arguments)


def _check_literals(name: str, arguments: tuple[Node, ...]) -> list[Mistake]:
    """Return what is wrong with a literal that no order's values can mend."""
    if len(arguments) > 1 and isinstance(argument := arguments[1], nodes.Text):
        if name == "replace" and not argument.value:
            return [Mistake(argument.span, "`replace` has nothing to look for: its second text is empty")]
        if name == "dateadd" and argument.value.lower() not in INTERVALS:
            hint = "it counts in `y` (years), `m` (months), `d` (days) or `b` (business days)"
            return [Mistake(argument.span, "`dateadd` knows no such interval", hint)]
    return []
