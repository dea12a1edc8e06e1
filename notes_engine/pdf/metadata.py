"""What a PDF says of itself: title, language, order number, market. Text from orders is cleaned on its way in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import TypesetError
from notes_engine.pdf.variants import TAGGED_VARIANTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.untyped import Metadata


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """One note's metadata."""

    title: str
    number: str
    """The order number as printed."""
    market: str
    """A market code such as `fr-fr`, or empty."""
    language: str
    """BCP 47, such as `fr-FR`."""

    @property
    def bookmark(self) -> str:
        """What the note is called in a merged file's outline."""
        return plain(self.number) or plain(self.title)


def plain(text: str) -> str:
    """Return `text` on one line, without control, bidi and other invisible characters."""
    if text.isascii() and text.isprintable():  # most are, and hold nothing of the kind
        return " ".join(text.split())
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cf", "Cs")).split())


def note_metadata(info: NoteInfo, own: Metadata, *, title: str | None, language: str | None) -> Metadata:
    """Return WeasyPrint's metadata for a file with one note.

    Number and market are in the document information as `OrderNumber` and `Market`, and in the keywords, which are all
    that PDF/A-4 keeps. `own` is what the template itself says (author, description, keywords, dates).
    """
    custom = {"OrderNumber": plain(info.number), "Market": plain(info.market)}
    custom = {name: value for name, value in custom.items() if value}
    return _metadata(
        title=plain(title or info.title),
        lang=plain(language or info.language),
        keywords=[*custom.values(), *(plain(keyword) for keyword in own.keywords)],
        authors=[plain(author) for author in own.authors],
        description=plain(own.description or ""),
        generator=plain(own.generator or ""),
        created=own.created,
        modified=own.modified,
        custom=custom,
    )


def batch_metadata(infos: Sequence[NoteInfo], *, title: str | None, language: str | None) -> Metadata:
    """Return WeasyPrint's metadata for a merged file: the batch's title; a language only when all notes share one."""
    languages = {plain(info.language) for info in infos}
    shared = languages.pop() if len(languages) == 1 else ""
    return _metadata(title=plain(title or ""), lang=plain(language or "") or shared)


def _metadata(**values: object) -> Metadata:
    from weasyprint.pdf.metadata import DocumentMetadata  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

    # Empty texts would be written as empty entries.
    return DocumentMetadata(**{name: value or None for name, value in values.items()})


def require_for_variant(metadata: Metadata, variant: str | None) -> None:
    """Check that a tagged variant can name its title and language, which its readers must be told.

    Raises:
        TypesetError: one of them is not known. ISO 14289-1 (PDF/UA) 7.1 and 7.2 require both.
    """
    if variant not in TAGGED_VARIANTS:
        return
    for what, value in (("a title", metadata.title), ("one language", metadata.lang)):
        if not value:
            raise TypesetError(
                f"a {variant} file needs {what}, and these notes have none in common",
                hint="write the notes of each market to a file of their own: --split market, or --split order",
            )
