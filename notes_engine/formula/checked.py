"""One label's source, parsed and checked: its tree, what it uses, and every mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.formula.checker import Checker, Scope
from notes_engine.formula.label_parser import parse_label
from notes_engine.formula.mistakes import too_deep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.formula.mistakes import Mistake
    from notes_engine.formula.nodes import LabelTree


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a label before any order is read."""

    tree: LabelTree
    """It lacks the parts that could not be parsed."""
    mistakes: tuple[Mistake, ...]
    """In the order they stand."""
    tags: frozenset[str]
    """The keys of the tags it uses, as `TagValues` holds them."""
    uses_now: bool
    scope: Scope
    extended: frozenset[str]
    """The extended properties it could use, casefolded."""


def check_source(source: str, scope: Scope, extended: Iterable[str]) -> Checked:
    """Parse and check a label."""
    names = frozenset(name.strip().casefold() for name in extended)
    tree, mistakes = parse_label(source)
    checker = Checker(scope, names)
    try:
        checker.label(tree)
    except RecursionError:
        # Brackets may be 64 deep, and the caller may have used up much of the stack itself.
        mistakes = [*mistakes, too_deep(tree.span)]
    if checker.mistakes:
        mistakes = sorted([*mistakes, *checker.mistakes], key=lambda mistake: mistake.span)
    return Checked(tree, tuple(mistakes), frozenset(checker.tags), checker.uses_now, scope, names)
