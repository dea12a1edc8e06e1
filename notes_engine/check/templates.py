"""Checking one locale's note without any order: templates, labels, variables, catalogs, typed literals, now[]."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from jinja2.ext import extract_from_ast

from notes_engine.check.findings import Finding
from notes_engine.errors import CatalogError, FormulaError, NotesError, Place, TemplateError, shown_path
from notes_engine.notes.catalogs import catalog_path, load_catalog
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.literals import literals_of_locale
from notes_engine.notes.numbers import REFERENCE_TAGS, number_label
from notes_engine.notes.placeholders import LITERALS
from notes_engine.notes.po_file import placeholders, read_catalog, singular_of, texts_of
from notes_engine.notes.typography import clip
from notes_engine.notes.variables import unknown_variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.notes import Locale, Workspace
    from notes_engine.notes.catalogs import Key
    from notes_engine.notes.literals import TypedLiteral


def literal_finding(typed: TypedLiteral, locale: Locale | None) -> Finding:
    """Return the finding for a placeholder text typed into a file."""
    fact = "{{ company.name }}" if typed.name == "name" else "{{ company.live_since }}"
    inside = typed.place.file.endswith(".toml")
    return Finding(
        "literal",
        f"the placeholder text {LITERALS[typed.name][:24]!r}… is typed here"
        if typed.name == "live_since"
        else f"the placeholder text {LITERALS[typed.name]!r} is typed here",
        "replace it with your own" if inside else f"write {fact} in a template, and the fact itself in notes.toml",
        locale,
        typed.place,
    )


def locale_findings(workspace: Workspace, locale: Locale) -> Iterator[Finding]:
    """Yield what is wrong with the files that `locale`'s note is made of."""
    try:
        catalog = load_catalog(workspace.locale_roots, locale)
    except CatalogError as error:
        yield Finding.of_error("catalog", error, locale)
        return
    mistakes: list[FormulaError] = []
    environment = LabelEnvironment(
        workspace.template_roots, catalog, extended=workspace.orders.extended, mistakes=mistakes
    )
    name = f"{locale}.html"
    try:
        chain = environment.chain(name)
        for template in chain:
            environment.compile_template(template)
    except TemplateError as error:
        yield Finding.of_error("template", error, locale)
        return
    # A label is compiled with every reading of its template; each mistake is told once.
    yield from dict.fromkeys(Finding.of_error("formula", mistake, locale) for mistake in mistakes)
    yield from (Finding.of_error("variable", error, locale) for error in unknown_variables(environment, name))
    if not mistakes:
        try:
            number = number_label(environment, name)
        except NotesError as error:
            yield Finding.of_error("no-number", error, locale)
        else:
            declared = {tag.casefold() for tag in workspace.orders.extended}
            if not number.label.tags & (REFERENCE_TAGS | declared):
                what = "the order-number label names no reference: every note might print the same text as its number"
                hint = "use a tag such as [{SecondaryReference}] or [{ReferenceNum}] in it"
                yield Finding("same-number", what, hint, locale, number.place)
    for template in chain:
        for label in environment.labels[template]:
            if label.label.uses_now:
                yield Finding(
                    "now",
                    "this label uses now[]: the same order prints differently on another day",
                    "use a date of the order, such as [{ReceivedDate}]",
                    locale,
                    label.place,
                )
    yield from (literal_finding(typed, locale) for typed in literals_of_locale(workspace, environment, locale))
    yield from _catalog_findings(workspace, environment, chain, locale)


def _catalog_findings(
    workspace: Workspace, environment: LabelEnvironment, chain: list[str], locale: Locale
) -> Iterator[Finding]:
    used: set[Key] = set()
    for name in chain:
        source, file = environment.source_of(name)
        for line, context, text in _texts(environment, source, name, file):
            used.add((context, text))
            if (context, text) not in environment.catalog.messages and locale != "en":
                yield Finding(
                    "catalog",
                    f"the text {_short(text)} has no {locale} translation and would print as it is",
                    f"add it to {shown_path(catalog_path(workspace.root / 'locales', locale))}",
                    locale,
                    Place(file, line),
                )
    own = catalog_path(workspace.root / "locales", locale)
    if not own.is_file():
        return
    package = load_catalog(workspace.locale_roots[1:], locale).messages
    for message in read_catalog(own, locale):
        if not message.id:
            continue
        single, texts = singular_of(message), texts_of(message)
        place = Place(str(own), message.lineno)
        if message.fuzzy or not all(texts):
            state = "marked fuzzy" if message.fuzzy else "empty"
            yield Finding("catalog", f"{_short(single)} is {state}, so it is not used", "complete it", locale, place)
        elif (message.context, single) not in used and (message.context, single) not in package:
            near = difflib.get_close_matches(single, [text for _, text in (*used, *package)], n=1)
            hint = f"did you mean {_short(near[0])}?" if near else "no template uses it; remove it"
            yield Finding("catalog", f"{_short(single)} is not a text of any template", hint, locale, place)
        elif lost := placeholders(single).difference(*map(placeholders, texts)):
            what = f"the translation of {_short(single)} leaves out {', '.join(sorted(lost))}"
            yield Finding("catalog", what, "put it where the template's text has it", locale, place)


def _texts(environment: LabelEnvironment, source: str, name: str, file: str) -> Iterator[tuple[int, str | None, str]]:
    """Yield (line, context, singular) of every text that a template gives to gettext."""
    tree = environment.parse(source, name, file)

    for line, function, found in extract_from_ast(tree):
        parts = [found] if isinstance(found, str) else list(found or ())
        if function in ("pgettext", "npgettext") and len(parts) > 1 and parts[1]:
            yield line, parts[0], parts[1]
        elif parts and parts[0]:
            yield line, None, parts[0]


def _short(text: str) -> str:
    return repr(clip(text, 40)[0])
