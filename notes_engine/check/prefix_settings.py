"""The prefix under `[orders]`, which orders of Back Market's own JSON get, held against references and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding
from notes_engine.check.prefixes import fits
from notes_engine.errors import NotesError
from notes_engine.notes import LOCALES
from notes_engine.notes.numbers import number_label, prefixes_in
from notes_engine.orders import OrderSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notes_engine.check.references import SeenPrefixes
    from notes_engine.formula import Label
    from notes_engine.notes import Locale, NoteRenderer
    from notes_engine.notes.label_tag import TemplateLabel

DEFAULT = OrderSettings().prefix
"""What nobody chose: it gives way to what somebody did."""


def number_labels(renderer: NoteRenderer) -> dict[Locale, TemplateLabel]:
    """Return the order-number label of every language whose template has one."""
    found = {}
    for locale in LOCALES:
        try:
            found[locale] = number_label(renderer.locale_notes(locale).environment, f"{locale}.html")
        except NotesError:
            continue  # the check itself reports what is wrong with the template
    return found


def setting_to_write(
    renderer: NoteRenderer, references: Mapping[Locale, SeenPrefixes], made: Mapping[Locale, int]
) -> str | None:
    """Return what `[orders] prefix` should be; None: it is right, or which is right only the seller knows.

    `references` are those of exports that carry a prefix, by language; `made` counts the orders, by language, whose
    reference was put together from the setting.
    """
    current = renderer.workspace.orders.prefix
    labels = {locale: label.label for locale, label in number_labels(renderer).items()}
    if references:
        return _of_references(current, references, labels)
    ours = [labels[locale] for locale in made if locale in labels and "secondaryreference" in labels[locale].tags]
    wanted = {prefixes_in(label) or ("",) for label in ours}
    if current != DEFAULT or len(wanted) != 1 or any(fits(label, current) for label in ours):
        return None
    prefix = next(iter(wanted))[0]
    return prefix if all(fits(label, prefix) for label in ours) else None


def _of_references(
    current: str, references: Mapping[Locale, SeenPrefixes], labels: Mapping[Locale, Label]
) -> str | None:
    seen = {prefix for each in references.values() for prefix in each.counts}
    if len(seen) != 1 or current in seen:
        return None
    others = [label for locale, label in labels.items() if locale not in references]
    # A shop with a prefix for each country: the present one is another note's.
    in_use = current != DEFAULT and any(fits(label, current) for label in others if "secondaryreference" in label.tags)
    misfit = any(
        not fits(labels[locale], prefix)
        for locale, each in references.items()
        if locale in labels
        for prefix in each.counts
    )
    return next(iter(seen)) if misfit and not in_use else None


def made_findings(renderer: NoteRenderer, made: Mapping[Locale, int], setting: str | None) -> Iterator[Finding]:
    """Yield findings where a label does not fit the prefix that orders of Back Market's JSON get from the settings.

    `setting` is what `setting_to_write` returned.
    """
    current = renderer.workspace.orders.prefix
    labels = number_labels(renderer)
    misfits = {
        locale: labels[locale]
        for locale in LOCALES
        if made.get(locale) and locale in labels and not fits(labels[locale].label, current)
    }
    if not misfits:
        return
    place = renderer.workspace.file.find(["orders", "prefix"])
    what = f"[orders] prefix puts {current!r} before Back Market's order ids" if current else "[orders] prefix is empty"
    if setting is not None:
        strips = f"strip {setting!r}" if setting else "strip nothing"
        notes = ", ".join(misfits)
        hint = "run `notes-engine check --fix --orders FILE` to put the setting right; the templates stay as they are"
        yield Finding("prefix", f"{what}; the labels of the {notes} notes {strips}", hint, None, place)
        return
    for locale, label in misfits.items():
        wanted = prefixes_in(label.label)
        strips = f"the formula strips {' and '.join(map(repr, wanted))}" if wanted else "the label strips nothing"
        if current != DEFAULT and wanted == (DEFAULT,):
            hint = "run `notes-engine check --fix --orders FILE` to put the template right"
        else:
            hint = (
                "write your channel's prefix in both: under [orders] in notes.toml, and in both places of the formula"
            )
        yield Finding("prefix", f"{what}; {strips}", hint, locale, label.place)
