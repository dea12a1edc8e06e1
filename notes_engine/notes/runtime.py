"""What a compiled template calls while it prints a note: the note's own ways to print, not Jinja's general ones."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from notes_engine.notes.dates import calendar_day, format_calendar_day
from notes_engine.notes.direct import DIRECT
from notes_engine.notes.filters import FILTERS
from notes_engine.notes.in_progress import NOTE, NoteInProgress
from notes_engine.notes.marking import mark
from notes_engine.notes.marks import MARKS
from notes_engine.notes.money import format_money, format_number
from notes_engine.notes.printing import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jinja2 import Environment
    from jinja2.runtime import Context

    from notes_engine.notes.marks import Marks

OF_CLASS = {name: next(iter(kinds)) if len(kinds) == 1 else kinds for name, kinds in DIRECT.items()}
"""From a name to the class, or the classes, that have it as public data."""


_GROUPED = 1000
"""Whole numbers below are written the same everywhere; a test holds that."""


def show(value: Any) -> str:  # noqa: ANN401  what a template gives
    """Return what `{{ value }}` prints, escaped; raises as `printed`."""
    kind = type(value)
    if kind is str:
        return escape(value)
    return value if kind is Markup else escape(printed(value))


def said(environment: Environment, context: Context, called: Any, *arguments: Any, **options: Any) -> str:  # noqa: ANN401
    """Return what a call prints, escaped; a macro that is given just what it takes escaped its text itself."""
    if (
        called.__class__ is Macro
        and len(arguments) == len(called.arguments)
        and not (called.catch_kwargs or called.catch_varargs or called.caller)
        and not options.keys() - _OF_JINJA
        and context.eval_ctx.autoescape
    ):
        try:
            text: str = called._func(*arguments)
        except StopIteration:
            return show(environment.undefined("a macro raised StopIteration"))
        return text
    return show(environment.call(context, called, *arguments, **options))  # type: ignore[attr-defined]  # a sandbox


_OF_JINJA = frozenset(("_loop_vars", "_block_vars"))
"""What Jinja's code gives to whatever it calls, and no macro gets."""


def marking(marks: Marks) -> Callable[[Any], str]:
    """Return what prints a value of a note whose values are marked: its mark, or the value where it is not marked."""
    append, unused = marks.values.append, marks.unused.__next__

    def put(value: Any) -> str:  # noqa: ANN401  what a template gives
        # What is printable, to Python, holds no mark; what is not, such as a no-break space, seldom does.
        is_text = value.__class__ is str and value and not marks.resting
        if is_text and (value.isprintable() or not MARKS.search(value)):
            try:
                found = unused()
            except StopIteration:
                return escape(marks.mark(value))
            append(value)
            return found
        return "" if value.__class__ is Undefined else escape(printed(mark(value, marks)))

    return put


def printing(note: NoteInProgress) -> tuple[Callable[[Any], str], ...]:
    """Return what prints a note's values, amounts, days and numbers, in this order."""
    currency, zone, cldr_locale = note.currency, note.zone, note.cldr_locale

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else format_money(amount, currency, cldr_locale)

    def day(moment: datetime | None) -> str:
        return "" if moment is None else format_calendar_day(calendar_day(moment, zone), cldr_locale)

    def number(value: Decimal | int) -> str:
        if value.__class__ is int and 0 <= value < _GROUPED:
            return str(value)
        return format_number(Decimal(value), cldr_locale)

    return show if note.marks is None else marking(note.marks), money, day, number


class _NothingKept:
    """Stands for kept texts where none may be kept."""

    def __getitem__(self, place: int) -> None:
        return None

    def __setitem__(self, place: int, text: str) -> None:
        return None


_NOTHING_KEPT: Any = _NothingKept()


def tools(context: Context, template: object, texts: int) -> tuple[Any, ...]:
    """Return what a template's function prints with: values, amounts, days, numbers, and the texts it kept.

    `template` stands for the compiled template, `texts` is how many of its texts are the same for every order of one
    market.
    """
    note = context.parent.get(NOTE)
    if note.__class__ is not NoteInProgress:
        return (show, *(partial(FILTERS[name], context) for name in ("money", "day", "number")), _NOTHING_KEPT)
    if not context.environment.may_keep:  # type: ignore[attr-defined]  # ours
        return (*note.tools, _NOTHING_KEPT)
    found = note.ready.get(template)
    if found is None:
        found = note.ready[template] = (*note.tools, note.kept.setdefault(template, [None] * texts))
    return found
