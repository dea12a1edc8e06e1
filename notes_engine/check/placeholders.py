"""Counting the company's facts on the pages of a sample note, as a reader would."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding, PlaceholderCount
from notes_engine.notes import EXPECTED, LITERALS
from notes_engine.notes.company import company_view, missing_facts
from notes_engine.notes.placeholders import drawn_literals, find_literals, without_space
from notes_engine.notes.sample import sample_note, stand_in
from notes_engine.pdf import numbered
from notes_engine.pdf.marked import drawn_text, marked_texts, unmarked_text
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notes_engine.notes import FactName, Locale, NoteRenderer, RenderedNote
    from notes_engine.notes.settings import Company
    from notes_engine.pdf import TypesetNote, Typesetter

_TAGS = re.compile(r"<(head|script|style)\b.*?</\1>|<span class=\"fact\".*?</span>|<[^<>]*>", re.DOTALL)
_LINES = (30, 200)
"""Lines of the sample note: several pages in most templates, and where they are not, a second attempt."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A locale's sample note, typeset, and what a note of the stand-in company shows."""

    note: RenderedNote
    pages: TypesetNote
    unmarked: Mapping[FactName, int]
    """How often a fact is drawn without being marked as one, through a filter, `.text` or a style sheet."""
    typed: Mapping[FactName, int]
    """How often a literal placeholder text is printed although the facts are filled."""


def make_sample(renderer: NoteRenderer, locale: Locale, typesetter: Typesetter) -> Sample:
    """Return the sample note of `locale`; `renderer` must be one that makes drafts.

    Raises:
        NotesError: the locale's template cannot be rendered or typeset.
    """
    for lines in _LINES:
        note = sample_note(renderer, locale, lines=lines)
        pages = numbered(typesetter.typeset(note.html), note.number)
        if pages.pages > 1:
            break
    company = stand_in(renderer.workspace.settings.company)
    other = sample_note(renderer.with_company(company), locale, lines=1)
    other_pages = typesetter.typeset(other.html)
    drawn = without_space(unmarked_text(other_pages, "data-fact")).casefold()
    view = company_view(company, other.language.replace("-", "_"), other.language)
    texts: dict[FactName, str] = {"name": view.name.text, "live_since": view.live_since.text}
    # In the HTML, and as drawn: a style sheet may print one, or change the case of another.
    typed = Counter(found.name for found in find_literals(_TAGS.sub(" ", other.html)))
    return Sample(
        note,
        pages,
        {name: drawn.count(without_space(text).casefold()) for name, text in texts.items()},
        dict(typed | Counter(drawn_literals(drawn_text(other_pages)))),
    )


def count_facts(sample: Sample, company: Company) -> tuple[PlaceholderCount, ...]:
    """Return how often the sample note prints each fact, and how many of those print the literal.

    A literal text typed into a template or catalog counts as found and open: it stands where the fact should.
    """
    drawn = marked_texts(sample.pages, "data-fact")
    missing = missing_facts(company)
    counts = []
    for name, expected in EXPECTED.items():
        unmarked, typed = sample.unmarked[name], sample.typed.get(name, 0)
        marked = sum(1 for mark in drawn if mark.value == name)
        still_open = (marked + unmarked if name in missing else 0) + typed
        counts.append(PlaceholderCount(sample.note.locale, name, marked + unmarked + typed, expected, still_open))
    return tuple(counts)


def drawn_findings(sample: Sample, company: Company) -> Iterator[Finding]:
    """Yield a finding where a fact is drawn in another spelling or case than the settings', or cannot be followed."""
    name = None if "name" in missing_facts(company) else company.name
    for mark in marked_texts(sample.pages, "data-fact"):
        if mark.value == "name" and name and without_space(mark.text) != without_space(name):
            yield Finding(
                "company-spelling",
                f"page {mark.page} of the sample note prints the company's name as {mark.text!r}",
                "remove text-transform (or another change of case) from the style of that place",
                sample.note.locale,
            )
            break
    for fact, times in sample.unmarked.items():
        if times:
            yield Finding(
                "placeholder-unmarked",
                f"company.{fact} is printed {counted(times, 'time')} where it cannot be counted",
                f"print {{{{ company.{fact} }}}} as it is: without a filter, without .text, not by a style sheet",
                sample.note.locale,
            )


def count_findings(counts: tuple[PlaceholderCount, ...]) -> Iterator[Finding]:
    """Yield the findings that the counts amount to."""
    for count in counts:
        fact = "company.name" if count.name == "name" else "company.live_since"
        if count.found != count.expected:
            yield Finding(
                "placeholder-count",
                f"{fact} is printed {counted(count.found, 'time')}, not {count.expected}",
                f"print {{{{ {fact} }}}} in {counted(count.expected, 'place')} of the note, "
                "never in a running header or footer",
                count.locale,
            )
        if count.open:
            yield Finding(
                "placeholder-open",
                f"{count.open} of {counted(count.found, 'place')} still to be filled in: {LITERALS[count.name][:40]!r}",
                f"set {fact} in notes.toml, and replace literals typed into templates and catalogs",
                count.locale,
            )


def page_findings(sample: Sample) -> Iterator[Finding]:
    """Yield what the typesetter found odd about the sample note's pages."""
    for finding in sample.pages.findings:
        where = "the sample note" if finding.page is None else f"page {finding.page} of the sample note"
        yield Finding(finding.code, f"{where}: {finding.what}", finding.hint, sample.note.locale)
