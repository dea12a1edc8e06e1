"""Putting the prefix right wherever it stands: in the labels of the languages that were seen, and under `[orders]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.check.fix import fix_prefix, fix_setting
from notes_engine.check.prefix_settings import DEFAULT, number_labels, setting_to_write
from notes_engine.check.prefixes import fits
from notes_engine.notes import LOCALES
from notes_engine.notes.numbers import prefixes_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notes_engine.check.findings import Finding
    from notes_engine.check.references import SeenPrefixes
    from notes_engine.notes import Locale, NoteRenderer


def fix_prefixes(
    renderer: NoteRenderer, references: Mapping[Locale, SeenPrefixes], made: Mapping[Locale, int]
) -> tuple[list[Finding], list[str]]:
    """Put the prefix right where it is safe; return what was changed, and remarks on what was left.

    `references` and `made` are as for `setting_to_write`.

    Raises:
        OutputError: a template or notes.toml cannot be written.
    """
    workspace = renderer.workspace
    labels = {locale: found.label for locale, found in number_labels(renderer).items()}
    setting = setting_to_write(renderer, references, made)
    fixed: list[Finding] = []
    changed: list[Locale] = []
    for locale in LOCALES:
        found: list[Finding] = []
        if locale in references:
            examples = [text for texts in references[locale].examples.values() for text in texts]
            found += fix_prefix(workspace, locale, references[locale].counts, examples)
        elif made.get(locale) and locale in labels:
            prefix = workspace.orders.prefix if setting is None else setting
            # The setting is somebody's choice, the label's prefix is not.
            if prefix != DEFAULT and prefixes_in(labels[locale]) == (DEFAULT,) and not fits(labels[locale], prefix):
                found += fix_prefix(workspace, locale, (prefix,))
        if found:
            changed.append(locale)
        fixed += found
    if setting is not None and (changed or not references):
        fixed += fix_setting(workspace, setting)
    if not changed:
        return fixed, []
    looked = [locale for locale in LOCALES if locale not in changed and (locale in references or made.get(locale))]
    unseen = [locale for locale in LOCALES if locale not in changed and locale not in looked]
    told = [
        f"{_names(changed)}: changed",
        f"{_names(looked)}: no change needed, or none that is safe" if looked else "",
        f"{_names(unseen)}: no order in the export, left as they are" if unseen else "",
    ]
    return fixed, ["the prefix in the templates: " + "; ".join(text for text in told if text)]


def _names(locales: Iterable[Locale]) -> str:
    return ", ".join(locales)
