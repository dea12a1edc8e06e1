"""What the preview's workers do with a label: say where it belongs, look for mistakes in its text, evaluate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from notes_engine.assets import asset_root
from notes_engine.errors import FormulaError, NotesError, TemplateError
from notes_engine.formula import Mistake, Span, compile_label, find_mistakes
from notes_engine.formula.source import SourceText
from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.notes.catalogs import load_catalog
from notes_engine.notes.environment import LabelEnvironment, dressed
from notes_engine.notes.label_setting import label_setting
from notes_engine.notes.label_source import NO_JINJA, LabelSource, jinja_in
from notes_engine.notes.label_tag import TemplateLabel
from notes_engine.notes.numbers import empty_number, number_in, unreadable_number
from notes_engine.notes.typography import clean_text
from notes_engine.orders import TagValues
from notes_engine.orders.packed import unpack_order
from notes_engine.preview.labels import open_template, without_label
from notes_engine.visible import can_be_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notes_engine.formula import Context
    from notes_engine.formula.checker import Scope
    from notes_engine.notes import Locale
    from notes_engine.orders import Order, OrderLine
    from notes_engine.preview.desk import Version
    from notes_engine.preview.labels import LabelPlace

_MOST_LINES = 8
"""Lines of the shown order that a label inside the lines' loop is evaluated for."""
_MOST_MISTAKES = 20
_LONGEST_VALUE = 4000
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class LabelUse:
    """Where a label's text is used."""

    scope: Scope
    """`line` inside the loop over an order's lines."""
    locales: tuple[Locale, ...]
    """Whose notes are made with its template."""


@dataclass(frozen=True, slots=True)
class FoundMistake:
    """A mistake in a label's text; line and column count from 1 in that text."""

    what: str
    hint: str
    line: int
    column: int
    length: int
    drawing: str
    start: int
    """Where it begins in the text, and where it ends, in UTF-16 units, as a browser counts."""
    end: int


