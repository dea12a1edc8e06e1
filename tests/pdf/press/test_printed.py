"""A note in a finished file beside the same note typeset alone: what must be told apart, and what must not."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pikepdf
import pytest

from notes_engine.pdf import NoteInfo, Typesetter, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.press.printed import Pages, PrintedFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from notes_engine.pdf import TypesetNote

PAGE = """<html lang="en"><style>@page {{ size: 90mm 50mm; margin: 5mm }} h2 {{ break-before: page }}</style>
<h1>Note {0}</h1><p><a href="https://carrier.invalid/{0}">track</a> <a href="#end">to the end</a>
<h2 id="end">End of {0}</h2>"""


class Printer:
    """Two notes of two pages each, typeset, and files of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typesetter = Typesetter([folder])
        self.notes = [self.note(number) for number in ("1", "2")]

    def note(self, number: str) -> tuple[TypesetNote, NoteInfo]:
        return self.typesetter.typeset(PAGE.format(number)), NoteInfo(f"Note {number}", number, "fr-fr", "en")

    def merged(self) -> Path:
        target = self.folder / "notes.pdf"
        write_notes(self.notes, target, merged=True)
        return target

    def alone(self) -> Path:
        target = self.folder / "1.pdf"
        write_notes(self.notes[:1], target)
        return target

    def differences(self, path: Path, place: int, pages: Pages | None = None, *, merged: bool = True) -> list[str]:
        note, info = self.notes[place]
        with closing(PrintedFile(path, merged=merged)) as file:
            return file.differences(pages or Pages(2 * place, 2, place), note.document, info)


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    return Printer(tmp_path_factory.mktemp("printed"))


def change(path: Path, how: Callable[[pikepdf.Pdf], object]) -> Path:
    changed = path.with_stem(path.stem + "-changed")
    with pikepdf.open(path) as pdf:
        how(pdf)
        pdf.save(changed)
    return changed


def test_every_note_of_a_merged_file_is_as_typeset(printer: Printer) -> None:
    path = printer.merged()

    assert printer.differences(path, 0) == []
    assert printer.differences(path, 1) == []


def test_every_note_of_a_joined_file_is_as_typeset(printer: Printer) -> None:
    parts, shelf = [], Shelf(printer.folder)
    for note, info in printer.notes:
        parts.append(printer.folder / f"part-{info.number}")
        write_section([(note, info)], parts[-1], shelf, shelf.faces())
    joined = printer.folder / "joined.pdf"
    bind_sections(parts, joined, title=None, language=None)

    assert printer.differences(joined, 0) == printer.differences(joined, 1) == []


def test_notes_may_be_asked_for_in_any_order(printer: Printer) -> None:
    with closing(PrintedFile(printer.merged(), merged=True)) as file:
        for place in (1, 0, 1, 1):
            note, info = printer.notes[place]
            assert file.differences(Pages(2 * place, 2, place), note.document, info) == []


def test_a_file_of_one_note_has_that_notes_own_bookmarks_and_title(printer: Printer) -> None:
    path = printer.alone()
    assert printer.differences(path, 0, merged=False) == []

    def untitled(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[pikepdf.Name.Title] = "Note 7"
        with pdf.open_outline() as outline:
            outline.root.clear()

    assert printer.differences(change(path, untitled), 0, merged=False) == [
        "its bookmarks differ",
        "its title differs",
    ]


def test_the_neighbours_pages_are_found_out(printer: Printer) -> None:
    found = printer.differences(printer.merged(), 0, Pages(2, 2, 1))

    assert any("characters are not at the same place" in text for text in found)
    assert "page 1: a link leads elsewhere" in found
    assert "its bookmark has another title" in found


def test_pages_that_are_not_there_are_told(printer: Printer) -> None:
    path = printer.merged()

    assert printer.differences(path, 0, Pages(0, 3, 0)) == ["3 pages, and 2 typeset"]
    assert printer.differences(path, 1, Pages(3, 2, 1)) == ["its file ends before its last page: 4 pages"]
    assert printer.differences(path, 1, Pages(2, 2, 5)) == ["its bookmark is missing"]


def test_a_link_that_is_gone_is_told(printer: Printer) -> None:
    def unlinked(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[2].Annots[0]

    assert printer.differences(change(printer.merged(), unlinked), 1) == ["page 1: 1 and 2 links"]


def test_a_link_that_has_moved_is_told(printer: Printer) -> None:
    def moved(pdf: pikepdf.Pdf) -> None:
        rectangle = pdf.pages[2].Annots[0].Rect
        rectangle[0] = float(rectangle[0]) + 0.5

    assert printer.differences(change(printer.merged(), moved), 1) == ["page 1: a link stands elsewhere"]


def test_a_link_into_another_note_is_told(printer: Printer) -> None:
    def crossed(pdf: pikepdf.Pdf) -> None:
        inner = [annotation for page in pdf.pages for annotation in page.get("/Annots", []) if "/Dest" in annotation]
        inner[1].Dest = inner[0].Dest

    path = change(printer.merged(), crossed)
    assert printer.differences(path, 1) == ["page 1: a link leads elsewhere"]
    assert printer.differences(path, 0) == []


def test_a_link_to_a_page_instead_of_an_address_is_told(printer: Printer) -> None:
    def inward(pdf: pikepdf.Pdf) -> None:
        for annotation in pdf.pages[2].Annots:
            if "/A" in annotation:
                del annotation.A
                annotation.Dest = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    assert printer.differences(change(printer.merged(), inward), 1) == ["page 1: a link leads elsewhere"]


def test_another_size_of_the_page_is_told(printer: Printer) -> None:
    def grown(pdf: pikepdf.Pdf) -> None:
        pdf.pages[3].MediaBox[2] = 300

    assert "page 2: the sizes differ" in printer.differences(change(printer.merged(), grown), 1)


def test_a_drawing_over_the_page_is_told(printer: Printer) -> None:
    def drawn_over(pdf: pikepdf.Pdf) -> None:
        pdf.pages[3].contents_add(pikepdf.Stream(pdf, b"Q q 0.8 g 100 20 40 40 re f"), prepend=False)

    (found,) = printer.differences(change(printer.merged(), drawn_over), 1)
    assert found.startswith("page 2: a pixel differs by ")
