"""What a worker does with a label that a program tries: look for mistakes, or evaluate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from notes_engine.formula import Context, check_label, compile_label, explain
from notes_engine.formula.values import value_text
from notes_engine.notes import Workspace
from notes_engine.orders import TagValues
from notes_engine.orders.given import given_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from notes_engine.errors import NotesError
    from notes_engine.formula.checker import Scope
    from notes_engine.preview.desk import Version

_MOST_MISTAKES = 50


@dataclass(frozen=True, slots=True)
class FormulaTrial:
    """A label to try."""

    label: str
    scope: Scope
    values: Mapping[str, str]
    """Values of tags, as text."""
    extended: tuple[str, ...] | None
    """Extended properties that it may use; None: those of the workspace."""
    now: date


@dataclass(frozen=True, slots=True)
class TriedMistake:
    """What is wrong with a label, and where; line and column count from 1."""

    kind: Literal["syntax", "evaluation"]
    what: str
    hint: str
    line: int
    column: int
    length: int
    drawing: str


@dataclass(frozen=True, slots=True)
class TriedFormula:
    """What a label prints, or why it does not."""

    value: str | None
    mistakes: tuple[TriedMistake, ...]
    tags: Mapping[str, str | None]
    """The tags it uses, and what each prints."""


def try_formula(version: Version, trial: FormulaTrial) -> TriedFormula:
    """Return the mistakes of a label, or where there are none, what it prints.

    Raises:
        UsageError: a value is given for a tag that does not exist.
        WorkspaceError, SettingsError: notes.toml is gone or wrong, and its extended properties are needed.
    """
    extended = _extended_of(version) if trial.extended is None else trial.extended
    values = given_values(trial.values, extended, where="values")
    found = check_label(trial.label, scope=trial.scope, extended=extended)
    if found:
        return TriedFormula(None, tuple(_mistake("syntax", error) for error in found[:_MOST_MISTAKES]), {})
    label = compile_label(trial.label, scope=trial.scope, extended=extended)
    explanation = explain(label, TagValues(None, zone=UTC, overrides=values), Context(now=trial.now))
    tags = {name: None if value is None else value_text(value) for name, value in explanation.tags.items()}
    if explanation.error is not None:
        return TriedFormula(None, (_mistake("evaluation", explanation.error),), tags)
    return TriedFormula(explanation.value, (), tags)


@lru_cache(maxsize=1)
def _extended_of(version: Version) -> tuple[str, ...]:
    return tuple(Workspace.open(version.root).orders.extended)


def _mistake(kind: Literal["syntax", "evaluation"], error: NotesError) -> TriedMistake:
    place = error.place
    line, column, length = (1, 1, 1) if place is None else (place.line or 1, place.column or 1, place.length)
    return TriedMistake(kind, error.what, error.hint or "", line, column, length, place.drawing() if place else "")
