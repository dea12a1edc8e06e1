"""The draft's watermark: on every page, whatever the note's HTML and style sheets say, and in every kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import ImageChops

from notes_engine.pdf import TypesetNote, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.fonts import FONT_SCHEME
from notes_engine.pdf.marked import marked_texts
from tests.pdf.pdf_reading import LINKED
from tests.pdf.pdf_workshop import Workshop, info

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

A4 = "@page { size: A4; margin: 14mm }"
TWO_PAGES = '<p>One</p><p style="break-before: page">Two</p>'


def typeset(shop: Workshop, body: str, css: str = "", *, word: str = "BROUILLON", head: str = "") -> TypesetNote:
    source = f'<html lang="fr"><head><title>Bon</title>{head}<style>{A4} {css}</style></head><body>{body}</body></html>'
    return shop.typesetter.typeset(source, watermark=word)


def written(shop: Workshop, *notes: TypesetNote, name: str = "draft.pdf", variant: str | None = None) -> Path:
    target = shop.root / name
    write_notes([(note, info(f"A{number}")) for number, note in enumerate(notes, 1)], target, variant=variant)
    return target


def pictures(path: Path) -> list[Image]:
    with pypdfium2.PdfDocument(str(path)) as document:
        return [page.render(scale=0.5).to_pil().convert("RGB") for page in document]


def ink(shop: Workshop, body: str, css: str = "", *, word: str = "BROUILLON", head: str = "") -> list[int]:
    """How many pixels of each page the watermark changes."""
    marked = pictures(written(shop, typeset(shop, body, css, word=word, head=head)))
    plain = pictures(written(shop, typeset(shop, body, css, word="", head=head)))
    changes = [ImageChops.difference(*pair).convert("L") for pair in zip(marked, plain, strict=True)]
    return [sum(change.histogram()[1:]) for change in changes]


def words(path: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


@pytest.mark.parametrize(
    "css",
    [
        "body > div:first-child { display: none !important }",
        "* { display: none !important; visibility: hidden !important; opacity: 0 !important }",
        "div, p, .draft-watermark { visibility: hidden; position: static !important; font-size: 0 !important }",
        "html { position: relative; z-index: 2147483648 } body { background: white; min-height: 260mm }",
        "html { opacity: 0; transform: scale(0) }",
        "@page { opacity: 0; overflow: hidden; transform: scale(0) } html { overflow: hidden; height: 1px }",
        "@page { color: transparent; @bottom-center { content: ''; z-index: 99; background: white; height: 200mm } }",
        f"@font-face {{ font-family: 'Notes Engine Watermark'; src: url({FONT_SCHEME}SourceSansPro-It.ttf) }}",
    ],
)
def test_no_style_sheet_hides_it(shop: Workshop, css: str) -> None:
    usual = ink(shop, TWO_PAGES)[0]
    changed = ink(shop, TWO_PAGES, css)
    assert changed
    assert all(pixels == pytest.approx(usual, rel=0.05) for pixels in changed)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<!-- <body> -->", TWO_PAGES),
        ("", f"<!-- <body> --><template>{TWO_PAGES}</template>"),
        ("", f"<!-- {TWO_PAGES}"),
        ("<title>", TWO_PAGES),
        ("", f"<textarea><body>{TWO_PAGES}"),
    ],
)
def test_no_html_swallows_it(shop: Workshop, head: str, body: str) -> None:
    assert all(pixels > 1000 for pixels in ink(shop, body, head=head))


@pytest.mark.parametrize(("size", "least"), [("A4 landscape", 1000), ("62mm 29mm", 30), ("A3", 2000)])
def test_it_fits_the_page(shop: Workshop, size: str, least: int) -> None:
    css = f"@page {{ size: {size}; margin: 0 }}"
    assert min(ink(shop, TWO_PAGES, css)) > least
    for picture, plain in zip(
        pictures(written(shop, typeset(shop, TWO_PAGES, css))),
        pictures(written(shop, typeset(shop, TWO_PAGES, css, word=""))),
        strict=True,
    ):
        left, top, right, bottom = ImageChops.difference(picture, plain).getbbox() or (0, 0, 0, 0)
        assert left > 0
        assert top > 0
        assert right < picture.width
        assert bottom < picture.height


def test_it_is_pale_enough_to_read_the_note(shop: Workshop) -> None:
    picture = pictures(written(shop, typeset(shop, "")))[0]
    darkest, _ = picture.convert("L").getextrema()
    assert 200 < float(str(darkest)) < 245


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("ENTWURF", "ENTWURF"),
        (" Ébauche ", "Ébauche"),
        ("<b>&", "DRAFT"),
        (".", "DRAFT"),
        ("\u200b\u3164\u200b\u3164", "DRAFT"),
        ("草稿草稿", "DRAFT"),
        ("x" * 500, "DRAFT"),
        ("DR<b>T", "DR<b>T"),
    ],
)
def test_the_word_is_the_note_s_own_unless_it_could_not_be_read(shop: Workshop, word: str, shown: str) -> None:
    assert words(written(shop, typeset(shop, "", word=word))) == [shown]


def test_a_long_word_is_set_smaller(shop: Workshop) -> None:
    path = written(shop, typeset(shop, "", word="BROUILLONBROUILLONBROUI"))
    left, _, right, _ = pictures(path)[0].convert("L").point(lambda level: 255 * (level < 250)).getbbox() or (
        0,
        0,
        0,
        0,
    )
    assert 0 < left < right < pictures(path)[0].width


def test_it_is_on_every_page_of_merged_and_joined_files(shop: Workshop) -> None:
    notes = [typeset(shop, TWO_PAGES), typeset(shop, "<p>Drei", word="ENTWURF"), typeset(shop, "<p>Print", word="")]
    merged = written(shop, *notes)
    expected = ["OneBROUILLON", "TwoBROUILLON", "DreiENTWURF", "Print"]
    assert words(merged) == expected
    joined, shelf, parts = shop.root / "joined.pdf", Shelf(shop.root), [shop.root / "1.part", shop.root / "2.part"]
    for part, some in zip(parts, (notes, notes[1:2]), strict=True):
        write_section([(note, info("1")) for note in some], part, shelf, shelf.faces())
    bind_sections(parts, joined, title=None, language=None)
    assert words(joined) == [*expected, "DreiENTWURF"]


def test_the_same_draft_gives_the_same_bytes(shop: Workshop) -> None:
    first = written(shop, typeset(shop, TWO_PAGES)).read_bytes()
    assert written(shop, typeset(shop, TWO_PAGES)).read_bytes() == first


@pytest.mark.parametrize("variant", ["pdf/a-2b", "pdf/a-2a", "pdf/ua-1", "pdf/ua-2"])
def test_to_a_screen_reader_it_is_an_artifact(shop: Workshop, variant: str) -> None:
    note = typeset(shop, LINKED.format("<a href='https://example.invalid/'>x</a>"))
    path = written(shop, note, variant=variant)
    assert all("BROUILLON" in page for page in words(path))
    if variant == "pdf/a-2b":
        return
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            depth: list[str] = []
            places = set()
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in ("BMC", "BDC"):
                    depth.append(str(instruction.operands[0]))
                elif operator == "EMC":
                    depth.pop()
                elif operator in ("Tj", "TJ"):
                    places.add(tuple(depth))
            assert ("/Artifact",) in places
            assert () not in places
            assert depth == []


def test_what_is_read_back_from_the_pages_is_the_note_alone(shop: Workshop) -> None:
    note = typeset(shop, '<p>von <b data-fact="name">Example</b></p>')
    assert [mark.text for mark in marked_texts(note, "data-fact")] == ["Example"]
    assert note.findings == ()
    assert note.pages == 1
