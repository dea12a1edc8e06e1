"""Counting the company's facts on the pages of a sample note, as a reader would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding, PlaceholderCount
from notes_engine.check.sample import sample_order, sample_reference
from notes_engine.errors import FormulaError, NotesError, RenderError
from notes_engine.notes import EXPECTED, LITERALS
from notes_engine.notes.numbers import prefixes_in
from notes_engine.notes.placeholders import find_literals
from notes_engine.pdf.marked import marked_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.notes import Locale, NoteRenderer, RenderedNote
    from notes_engine.pdf import TypesetNote, Typesetter

_TAGS = re.compile(
    r"<(?:head|script|style)\b.*?</(?:head|script|style)>|<span class=\"fact\".*?</span>|<[^<>]*>", re.DOTALL
)


def sample_note(renderer: NoteRenderer, locale: Locale) -> RenderedNote:
    """Return the sample note of `locale`; `renderer` must be one that makes drafts.

    Raises:
        NotesError: the locale's template cannot be rendered.
    """
    label = renderer.locale_notes(locale).number
    references = [sample_reference((prefix,)) for prefix in prefixes_in(label.label)] + [sample_reference(())]
    error: NotesError | None = None
    for reference in references:
        try:
            return renderer.render(sample_order(locale, reference))
        except (RenderError, FormulaError) as caught:
            error = error or caught
    raise error or RenderError("no sample note")


def count_facts(note: RenderedNote, pages: TypesetNote) -> tuple[PlaceholderCount, ...]:
    """Return how often the laid-out sample note prints each fact, and how many of those print the literal.

    A literal text typed into a template or catalog counts as found and open: it stands where the fact should.
    """
    drawn = marked_texts(pages, "data-fact")
    typed = [found.name for found in find_literals(_TAGS.sub(" ", note.html))]
    counts = []
    for name, expected in EXPECTED.items():
        facts = [mark for mark in drawn if mark.value == name]
        unfilled = sum(1 for mark in facts if _plain(mark.text) == _plain(LITERALS[name]))
        counts.append(
            PlaceholderCount(note.locale, name, len(facts) + typed.count(name), expected, unfilled + typed.count(name))
        )
    return tuple(counts)


def spelling_findings(note: RenderedNote, pages: TypesetNote, company: str) -> Iterator[Finding]:
    """Yield a finding where the company's name is drawn in another spelling or case than the settings'."""
    for mark in marked_texts(pages, "data-fact"):
        if mark.value == "name" and _plain(mark.text) not in (_plain(company), _plain(LITERALS["name"])):
            yield Finding(
                "company-spelling",
                f"page {mark.page} of the sample note prints the company's name as {mark.text!r}",
                "remove text-transform (or another change of case) from the style of that place",
                note.locale,
            )
            return


def count_findings(counts: tuple[PlaceholderCount, ...]) -> Iterator[Finding]:
    """Yield the findings that the counts amount to."""
    for count in counts:
        fact = "company.name" if count.name == "name" else "company.live_since"
        if count.found != count.expected:
            yield Finding(
                "placeholder-count",
                f"{fact} is printed {count.found} times, not {count.expected}",
                f"print {{{{ {fact} }}}} in {count.expected} places of the note, never in a running header or footer",
                count.locale,
            )
        if count.open:
            yield Finding(
                "placeholder-open",
                f"{count.open} of {count.found} places still print {LITERALS[count.name][:40]!r}",
                f"set {fact} in notes.toml, and replace literals typed into templates and catalogs",
                count.locale,
            )


def page_findings(note: RenderedNote, typesetter: Typesetter) -> tuple[TypesetNote, tuple[Finding, ...]]:
    """Typeset the sample note; return its pages and what the typesetter found odd about them."""
    pages = typesetter.typeset(note.html)
    found = tuple(
        Finding(finding.code, f"page {finding.page} of the sample note: {finding.what}", finding.hint, note.locale)
        for finding in pages.findings
    )
    return pages, found


def _plain(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")
