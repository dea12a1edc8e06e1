"""Stylesheets are parsed once, and mean what they mean to WeasyPrint itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
import weasyprint

from notes_engine.pdf import NoteInfo, Typesetter, sheets, write_notes
from notes_engine.pdf.fetcher import AssetFetcher
from notes_engine.pdf.library import BASE_URL, AssetLibrary

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

LINK = '<link rel="stylesheet" href="{}">'
PAGE = (
    "<style>@page { size: 8px; margin: 0 } html { background: white } body { margin: 0 } p { height: 8px; margin: 0 }"
)

CASES = {
    "a later sheet wins": LINK.format("red.css") + LINK.format("blue.css") + "<p>",
    "a style after a link wins": LINK.format("red.css") + "<style>p { background: blue }</style><p>",
    "a link after a style wins": "<style>p { background: blue }</style>" + LINK.format("red.css") + "<p>",
    "a style attribute wins": LINK.format("red.css") + '<p style="background: blue">',
    "important wins over a style attribute": LINK.format("important.css") + '<p style="background: blue">',
    "specificity counts across sheets": LINK.format("id.css") + LINK.format("red.css") + "<p id=a>",
    "media for screens is not read": LINK.format("red.css")
    + '<link rel="stylesheet" media="screen" href="blue.css"><p>',
    "media for print is read": LINK.format("red.css") + '<link rel="stylesheet" media="print" href="blue.css"><p>',
    "alternates are not read": LINK.format("red.css") + '<link rel="alternate stylesheet" href="blue.css"><p>',
    "imports are read": LINK.format("imports.css") + "<p>",
    "layers of different sheets are ordered": LINK.format("layer-b.css") + LINK.format("layer-a.css") + "<p>",
    "counters": LINK.format("counter.css") + "<p>",
    "pages": LINK.format("page.css") + "<p style='background: none'>",
    "a sheet of another type is not read": '<link rel="stylesheet" type="text/x" href="red.css"><p>',
}

SHEETS = {
    "red.css": "p { background: red }",
    "blue.css": "p { background: blue }",
    "important.css": "p { background: red !important }",
    "id.css": "#a { background: blue }",
    "imports.css": "@import 'blue.css'; body { color: red }",
    "layer-a.css": "@layer a { p { background: red } }",
    "layer-b.css": "@layer b, a; @layer b { p { background: blue } }",
    "counter.css": "@counter-style x { system: cyclic; symbols: '█' } p { display: list-item; list-style: x inside }",
    "page.css": "@page { background: red }",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    for name, css in SHEETS.items():
        (folder / name).write_text(css)
    return folder


@pytest.fixture(scope="module")
def typesetter(folder: Path) -> Typesetter:
    return Typesetter([folder])


def picture(path: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        page: Image.Image = document[0].render(scale=4).to_pil().convert("RGB")
        return page
    finally:
        document.close()


@pytest.mark.parametrize("case", CASES)
def test_the_cascade_is_weasyprint_s(folder: Path, typesetter: Typesetter, tmp_path: Path, case: str) -> None:
    source = f"{PAGE}</style>{CASES[case]}"
    reference = tmp_path / "reference.pdf"
    fetcher = AssetFetcher(AssetLibrary([folder]))
    weasyprint.HTML(string=source, base_url=BASE_URL, url_fetcher=fetcher).write_pdf(reference)

    for _ in range(2):  # parsed, and remembered
        ours = tmp_path / "ours.pdf"
        write_notes([(typesetter.typeset(source), NoteInfo("", "", "", ""))], ours)
        assert picture(ours).tobytes() == picture(reference).tobytes()


def test_a_linked_sheet_colours_the_page(typesetter: Typesetter, tmp_path: Path) -> None:
    path = tmp_path / "red.pdf"

    write_notes([(typesetter.typeset(f"{PAGE}</style>{LINK.format('red.css')}<p>"), NoteInfo("", "", "", ""))], path)

    assert picture(path).getpixel((8, 8)) == (255, 0, 0)


def test_sheets_are_parsed_once(typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    parse = sheets.SheetCache._parse

    def counted(cache: sheets.SheetCache, html: object) -> sheets.SheetGroup:
        parsed.append(1)
        return parse(cache, html)

    monkeypatch.setattr(sheets.SheetCache, "_parse", counted)
    source = LINK.format("red.css") + "<style>p { color: red }</style><p>"
    for number in range(5):
        typesetter.typeset(f"{source}{number}")

    assert len(parsed) == 1
    typesetter.typeset(source.replace("color: red", "color: blue"))
    assert len(parsed) == 2


def test_styles_that_differ_for_every_order_do_not_pile_up(folder: Path) -> None:
    from notes_engine.pdf.engine import Engine

    engine = Engine(AssetLibrary([folder]))
    for number in range(sheets._GROUP_LIMIT + 5):
        engine.lay_out(f"<style>p {{ margin: {number}px }}</style><p>x")

    assert len(engine._sheets._groups) == sheets._GROUP_LIMIT


def test_each_note_has_counters_of_its_own(typesetter: Typesetter) -> None:
    source = "<style>@counter-style x { system: cyclic; symbols: 'a' }</style><p style='display: list-item'>{}"
    for _ in range(2):
        assert typesetter.typeset(source).findings == ()
