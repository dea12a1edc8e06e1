"""Typesetting: a note's HTML becomes pages, and whatever is odd about them becomes findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notes_engine.errors import AssetError, TypesetError
from notes_engine.pdf.library import AssetLibrary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.pdf.findings import PageFinding


@dataclass(frozen=True, slots=True)
class TypesetNote:
    """A laid-out note. It belongs to the process that made it: WeasyPrint's document cannot be pickled."""

    document: Any
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
        try:
            document, _records = self._engine.lay_out(html)
        except Exception as error:
            raise TypesetError(f"WeasyPrint could not typeset this note ({type(error).__name__})") from error
        except BaseException:
            if self._engine.fetcher.refusals:
                raise self._refusal() from None
            raise
        if self._engine.fetcher.refusals:
            raise self._refusal()
        return TypesetNote(document, ())

    def _refusal(self) -> AssetError:
        return self._engine.fetcher.refusals[0]
