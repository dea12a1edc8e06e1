"""Stamped and typeset notes come out in their order, with their own texts and links; what is damaged is told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from notes_engine.errors import OutputError
from notes_engine.pdf import TypesetNote, write_notes
from notes_engine.pdf.binding.parts import write_book
from notes_engine.pdf.press.proof import differences
from tests.pdf.binding.section_bench import NAMES, bind, note, sections
from tests.pdf.pdf_reading import bookmarks, link_targets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.press.press_bench import PressBench


@pytest.mark.parametrize(
    "kinds", [("st", "ts"), ("s", "t"), ("t", "s", "sts"), ("tt", "ss"), ("s",), ("t",), ("ssttss",)]
)
def test_notes_come_in_their_order_with_their_own_texts_and_links(
    bench: PressBench, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    content = bind(sections(bench, tmp_path, *kinds))
    count = len("".join(kinds))
    reader = PdfReader(io.BytesIO(content))
    seen = pypdfium2.PdfDocument(content)
    assert len(reader.pages) == len(seen) == 2 * count
    for number in range(count):
        for text in (reader.pages[2 * number].extract_text(), seen[2 * number].get_textpage().get_text_range()):
            assert NAMES[number % len(NAMES)] in text.replace("\r\n", "\n")
        assert f"{number},00 €" in seen[2 * number + 1].get_textpage().get_text_range().replace("\xa0", " ")
        links = [link.get_object() for link in reader.pages[2 * number].annotations or ()]
        (address,) = [link["/A"]["/URI"] for link in links if "/A" in link]
        assert address == f"https://a.invalid/{number}"
    seen.close()
    assert link_targets(reader) == [(2 * number, 2 * number + 1) for number in range(count)]
    assert bookmarks(reader) == [(f"A{number}", 2 * number) for number in range(count)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo.Title) == "Shop: (é)"
        assert str(pdf.Root.Lang) == "fr"


def test_the_pages_are_the_typesetters(bench: PressBench, tmp_path: Path) -> None:
    content = bind(sections(bench, tmp_path, "sts", "ss"))
    typeset = [note(bench, number, typeset=True) for number in range(5)]
    target = tmp_path / "typeset.pdf"
    write_notes([(pages, info) for pages, info in typeset if isinstance(pages, TypesetNote)], target)
    assert differences(content, target.read_bytes()) == []


def test_the_same_notes_are_the_same_bytes(bench: PressBench, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(bind(sections(bench, tmp_path / name, "sst", "s")))
    assert made[0] == made[1]


def test_a_whole_book_leaves_nothing_beside_it(bench: PressBench, tmp_path: Path) -> None:
    notes = [note(bench, number, typeset=number == 1) for number in range(3)]
    write_book(notes, tmp_path / "notes.pdf", bench.press.faces, title="T", language=None)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.pdf"]
    assert len(PdfReader(tmp_path / "notes.pdf").pages) == 6


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "half":
            path.write_bytes(content[: len(content) // 2])
        case "a byte short":
            path.write_bytes(content[:-1])
        case "grown":
            path.write_bytes(content + b"\0")
        case "no section":
            path.write_bytes(b"%PDF-1.7\n" + content)
        case "head":
            path.write_bytes(content.replace(b'"casts": ["', b'"casts": ["x', 1)[:-1])
        case "notes":
            first = content.index(b'[["A')
            path.write_bytes(content[:first] + b"}" + content[first + 1 :])
        case "pages":
            first = content.index(b"%PDF-1")
            path.write_bytes(content[:first] + bytes(len(content) - first))
        case "no typesetter's pages":
            first = content.index(b"%PDF-1")
            length = b"%d]" % (len(content) - first)
            assert content.count(length) == 1
            path.write_bytes(content[:first].replace(length, b"0]".rjust(len(length))))
        case "a page less" | "a note less":
            word = b'"pages": 4' if how == "a page less" else b'"notes": 2'
            assert content.count(word) == 1
            path.write_bytes(content.replace(word, word[:-1] + b"%d" % (int(word[-1:]) + 1)))


DAMAGES = ["empty", "gone", "half", "a byte short", "grown", "no section", "head", "notes", "pages"]
DAMAGES += ["no typesetter's pages", "a page less", "a note less"]


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_section_is_told_and_leaves_no_file(bench: PressBench, tmp_path: Path, how: str) -> None:
    paths = sections(bench, tmp_path, "s", "st")
    damage(paths[1], how)
    with pytest.raises(OutputError, match=r"1\.section is damaged"):
        bind(paths)
    assert not (tmp_path / "notes.pdf").exists()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("kind", ["plate", "font"])
@pytest.mark.parametrize("how", ["gone", "empty", "half", "grown"])
def test_a_lost_plate_or_font_is_told(bench: PressBench, tmp_path: Path, kind: str, how: str) -> None:
    paths = sections(bench, tmp_path, "s")
    for path in (tmp_path / "plates").glob(f"*.{kind}"):
        if not (kind == "plate" and how == "grown"):
            damage(path, how)
        else:
            path.write_bytes(path.read_bytes() + b"}")
    with pytest.raises(OutputError, match="plate of this batch is lost"):
        bind(paths)
    assert not (tmp_path / "notes.pdf").exists()
