"""PlutoPrint, from our HTML: its fonts installed, which is twice as fast as `@font-face` in each note."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# Read when the library is loaded: only these fonts, as ours has only these.
os.environ["FONTCONFIG_FILE"] = str(Path(sys.argv[1]).resolve() / "fonts.conf")

import plutoprint

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.others.given import LINK, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.others.given import Given

_BODY = re.compile(r'<body class="([^"]*)">(.*)</body>', re.DOTALL)
BATCH = 100
"""Notes of one document: with fewer and with more of them a note takes longer."""
_BREAKS = ".note { break-before: page } .note:first-child { break-before: auto }"


def _base(given: Path) -> str:
    return (given / "installed").as_uri() + "/"


def one_by_one(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write a file for each note."""
    base = _base(given)
    for place, note in enumerate(notes):
        book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
        book.load_html(note.html, base_url=base)
        book.write_to_pdf(out / f"{place}.pdf")


def pages(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file, the pages of each note drawn into it: each keeps its own foot."""
    _draw((note.html for note in notes), given, out / "notes.pdf")


def batches(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file, the pages of HTML documents of some notes each drawn into it."""
    parts = (notes[first : first + BATCH] for first in range(0, len(notes), BATCH))
    _draw((_together(part) for part in parts), given, out / "notes.pdf")


def document(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file from one HTML document; of thousands of notes a note takes ever longer."""
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.load_html(_together(notes), base_url=_base(given))
    book.write_to_pdf(out / "notes.pdf")


def _draw(documents: Iterable[str], given: Path, target: Path) -> None:
    base = _base(given)
    with plutoprint.PDFCanvas(target, plutoprint.PAGE_SIZE_A4) as canvas:
        for html in documents:
            book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
            book.load_html(html, base_url=base)
            for number in range(book.get_page_count()):
                canvas.save_state()
                canvas.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)
                book.render_page(canvas, number)
                canvas.restore_state()
                canvas.show_page()


def _together(notes: Sequence[Given]) -> str:
    """Return one document of the notes: at the foot of every page stand the first note's number and all pages."""
    parts = []
    for note in notes:
        body = _BODY.search(note.html)
        if body is None:
            raise ValueError("a note without a body")
        parts.append(f'<div class="note {body[1]}" lang="{note.language}">{body[2]}</div>')
    head = f'<meta charset="utf-8"><title>notes</title>{LINK}<style>{_BREAKS}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{''.join(parts)}</body></html>"


if __name__ == "__main__":
    run({"one-by-one": one_by_one, "pages": pages, "batches": batches, "document": document})