@dataclass(frozen=True, slots=True)
class LabelValue:
    """What a label prints for one order, or one line of it."""

    order: int
    """Which of the orders, from 0."""
    line: str
    """The line's number, `2` or `2.1` for a part; empty where the label belongs to the whole order."""
    text: str
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TriedLabel:
    """A label's text that was tried: its mistakes, or where there are none, its values."""

    mistakes: tuple[FoundMistake, ...]
    values: tuple[LabelValue, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What to try: a label's text, as it would be used."""

    text: str
    scope: Scope
    locale: Locale
    is_number: bool
    """It is the label that prints the order's number."""


def use_of_label(version: Version, place: LabelPlace) -> LabelUse:
    """Return where the label at a place is used, whatever its text; other labels may be wrong as well.

    Raises:
        UnknownTemplateError, ConflictError: there is no such label.
        TemplateError: the template is not valid Jinja.
    """
    workspace = _shop(version).workspace
    environment = _lenient(workspace)
    locales = tuple(locale for locale in LOCALES if place.template in _chain(environment, locale))
    return LabelUse(_scope(workspace, environment, place), locales)


def mistakes_there(version: Version, place: LabelPlace, text: str) -> tuple[FoundMistake, ...]:
    """Return what would be wrong with a text in the label at a place; raises as `use_of_label`."""
    workspace = _shop(version).workspace
    return _mistakes(text, _scope(workspace, _lenient(workspace), place), workspace)


def try_label(version: Version, trial: Trial, packed: Sequence[bytes]) -> TriedLabel:
    """Return the mistakes of a label's text, or its values for the orders, as their notes print them.

    Of the first order, the one that is shown, a label inside the lines' loop has a value for each of the first lines;
    of each other order, for its first line.

    Raises:
        WorkspaceError, SettingsError: notes.toml is gone or wrong.
    """
    here = _shop(version)
    mistakes = _mistakes(trial.text, trial.scope, here.workspace)
    if mistakes:
        return TriedLabel(mistakes, ())
    extended = here.workspace.orders.extended
    label = compile_label(trial.text, name="<label>", scope=trial.scope, extended=extended)
    source = LabelSource(trial.text, "<label>", 1, 1, "number" if trial.is_number else "")
    compiled = TemplateLabel(source, label, trial.scope)
    values = (
        value
        for number, order in enumerate(map(unpack_order, packed))
        for value in _values(here, compiled, trial.locale, order, number)
    )
    return TriedLabel((), tuple(values))


def warm_up_labels(version: Version) -> None:
    """Load what the first label needs, so that nobody waits for it; a mistake is met when a label is opened."""
    try:
        _lenient(_shop(version).workspace)
        try_label(version, Trial("EVAL{BEGIN}1{END}", "order", "en", is_number=False), ())
    except NotesError:
        return


@lru_cache(maxsize=1)
def _shop(version: Version) -> NoteRenderer:
    """Return the workspace and the choice of markets as notes have them; nothing is compiled, and nothing typeset."""
    return NoteRenderer(Workspace.open(version.root), now=datetime.now(UTC))


def _lenient(workspace: Workspace) -> LabelEnvironment:
    """Return an environment that reads templates whose labels are wrong; it prints nothing, so the texts are any."""
    catalog = load_catalog((asset_root("locales"),), "en")
    return LabelEnvironment(workspace.template_roots, catalog, extended=workspace.orders.extended, mistakes=[])


def _chain(environment: LabelEnvironment, locale: Locale) -> Sequence[str]:
    try:
        return environment.chain(f"{locale}.html")
    except NotesError:  # that locale's note says so itself
        return ()


def _scope(workspace: Workspace, environment: LabelEnvironment, place: LabelPlace) -> Scope:
    """Return the scope of a label: the template is read with nothing in it, which is never wrong."""
    file = open_template(workspace, place.template)
    source = without_label(file, place)
    with dressed(file.name):
        environment.new_tree(source, file.name, str(file.path))
    for label in environment.labels[file.name]:
        if (label.source.line, label.source.column) == (place.line, place.column):
            return label.scope
    # In a part that Jinja leaves out of its tree there is none.
    raise TemplateError(f"the label at {place} is never printed", hint="look at what stands around it")


def _mistakes(text: str, scope: Scope, workspace: Workspace) -> tuple[FoundMistake, ...]:
    jinja = jinja_in(text)
    if jinja is None:
        found = find_mistakes(text, scope=scope, extended=workspace.orders.extended)
    else:
        what = f"`{text[jinja : jinja + 2]}` {NO_JINJA}"
        found = [Mistake(Span(jinja, jinja + 2), what, "write a tag such as [{SecondaryReference}]")]
    source = SourceText(text, "<label>")
    return tuple(_told(mistake, source) for mistake in found[:_MOST_MISTAKES])


def _told(mistake: Mistake, source: SourceText) -> FoundMistake:
    place = source.place(mistake.span)
    start, end = (_utf16(source.text[:offset]) for offset in mistake.span)
    line, column = place.line or 1, place.column or 1
    return FoundMistake(
        mistake.what, mistake.hint or "", line, column, place.length, place.drawing(), start, max(start, end)
    )


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _values(
    here: NoteRenderer, label: TemplateLabel, locale: Locale, order: Order, number: int
) -> Iterator[LabelValue]:
    """Yield what the label prints on an order's note in a locale: in its market's forms, on its market's day."""
    markets = here.workspace.settings.markets
    market = here.for_locale(locale).choose(order)[0].market
    setting = label_setting(market, locale, markets, currency=order.currency, now=here.now)
    zone, context = setting.zone, setting.context
    lines: Iterable[tuple[str, OrderLine | None]] = (("", None),)
    if label.scope == "line":
        lines = islice(_numbered(order.lines, ""), 1 if number else _MOST_LINES)
    for name, line in lines:
        values = TagValues(order, line=line, zone=zone)
        try:
            text = clean_text(label.label.evaluate(values, context), multiline=True)
            problem = _no_number(label, order, values, context)
        except FormulaError as error:
            text, problem = "", error
        if len(text) > _LONGEST_VALUE:
            text = text[: _LONGEST_VALUE - 1] + "…"
        what, hint = (problem.what, problem.hint or "") if problem else ("", "")
        yield LabelValue(number, name, text, what, hint)


def _no_number(label: TemplateLabel, order: Order, values: TagValues, context: Context) -> NotesError | None:
    """Return why the order gets no note with this label as its number; None where it does."""
    if label.source.name != "number":
        return None
    number = clean_text(number_in(label.label, values, context))
    if not number:
        return empty_number(order, label)
    return None if can_be_read(number) else unreadable_number()


def _numbered(lines: Sequence[OrderLine], before: str) -> Iterator[tuple[str, OrderLine]]:
    for number, line in enumerate(lines, 1):
        yield f"{before}{number}", line
        yield from _numbered(line.parts, f"{before}{number}.")
