"""Stamped and typeset notes come out in their order, with their own texts and links; what is damaged is told."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from notes_engine.errors import OutputError
from notes_engine.pdf import NoteInfo, TypesetNote, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_book, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.stamped_note import StampedNote
from tests.pdf.pdf_reading import bookmarks, link_targets
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "font: 10pt 'DejaVu Sans'"
LAYOUT = (
    f"<style>p {{ {FONT} }} #totals {{ break-before: page }}</style><title>Bon {{0}}</title>"
    '<p>Bonjour <b>{0}</b></p><p><a href="#totals">Total</a> <a href="{1}">colis</a></p><p id="totals">{2}</p>'
)
NAMES = ("Zoé (A)", "Łucja \\ B", "Œuvre", "Ida ½", "Jean-Baptiste office", "Ümit §", "Ana «x»", "Avant AV")
Note = tuple[TypesetNote | StampedNote, NoteInfo]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    folder = tmp_path_factory.mktemp("binder")
    Image.radial_gradient("L").convert("LA").resize((60, 40)).save(folder / "logo.png")  # of its own mask
    return PressBench(folder)


def note(bench: PressBench, number: int, *, typeset: bool, layout: str = LAYOUT) -> Note:
    values = (NAMES[number % len(NAMES)], f"https://a.invalid/{number}", f"{number},00 €")
    made = marked(layout, *values)
    info = NoteInfo(f"Bon {values[0]}", f"A{number}", "fr-fr", "fr-FR")
    if typeset:
        return bench.typesetter.typeset(made.html()), info
    stamped = bench.press.stamp(made)
    assert not isinstance(stamped, NotStamped), stamped.why
    return StampedNote(stamped), info


def sections(bench: PressBench, folder: Path, *kinds: str, layout: str = LAYOUT) -> list[Path]:
    """Write sections, each of stamped (s) and typeset (t) notes."""
    paths, number = [], 0
    for place, section in enumerate(kinds):
        notes = []
        for kind in section:
            notes.append(note(bench, number, typeset=kind == "t", layout=layout))
            number += 1
        paths.append(folder / f"{place}.section")
        write_section(notes, paths[-1], Shelf(folder), bench.press.faces)
    return paths


def bind(paths: Sequence[Path]) -> bytes:
    target = paths[0].with_name("notes.pdf")
    bind_sections(paths, target, title="Shop: (é)", language="fr")
    return target.read_bytes()


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


def font_files(content: bytes) -> list[bytes]:
    """Return the font files in a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [item.read_bytes() for item in streams if "/Length1" in item or item.get("/Subtype") == "/OpenType"]


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


def printed(content: bytes) -> list[tuple[str, bytes]]:
    """Return each page's text and picture."""
    seen = pypdfium2.PdfDocument(content)
    pages = [(page.get_textpage().get_text_range(), page.render(scale=2).to_pil().tobytes()) for page in seen]
    seen.close()
    return pages
