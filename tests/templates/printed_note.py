"""A note as a reader sees it: what stands where on each page of the PDF, in millimetres from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

from notes_engine.notes import NoteRenderer
from notes_engine.pdf import NoteInfo, Typesetter, write_notes
from notes_engine.pdf.marked import marked_texts
from tests.notes.example_shop import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import Workspace
    from notes_engine.orders import Order
    from notes_engine.pdf import PageFinding

MM = 25.4 / 72


@dataclass(frozen=True)
class Spot:
    """Where a text stands."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class PrintedNote:
    """A printed note, read back from its PDF."""

    pages: tuple[str, ...]
    """The text of each page, one line for each stretch of text, from the top."""
    spots: tuple[tuple[str, Spot], ...]
    facts: tuple[tuple[str, str, int], ...]
    """Each drawing of a company fact: which, its text, the page."""
    findings: tuple[PageFinding, ...]
    size: tuple[float, float]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    def all(self, text: str) -> list[Spot]:
        """Everywhere that a stretch of text holds `text`."""
        return [spot for found, spot in self.spots if text in found]

    def at(self, text: str) -> Spot:
        """The one place that holds `text`."""
        (spot,) = self.all(text)
        return spot


class Printer:
    """Prints one order at a time for a workspace, and reads it back."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self.typesetter = Typesetter(workspace.asset_roots)
        self.renderers: dict[tuple[str, bool], NoteRenderer] = {}

    def __call__(self, order: Order, locale: str, *, draft: bool = False) -> PrintedNote:
        key = (locale, draft)
        if key not in self.renderers:
            self.renderers[key] = NoteRenderer(self.workspace, now=NOW, locale=locale, draft=draft)
        note = self.renderers[key].render(order)
        typeset = self.typesetter.typeset(note.html, watermark=note.watermark)
        target = self.folder / "note.pdf"
        info = NoteInfo(note.title, note.number, note.market, note.language)
        write_notes([(typeset, info)], target, title=note.title, language=note.language, variant=None)
        facts = tuple((mark.value, mark.text, mark.page) for mark in marked_texts(typeset, "data-fact"))
        return _read(target, facts, typeset.findings)


def _read(path: Path, facts: tuple[tuple[str, str, int], ...], findings: tuple[PageFinding, ...]) -> PrintedNote:
    spots: list[tuple[str, Spot]] = []
    pages: list[str] = []
    document = pypdfium2.PdfDocument(str(path))
    try:
        width, height = document[0].get_size()
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            found: list[tuple[str, Spot]] = []
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                words = text.get_text_bounded(left, bottom, right, top).strip()
                spot = Spot(number, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
                if words:
                    found.append((words, spot))
            found.sort(key=lambda item: (round(item[1].top), item[1].left))
            spots += found
            pages.append("\n".join(words for words, _ in found))
            text.close()
            page.close()
    finally:
        document.close()
    return PrintedNote(tuple(pages), tuple(spots), facts, findings, (width * MM, height * MM))
