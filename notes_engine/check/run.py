"""The whole check of a workspace: files, placeholders on the page, and, where given, real orders."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding, PlaceholderCount, Report
from notes_engine.check.fix import fix_typing
from notes_engine.check.fix_prefixes import fix_prefixes
from notes_engine.check.orders import look_at_orders, order_findings, settled
from notes_engine.check.placeholders import count_facts, count_findings, drawn_findings, make_sample, page_findings
from notes_engine.check.templates import literal_finding, locale_findings
from notes_engine.errors import NotesError
from notes_engine.full_disk import full_temporary_folder
from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.notes.literals import literals_of_idle_sheets, literals_of_settings
from notes_engine.notes.settings import TABLES
from notes_engine.pdf import Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.notes import Locale

OTHER_TABLES = frozenset(("orders", "channels", "preview"))
"""Tables of notes.toml that other rooms and the side module own."""


def check_workspace(
    workspace: Workspace,
    *,
    orders: Sequence[str | Path] = (),
    fix: bool = False,
    locales: Sequence[Locale] = LOCALES,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Check everything that can be known before printing; with `fix`, apply the safe fixes first.

    `locales` are the notes to look at; orders are looked at when these are all of them.

    Raises:
        InputError: an orders file cannot be read at all.
        OutputError: a fix cannot be written, or the temporary folder is full.
    """
    typesetter = Typesetter(workspace.asset_roots)
    fixed = list(fix_typing(workspace)) if fix else []
    findings, counts, usable = _files(workspace, typesetter, locales)
    if not orders:
        return Report(counts, findings, tuple(fixed))
    if len(usable) < len(LOCALES):
        skipped = Finding("orders-skipped", "the orders were not looked at: mend the templates first", "")
        return Report(counts, (*findings, skipped), tuple(fixed))
    seen = look_at_orders(orders, _drafts(workspace), typesetter, progress=progress)
    remarks: list[str] = []
    if fix:
        mended, remarks = fix_prefixes(_drafts(workspace), settled(seen), seen.made)
        if mended:
            fixed += mended
            workspace = Workspace.open(workspace.root)  # its settings may be others now
            findings, counts, _ = _files(workspace, typesetter, locales)
            seen = look_at_orders(orders, _drafts(workspace), typesetter, progress=progress)
    counted = {count.locale for count in counts if count.found != count.expected}
    found = (*findings, *order_findings(seen, _drafts(workspace), counted))
    numbers = {"orders": seen.orders, "rejected": seen.rejected, "drawn": seen.drawn, "undrawn": seen.undrawn}
    return Report(counts, found, tuple(fixed), remarks=tuple(remarks), **numbers)


def _drafts(workspace: Workspace) -> NoteRenderer:
    # A fixed instant: nothing that a check reports may depend on when it runs.
    return NoteRenderer(workspace, now=datetime(2026, 1, 1, 12, tzinfo=UTC), draft=True)


def _files(
    workspace: Workspace, typesetter: Typesetter, locales: Sequence[Locale]
) -> tuple[tuple[Finding, ...], tuple[PlaceholderCount, ...], set[Locale]]:
    """Return what is wrong with the files, how often the facts are printed, and the locales whose notes can be made."""
    findings = list(_settings_findings(workspace))
    counts: list[PlaceholderCount] = []
    usable: set[Locale] = set()
    renderer = _drafts(workspace)
    company = workspace.settings.company
    for locale in locales:
        found = list(locale_findings(workspace, locale))
        findings += found
        try:
            sample = make_sample(renderer, locale, typesetter)
        except NotesError as error:
            if full := full_temporary_folder(error):
                raise full from None
            if error.what not in {finding.what for finding in found}:
                findings.append(Finding.of_error("sample-note", error, locale))
            continue
        usable.add(locale)
        locale_counts = count_facts(sample, company)
        counts += locale_counts
        findings += count_findings(locale_counts)
        findings += page_findings(sample)
        findings += drawn_findings(sample, company)
    return tuple(findings), tuple(counts), usable


def _settings_findings(workspace: Workspace) -> Iterator[Finding]:
    for table in workspace.file.data:
        if table not in TABLES and table not in OTHER_TABLES:
            # Another program's table is its own business; one that looks like a misspelling of ours is told.
            for near in difflib.get_close_matches(table.casefold(), sorted((*TABLES, *OTHER_TABLES)), n=1):
                hint = f"did you mean [{near}]?"
                yield Finding("settings", f"unknown table [{table}]", hint, None, workspace.file.find([table]))
    yield from (literal_finding(typed, None) for typed in literals_of_settings(workspace))
    yield from (literal_finding(typed, None) for typed in literals_of_idle_sheets(workspace))
    logo = workspace.settings.company.logo
    if logo and workspace.find_asset(logo) is None:
        place = workspace.file.find(["company", "logo"])
        yield Finding(
            "missing-image", f"the logo {logo!r} is not in the workspace", "put the picture there", None, place
        )
    try:
        _drafts(workspace).check_rules()
    except NotesError as error:
        yield Finding.of_error("settings", error)
