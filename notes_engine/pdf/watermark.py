"""The draft's watermark: drawn over every page after it is laid out, where no template and no style sheet reaches."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from weasyprint.document import Page as LaidOutPage

from notes_engine.pdf.engine import Engine
from notes_engine.pdf.fonts import FONT_SCHEME, missing_characters, prints_nothing
from notes_engine.pdf.library import AssetLibrary

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import Document, Page, Stream

_FAMILY = "Notes Engine Watermark"
_PLAIN_WORD = "DRAFT"
_SHORTEST, _LONGEST = 3, 24
"""Letters a word must have to be seen, and characters that stay readable across a page."""
_SIZE = 0.155
"""The font size in parts of the page's shorter side: 92 pt on A4. A long word is set smaller, so that it fits."""
_LETTER = 0.66
"""About how wide a capital of the font is, with its spacing, in parts of the font size."""


class Watermarks:
    """Puts one word over the pages of documents. Each word is laid out once for each size of page."""

    def __init__(self) -> None:
        """Have fonts of its own: a template may give any name to a font."""
        self._engine = Engine(AssetLibrary(()))
        self._marks: dict[tuple[str, float, float], Page] = {}

    def put(self, document: Document, word: str) -> Document:
        """Return the document with `word` across every page; one that could not be read prints DRAFT instead."""
        word = word.strip()
        return document.copy([self._marked(page, word if _is_seen(word) else _PLAIN_WORD) for page in document.pages])

    def _marked(self, page: Page, word: str) -> Page:
        size = (page._page_box.margin_width(), page._page_box.margin_height())
        key = (word, *size)
        if key not in self._marks:
            laid_out, _ = self._engine.lay_out(_source(word, *size))
            self._marks[key] = laid_out.pages[0]
        return _MarkedPage.over(page, self._marks[key])


class _MarkedPage(LaidOutPage):  # type: ignore[misc]  # WeasyPrint is untyped
    """A laid-out page with another drawn over it."""

    _mark: Page

    @classmethod
    def over(cls, page: Page, mark: Page) -> _MarkedPage:
        """Return `page` with `mark` over it."""
        marked = cls.__new__(cls)
        marked.__dict__.update(page.__dict__)
        marked._mark = mark
        return marked

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint both into the file. To a screen reader the mark is no part of the text (an artifact)."""
        super().paint(stream, scale)
        tags = stream._tags
        with stream.artifact():
            stream._tags = None
            try:
                self._mark.paint(stream, scale)
            finally:
                stream._tags = tags


def _is_seen(word: str) -> bool:
    """True for a word that is not too long, and whose letters the font has."""
    letters = sum(char.isalpha() and not prints_nothing(char) for char in word)
    return letters >= _SHORTEST and len(word) <= _LONGEST and not missing_characters(word)


def _source(word: str, width: float, height: float) -> str:
    """Return a page of so many CSS pixels with nothing but the word: pale, so that the note stays readable."""
    size = min(_SIZE * min(width, height), width / (_LETTER * len(word)))
    return f"""<style>
@font-face {{ font-family: "{_FAMILY}"; src: url("{FONT_SCHEME}SourceSansPro-Bold.ttf"); font-weight: 700 }}
@page {{ size: {width}px {height}px; margin: 0 }}
body {{ margin: 0 }}
p {{
  position: absolute; left: {-width}px; top: {0.435 * height - size / 2}px; width: {3 * width}px; margin: 0;
  text-align: center; transform: rotate(-32deg); white-space: nowrap; color: rgba(190, 30, 45, .16);
  font: 700 {size}px/1 "{_FAMILY}"; letter-spacing: .08em
}}
</style><p>{escape(word)}"""
