"""Typeset notes in sections become one file, and every link and bookmark leads where it led."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.errors import OutputError
from notes_engine.pdf import NoteInfo, TypesetNote, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from tests.pdf.pdf_reading import LINKED, bookmarks, information, link_targets
from tests.pdf.pdf_workshop import info

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.pdf_workshop import Workshop

CHUNKS = ([2, 1], [1], [3, 1, 2])
"""Pages of each note of each chunk."""


def note_body(name: str, pages: int) -> str:
    rest = "".join(f'<p style="break-before: page">{name} page {number}</p>' for number in range(2, pages + 1))
    return f'<p><a href="#end">{name}</a></p>{rest}<p id="end">fin</p>'


Notes = list[tuple[TypesetNote, NoteInfo]]


def typeset_chunks(shop: Workshop, chunks: tuple[list[int], ...] = CHUNKS) -> list[Notes]:
    def one(name: str, pages: int) -> tuple[TypesetNote, NoteInfo]:
        return shop.set(note_body(name, pages)), info(name)

    return [
        [one(f"C{chunk}N{number}", pages) for number, pages in enumerate(notes)] for chunk, notes in enumerate(chunks)
    ]


def section(notes: Notes, path: Path) -> Path:
    shelf = Shelf(path.parent)
    write_section(notes, path, shelf, shelf.faces())
    return path


def write_chunks(shop: Workshop, folder: Path, chunks: tuple[list[int], ...] = CHUNKS) -> list[Path]:
    return [section(notes, folder / f"{chunk}.part") for chunk, notes in enumerate(typeset_chunks(shop, chunks))]


def bind(parts: list[Path], target: Path, *, title: str | None = None, language: str | None = None) -> None:
    bind_sections(parts, target, title=title, language=language)


def check(path: Path, chunks: tuple[list[int], ...]) -> None:
    """Check pages, bookmarks and links of a joined file against what its chunks were made from."""
    reader = pypdf.PdfReader(path)
    expected_bookmarks, expected_links, first = [], [], 0
    for chunk, notes in enumerate(chunks):
        for number, pages in enumerate(notes):
            expected_bookmarks.append((f"C{chunk}N{number}", first))
            expected_links.append((first, first + pages - 1))
            first += pages
    assert len(reader.pages) == first
    assert bookmarks(reader) == expected_bookmarks
    assert link_targets(reader) == expected_links
    assert [reader.pages[page].extract_text().split("\n")[0] for _, page in expected_bookmarks] == [
        name for name, _ in expected_bookmarks
    ]
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_pages_links_and_bookmarks_are_kept(shop: Workshop, tmp_path: Path) -> None:
    parts = write_chunks(shop, tmp_path)
    target = tmp_path / "notes.pdf"

    bind(parts, target, title="Lot du 3 mars", language="fr-FR")

    check(target, CHUNKS)
    said = information(target)
    assert (said["/Title"], said["/Lang"]) == ("Lot du 3 mars", "fr-FR")


def test_a_single_part_and_no_title(shop: Workshop, tmp_path: Path) -> None:
    parts = write_chunks(shop, tmp_path, ([1, 2],))

    bind(parts, tmp_path / "notes.pdf", title=None, language=None)

    check(tmp_path / "notes.pdf", ([1, 2],))
    assert set(information(tmp_path / "notes.pdf")) == {"/Producer"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_chunks_are_joined_in_order(
    shared: Workshop, tmp_path_factory: pytest.TempPathFactory, chunks: list[list[int]]
) -> None:
    folder = tmp_path_factory.mktemp("join")

    bind(write_chunks(shared, folder, tuple(chunks)), folder / "notes.pdf")

    check(folder / "notes.pdf", tuple(chunks))


def test_the_same_part_twice_is_two_copies(shop: Workshop, tmp_path: Path) -> None:
    part = section([(shop.set(LINKED.format("x")), info("A1"))], tmp_path / "part")

    bind([part, part], tmp_path / "notes.pdf")

    reader = pypdf.PdfReader(tmp_path / "notes.pdf")
    assert link_targets(reader) == [(0, 1), (2, 3)]
    assert bookmarks(reader) == [("A1", 0), ("A1", 2)]


def test_the_pages_look_the_same(shop: Workshop, tmp_path: Path) -> None:
    import pypdfium2

    chunks = typeset_chunks(shop)
    bind([section(notes, tmp_path / f"{number}.part") for number, notes in enumerate(chunks)], tmp_path / "notes.pdf")
    for number, notes in enumerate(chunks):
        write_notes(notes, tmp_path / f"{number}.pdf", merged=True)
    alone = [tmp_path / f"{number}.pdf" for number in range(len(chunks))]

    def pictures(path: Path) -> list[bytes]:
        document = pypdfium2.PdfDocument(path)
        try:
            return [page.render(scale=0.5).to_pil().tobytes() for page in document]
        finally:
            document.close()

    assert pictures(tmp_path / "notes.pdf") == [picture for file in alone for picture in pictures(file)]


def test_the_same_parts_give_the_same_bytes(shop: Workshop, tmp_path: Path) -> None:
    parts = write_chunks(shop, tmp_path)
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"

    bind(parts, first, title="Lot")
    bind(parts, second, title="Lot")

    assert first.read_bytes() == second.read_bytes()
    with pikepdf.open(first) as pdf:
        assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer"}


def test_a_damaged_part_is_one_clear_error(tmp_path: Path) -> None:
    part = tmp_path / "3.part"
    part.write_bytes(b"%PDF-1.7 and no more")

    with pytest.raises(OutputError, match=r"3\.part is damaged"):
        bind([part], tmp_path / "notes.pdf")
    assert list(tmp_path.iterdir()) == [part]


def test_a_missing_part_or_folder_is_one_clear_error(shop: Workshop, tmp_path: Path) -> None:
    parts = write_chunks(shop, tmp_path, ([1],))

    with pytest.raises(OutputError, match="is damaged and cannot be joined"):
        bind([tmp_path / "gone.part"], tmp_path / "notes.pdf")
    with pytest.raises(OutputError, match="could not be written"):
        bind(parts, tmp_path / "gone" / "notes.pdf")


def test_nothing_to_join_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sections"):
        bind([], tmp_path / "notes.pdf")


def test_a_full_disk_while_joining_is_an_error_and_no_abort(shop: Workshop, tmp_path: Path) -> None:
    part = section([(shop.set("<p>One</p>"), info("1"))], tmp_path / "part")
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from notes_engine.errors import OutputError\n"
        "from notes_engine.pdf.binding.parts import bind_sections\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "try:\n"
        "    bind_sections([Path(sys.argv[1])], Path(sys.argv[2]), title=None, language=None)\n"
        "except OutputError as error:\n"
        "    print(error.what)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(part), str(tmp_path / "joined.pdf")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "the disk is full" in ran.stdout
    assert list(tmp_path.glob("*joined*")) == []
