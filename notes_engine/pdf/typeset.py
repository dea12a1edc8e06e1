"""Typesetting: a note's HTML becomes pages, and whatever is odd about them becomes findings."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import cached_property
from html import escape as html_escape
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.errors import TypesetError
from notes_engine.pdf.fonts import FONT_FAMILY, font_face_css, missing_characters
from notes_engine.pdf.library import AssetLibrary
from notes_engine.pdf.limits import check_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.engine import Engine
    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.press.press import Press
    from notes_engine.pdf.press.store import Store
    from notes_engine.pdf.untyped import Document
    from notes_engine.pdf.watermark import Watermarks


@dataclass(frozen=True, slots=True)
class TypesetNote:
    """A laid-out note. It belongs to the process that made it: WeasyPrint's document cannot be pickled."""

    document: Document
    findings: tuple[PageFinding, ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.document.pages)

    @property
    def is_heavy(self) -> bool:
        """Its boxes take a megabyte or two."""
        return True


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters that the package's fonts lack."""

    fallback: frozenset[str]
    """Another font of this machine prints them: they may look odd, or differ on another machine."""
    missing: frozenset[str]
    """No font of this machine has them: an empty box is printed."""


class Typesetter:
    """Typesets notes, one at a time; make one for each process and keep it: it remembers fonts, sheets and images."""

    def __init__(self, roots: Sequence[Path], store: Store | None = None) -> None:
        """Reach files under `roots` only, the first root that has a file winning; `store` has the press's plates."""
        self._roots = tuple(roots)
        self._store = store
        self._watermarks: Watermarks | None = None

    @cached_property
    def _engine(self) -> Engine:
        from notes_engine.pdf.engine import Engine  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

        return Engine(AssetLibrary(self._roots))

    def typeset(self, html: str, *, watermark: str = "") -> TypesetNote:
        """Return the pages of a note's HTML, whose links are relative to `https://notes.invalid/`.

        A `watermark` is a word that is drawn over every page, whatever the HTML and its style sheets say.

        Raises:
            AssetError: the HTML or a stylesheet asks for something outside the roots, or for a stylesheet or font
                that is not there.
            TypesetError: it is too long (`pdf/limits.py`), or WeasyPrint could not make pages of it.
        """
        check_source(html)
        try:
            document, findings = self._engine.lay_out(_without_surrogates(html))
        except TypesetError:
            raise
        except Exception as error:
            raise TypesetError(
                f"WeasyPrint could not typeset this note: {_origin(error)}",
                hint="try the template with a sample order; if that works, something in this order breaks it",
            ) from error
        return TypesetNote(self._marked(document, watermark) if watermark else document, findings)

    def _marked(self, document: Document, word: str) -> Document:
        if self._watermarks is None:
            from notes_engine.pdf.watermark import Watermarks  # noqa: PLC0415  as in __init__

            self._watermarks = Watermarks()
        return self._watermarks.put(document, word)

    @cached_property
    def press(self) -> Press:
        """The press, whose plates this typesetter lays out."""
        from notes_engine.pdf.press.press import Press  # noqa: PLC0415  not every note is stamped

        library = AssetLibrary(self._roots)
        return Press(self._lay_out_plate, self._store, lambda address: library.find(address).content)

    def _lay_out_plate(self, html: str) -> tuple[Document, tuple[PageFinding, ...]]:
        note = self.typeset(html)
        return note.document, note.findings

    def coverage(self, text: str) -> Coverage:
        """Return which characters of `text` the package's fonts lack, and what this machine prints for them."""
        lacking = sorted(missing_characters(text))
        if not lacking:
            return Coverage(frozenset(), frozenset())
        words = " ".join(html_escape(char) for char in lacking)
        source = f"<style>{font_face_css()} p {{ font-family: '{FONT_FAMILY}' }}</style><p>{words}</p>"
        note = self.typeset(source)
        missing, fallback = self._engine.foreign_characters(note.document)
        return Coverage(frozenset(fallback), frozenset(missing))


def _without_surrogates(text: str) -> str:
    """Return `text` with lone surrogates replaced: JSON can hold them, but they are no text and Pango stops at them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _origin(error: Exception) -> str:
    """Return the kind of an error and where it arose, never its message: that may hold an order's values."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
