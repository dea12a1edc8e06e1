"""ReportLab, from the notes' texts: drawn on a canvas, its fastest way; what notes of a language share is drawn once.

Places and sizes are those of templates/note.css. The logo is drawn by hand, as ReportLab reads no SVG of its own.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.others.given import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.others.given import Given

INK, SOFT, PALE, RULE, HAIR = (HexColor(f"#{code}") for code in ("1b1d21", "434951", "5c636d", "c9cdd2", "d9dce0"))
WIDTH, HEIGHT = A4
LEFT, RIGHT = 20 * mm, WIDTH - 20 * mm
TOP, FOOT = HEIGHT - 14 * mm, 19 * mm
AMOUNT = 29 * mm
ITEM_LEFT = LEFT + 15 * mm
ITEM_WIDTH = RIGHT - 2 * AMOUNT - ITEM_LEFT - 5 * mm
_ROOM_FOR_TOTALS = 60 * mm

rl_config.useA85 = 0  # streams are written as bytes, a fifth smaller than as text


@lru_cache(maxsize=50_000)
def _split(text: str, font: str, size: float, width: float) -> list[str]:
    found: list[str] = simpleSplit(text, font, size, width)
    return found


class _Sheet:
    """Draws notes into one file."""

    def __init__(self, target: Path) -> None:
        self._canvas = Canvas(str(target), pagesize=A4, pageCompression=1)
        self._forms: set[str] = set()

    def save(self) -> None:
        self._canvas.save()

    def note(self, texts: dict[str, Any]) -> None:
        canvas = self._canvas
        canvas.setTitle(texts["title"])
        self._form(f"head-{texts['language']}", self._letterhead, texts)
        self._right(RIGHT, TOP - 38, texts["number"], "Semibold", 12.5, INK)
        facing = texts["window"] == "window-la-poste"
        address, facts = (LEFT + 90 * mm, LEFT) if facing else (LEFT, LEFT + 90 * mm)
        self._address(address, TOP - 26.4 * mm, texts)
        self._facts(facts, TOP - 26.4 * mm, texts)
        pages = list(_pages(texts["lines"]))
        for number, lines in enumerate(pages, 1):
            y = (TOP - 86 * mm) if number == 1 else TOP - 4 * mm
            self._form(f"columns-{texts['language']}", self._columns, texts, y)
            y = self._lines(y - 6 * mm, lines)
            if number == len(pages):
                y = self._totals(y, texts["totals"])
                self._form(f"terms-{texts['language']}", self._terms, texts, y - 5.2 * mm)
            self._foot(texts, number, len(pages))
            canvas.showPage()

    def _form(self, name: str, draw: Any, texts: dict[str, Any], y: float = 0) -> None:  # noqa: ANN401  # a method
        canvas = self._canvas
        if name not in self._forms:
            self._forms.add(name)
            canvas.beginForm(name, -WIDTH, -HEIGHT, WIDTH, HEIGHT)
            draw(texts)
            canvas.endForm()
        canvas.saveState()
        canvas.translate(0, y)
        canvas.doForm(name)
        canvas.restoreState()

    def _text(self, x: float, y: float, text: str, font: str, size: float, colour: HexColor) -> None:
        canvas = self._canvas
        canvas.setFont(font, size)
        canvas.setFillColor(colour)
        canvas.drawString(x, y, text)

    def _right(self, x: float, y: float, text: str, font: str, size: float, colour: HexColor) -> None:
        self._text(x - stringWidth(text, font, size), y, text, font, size, colour)

    def _rule(self, x: float, y: float, width: float, colour: HexColor) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeColor(colour)
        self._canvas.line(x, y, RIGHT, y)

    def _letterhead(self, texts: dict[str, Any]) -> None:
        canvas, height = self._canvas, TOP
        canvas.setLineWidth(3)
        canvas.setStrokeColor(INK)
        canvas.circle(LEFT + 18, height - 18, 16)
        canvas.roundRect(LEFT + 12, height - 28, 12, 20, 2)
        x, y = LEFT + 47, height - 12
        self._text(x, y, texts["author"], "Bold", 12, INK)
        for row in texts["seller"]:
            for line in _split("   ".join(row), "Regular", 8.2, 79 * mm):
                y -= 11
                self._text(x, y, line, "Regular", 8.2, SOFT)
        self._right(RIGHT, height - 17, texts["heading"], "Bold", 19, INK)
        self._text(LEFT + 90 * mm, height - 26.4 * mm - 8, texts["address"][0], "Semibold", 7.6, PALE)

    def _address(self, x: float, y: float, texts: dict[str, Any]) -> None:
        y -= 8
        for place, line in enumerate(texts["address"][1:]):
            y -= 14
            self._text(x, y, line, "Regular" if place else "Semibold", 11, INK)

    def _facts(self, x: float, y: float, texts: dict[str, Any]) -> None:
        for what, value, url in texts["facts"]:
            y -= 14.5
            self._text(x, y, what, "Regular", 9.5, PALE)
            self._text(x + 31 * mm, y, value, "Regular", 9.5, INK)
            if url:
                width = stringWidth(value, "Regular", 9.5)
                self._canvas.linkURL(url, (x + 31 * mm, y - 2, x + 31 * mm + width, y + 9))
        y -= 2.5 * mm
        for place, line in enumerate(texts["billing"]):
            y -= 11.5
            size, font = (7.6, "Semibold") if place == 0 else (9, "Semibold" if place == 1 else "Regular")
            self._text(x, y, line, font, size, INK if place else PALE)

    def _columns(self, texts: dict[str, Any]) -> None:
        quantity, item, unit, total = texts["columns"]
        self._text(LEFT, -10, quantity, "Semibold", 8, SOFT)
        self._text(ITEM_LEFT, -10, item, "Semibold", 8, SOFT)
        self._right(RIGHT - AMOUNT, -10, unit, "Semibold", 8, SOFT)
        self._right(RIGHT, -10, total, "Semibold", 8, SOFT)
        self._rule(LEFT, -14, 0.9, INK)

    def _lines(self, y: float, lines: Sequence[dict[str, Any]]) -> float:
        for place, line in enumerate(lines):
            if place:
                self._rule(LEFT, y, 0.5, HAIR)
            y -= 4
            if line["many"]:
                width = stringWidth(line["quantity"], "Bold", 10.5) + 3 * mm
                self._canvas.setFillColor(INK)
                self._canvas.roundRect(LEFT, y - 12, width, 13, 1 * mm, stroke=0, fill=1)
                self._text(LEFT + 1.5 * mm, y - 9, line["quantity"], "Bold", 10.5, white)
            else:
                self._text(LEFT, y - 9, line["quantity"], "Bold", 10.5, INK)
            self._right(RIGHT - AMOUNT, y - 9, line["unit"], "Regular", 9.5, INK)
            self._right(RIGHT, y - 9, line["total"], "Regular", 9.5, INK)
            for text in _split(line["name"], "Semibold", 9.5, ITEM_WIDTH):
                self._text(ITEM_LEFT, y - 9, text, "Semibold", 9.5, INK)
                y -= 12.8
            for text in _split(line["details"], "Regular", 8.4, ITEM_WIDTH):
                self._text(ITEM_LEFT, y - 8, text, "Regular", 8.4, PALE)
                y -= 11.3
            y -= 4
        return y

    def _totals(self, y: float, totals: Sequence[Sequence[str]]) -> float:
        y -= 1 * mm
        for what, amount, kind in totals:
            size, font, colour = {"grand": (12, "Bold", INK), "tax": (8.4, "Regular", PALE)}.get(
                kind, (9.5, "Regular", SOFT)
            )
            if kind == "grand":
                self._rule(RIGHT - 92 * mm, y - 2, 0.9, INK)
                y -= 5
            y -= 16
            self._right(RIGHT - AMOUNT, y + 4, what, font, size, colour)
            self._right(RIGHT, y + 4, amount, font, size, colour)
        return y

    def _terms(self, texts: dict[str, Any]) -> None:
        lowest = 0.0
        for place, (what, said) in enumerate(texts["terms"]):
            x, width = (LEFT, 91 * mm) if place == 0 else (LEFT + 98 * mm, 72 * mm)
            y = -9.0
            self._text(x, y, what, "Semibold", 8.6, INK)
            for line in _split(said, "Regular", 8.6, width):
                y -= 11.9
                self._text(x, y, line, "Regular", 8.6, SOFT)
            lowest = min(lowest, y)
        self._rule(LEFT, lowest - 8, 0.5, RULE)
        self._text(LEFT, lowest - 22, texts["about"], "Regular", 8.6, SOFT)

    def _foot(self, texts: dict[str, Any], number: int, count: int) -> None:
        before, between, after = texts["page"]
        self._rule(LEFT, FOOT - 4 * mm, 0.5, RULE)
        self._text(LEFT, FOOT - 8.5 * mm, texts["title"], "Regular", 8, PALE)
        self._right(RIGHT, FOOT - 8.5 * mm, f"{before}{number}{between}{count}{after}", "Regular", 8, PALE)


def _pages(lines: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the lines of each page; the last one has room for the totals and the terms."""
    room, page = TOP - 92 * mm - FOOT, list[dict[str, Any]]()
    for line in lines:
        rows = len(_split(line["name"], "Semibold", 9.5, ITEM_WIDTH))
        height = rows * 12.8 + 8 + 11.3 * bool(line["details"])
        if height > room:
            yield page
            room, page = TOP - 10 * mm - FOOT, []
        room -= height
        page.append(line)
    if room < _ROOM_FOR_TOTALS:
        yield page[:-1]
        page = page[-1:]
    yield page


def _register(given: Path) -> None:
    for weight in ("Regular", "Semibold", "Bold"):
        registerFont(TTFont(weight, str(given / "fonts" / f"SourceSansPro-{weight}.ttf")))


def one_by_one(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write a file for each note."""
    _register(given)
    for place, note in enumerate(notes):
        sheet = _Sheet(out / f"{place}.pdf")
        sheet.note(note.texts)
        sheet.save()


def merged(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file with all notes."""
    _register(given)
    sheet = _Sheet(out / "notes.pdf")
    for note in notes:
        sheet.note(note.texts)
    sheet.save()


if __name__ == "__main__":
    run({"one-by-one": one_by_one, "merged": merged})
