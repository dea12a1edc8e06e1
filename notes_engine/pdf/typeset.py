"""Typesetting: a note's HTML becomes pages, and whatever is odd about them becomes findings."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.errors import TypesetError
from notes_engine.pdf.library import AssetLibrary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.untyped import Document


HTML_LIMIT = 4_000_000
"""Characters of one note: our decision."""


@dataclass(frozen=True, slots=True)
class TypesetNote:
    """A laid-out note. It belongs to the process that made it: WeasyPrint's document cannot be pickled."""

    document: Document
    findings: tuple[PageFinding, ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.document.pages)


class Typesetter:
    """Typesets notes, one at a time; make one for each process and keep it: it remembers fonts, sheets and images."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """Reach files under `roots` only, the first root that has a file winning."""
        from notes_engine.pdf.engine import Engine  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

        self._engine = Engine(AssetLibrary(roots))

    def typeset(self, html: str) -> TypesetNote:
        """Return the pages of a note's HTML, whose links are relative to `https://notes.invalid/`.

        Raises:
            AssetError: the HTML or a stylesheet asks for something outside the roots, or for a stylesheet or font
                that is not there.
            TypesetError: WeasyPrint could not make pages of it.
        """
        if len(html) > HTML_LIMIT:
            raise TypesetError(
                f"the note's HTML has {len(html) / 1e6:.1f} million characters, more than {HTML_LIMIT / 1e6:.0f}",
                hint="look for a field of the order that holds far more text than it should",
            )
        try:
            document, findings = self._engine.lay_out(_without_surrogates(html))
        except TypesetError:
            raise
        except Exception as error:
            raise TypesetError(
                f"WeasyPrint could not typeset this note: {_origin(error)}",
                hint="try the template with a sample order; if that works, something in this order breaks it",
            ) from error
        except BaseException:
            if self._engine.fetcher.refusals:
                raise self._engine.fetcher.refusals[0] from None
            raise
        if self._engine.fetcher.refusals:
            raise self._engine.fetcher.refusals[0]
        return TypesetNote(document, findings)


def _without_surrogates(text: str) -> str:
    """Return `text` with lone surrogates replaced: JSON can hold them, but they are no text and Pango stops at them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _origin(error: Exception) -> str:
    """Return the kind of an error and where it arose, never its message: that may hold an order's values."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
