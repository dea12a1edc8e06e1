"""Fonts and pictures are in a file once, and every note prints its own letters."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from notes_engine.errors import OutputError
from notes_engine.pdf import NoteInfo, TypesetNote, write_notes
from notes_engine.pdf.binding.parts import write_book, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.stamped_note import StampedNote
from tests.pdf.binding.section_bench import LAYOUT, Note, bind, font_files, note, printed, sections
from tests.pdf.press.press_bench import PressBench, marked


def test_each_font_is_there_once_and_cut(bench: PressBench, tmp_path: Path) -> None:
    few = bind(sections(bench, tmp_path, "ss", "ss"))
    files = font_files(few)
    assert len(files) == 2  # regular and bold
    assert all(len(file) < 60_000 for file in files)
    (tmp_path / "more").mkdir()
    more = bind(sections(bench, tmp_path / "more", *["s" * 20] * 3))
    assert len(more) - len(few) < 56 * 2500


PICTURE = "<img src=logo.png><p style='background: url(logo.png)'>&nbsp;</p>"


@pytest.mark.parametrize("kinds", [("st", "st", "st"), ("ts", "t", "tt"), ("tt", "ss")])
def test_each_font_and_picture_is_there_once_whoever_drew_it(
    bench: PressBench, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    content = bind(sections(bench, tmp_path, *kinds, layout=f"{PICTURE}{LAYOUT}"))
    assert len(font_files(content)) == 2
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        pictures = [item for item in streams if item.get("/Subtype") == "/Image"]
        assert len(pictures) == 2  # itself and its mask
        links = [link.objgen for page in pdf.pages for link in page.get("/Annots", ())]
        assert len(links) == len(set(links))
    typeset = []
    for number in range(len("".join(kinds))):
        pages, info = note(bench, number, typeset=True, layout=f"{PICTURE}{LAYOUT}")
        assert isinstance(pages, TypesetNote)
        typeset.append((pages, info))
    write_notes(typeset, tmp_path / "typeset.pdf")
    assert differences(content, (tmp_path / "typeset.pdf").read_bytes()) == []
    assert bind(sorted(tmp_path.glob("*.section"))) == content


def test_plates_share_their_fonts_and_pictures(bench: PressBench, tmp_path: Path) -> None:
    notes = []
    for number, words in enumerate(("Merci", "Merci beaucoup", "Danke")):
        layout = f"{PICTURE}<p>{words}</p>{LAYOUT}"
        notes.append(note(bench, number, typeset=False, layout=layout))
    write_section(notes, tmp_path / "0.section", Shelf(tmp_path), bench.press.faces)
    content = bind([tmp_path / "0.section"])
    assert len(font_files(content)) == 2
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len({page.Resources.Font.objgen for page in pdf.pages}) == 1
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert len([item for item in streams if item.get("/Subtype") == "/Image"]) == 2
    texts = [text for text, _ in printed(content)][::2]
    assert ["beaucoup" in text for text in texts] == [False, True, False]
    assert ["Danke" in text for text in texts] == [False, False, True]


def test_a_damaged_font_among_the_typesetters_is_told(bench: PressBench, tmp_path: Path) -> None:
    paths = sections(bench, tmp_path, "st")
    content = paths[0].read_bytes()
    start = content.index(b"stream\n", content.index(b"/Length1")) + 7
    paths[0].write_bytes(content[:start] + bytes(60) + content[start + 60 :])
    with pytest.raises(OutputError, match=r"0\.section is damaged"):
        bind(paths)
    assert not (tmp_path / "notes.pdf").exists()


@pytest.mark.parametrize("letters", ["Ωμέγα", "Жора", "漢字", "\U0001f600"])
def test_letters_that_only_the_typesetter_prints_stay_in_their_fonts(
    bench: PressBench, tmp_path: Path, letters: str
) -> None:
    layout = LAYOUT.replace("Bonjour", letters)
    notes = [note(bench, 0, typeset=False), note(bench, 1, typeset=True, layout=layout)]
    notes += [note(bench, 2, typeset=True), note(bench, 3, typeset=True, layout=layout)]
    paths = []
    for place in (0, 2):
        paths.append(tmp_path / f"{place}.section")
        write_section(notes[place : place + 2], paths[-1], Shelf(tmp_path), bench.press.faces)
    pages = printed(bind(paths))
    alone = []
    for each in notes:
        write_book([each], tmp_path / "alone.pdf", bench.press.faces, title=None, language=None)
        alone += printed((tmp_path / "alone.pdf").read_bytes())
    assert pages == alone
    assert letters in pages[2][0]


def shop_note(folder: Path, font: str, name: str) -> tuple[PressBench, Note]:
    """Return a stamped note whose template calls a font Shop, and the bench that knows it."""
    bench = PressBench(folder)  # as two workers, each with a template of its own
    face = f"@font-face {{ font-family: Shop; src: url({font}) }} p {{ font-family: Shop }}"
    stamped = bench.press.stamp(marked(f"<style>{face}</style><p>Bonjour {{0}}</p>", name))
    assert not isinstance(stamped, NotStamped)
    return bench, (StampedNote(stamped), NoteInfo(name, name, "fr-fr", "fr-FR"))


@pytest.mark.parametrize("together", [True, False])
def test_two_fonts_of_one_name_print_their_own_letters(tmp_path: Path, together: bool) -> None:
    fonts = Path("/usr/share/fonts/truetype/dejavu")
    names = {"DejaVuSerif.ttf": "Camille", "DejaVuSansMono.ttf": "Wilhelm AV"}
    for font in names:
        if not (fonts / font).exists():
            pytest.skip("another machine has other fonts")
        (tmp_path / font).write_bytes((fonts / font).read_bytes())
    made = [shop_note(tmp_path, font, name) for font, name in names.items()]
    alone = tmp_path / "alone.pdf"
    pages = []
    for bench, shop in made:
        write_book([shop], alone, bench.press.faces, title=None, language=None)
        pages += printed(alone.read_bytes())
    paths = [tmp_path / "0.section", tmp_path / "1.section"]
    faces = Faces()
    for font in names:
        faces.add((tmp_path / font).read_bytes())
    if together:
        del paths[1:]
        write_section([shop for _, shop in made] * 2, paths[0], Shelf(tmp_path), faces)
    else:
        for (_, shop), path in zip(made, paths, strict=True):
            write_section([shop], path, Shelf(tmp_path), faces)
    content = bind(paths)
    assert printed(content) == pages * (1 + together)
    assert [text for text, _ in pages] == ["Bonjour Camille", "Bonjour Wilhelm AV"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        shown = [font.BaseFont for page in pdf.pages for font in page.Resources.Font.values()]
        assert len(set(map(str, shown))) == 2
        assert len({str(font) for page in pdf.pages for font in page.Resources.Font}) == 1
