"""A file of its own says of itself what the typesetter's file of the same note says."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pypdf import PdfReader

from notes_engine.pdf import NoteInfo, write_notes
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.proof import differences
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = '<title>{0}</title><meta name="author" content="Shop (é)"><meta name="author" content="{0}">'
HEAD += '<meta name="keywords" content="notes, {1}"><meta name="description" content="Bon {1}">'
OUTLINE = (
    "<h1>Bon {1}</h1><h3>deep</h3><h2>{0}</h2><h2 style='bookmark-state: closed'>closed</h2><h3>in it</h3><h4>{1}</h4>"
    "<h3>beside</h3><h1>last</h1>"
)
LAYOUTS = {
    "plain": f"{HEAD}<p>{{0}}</p><p>{{1}}</p>",
    "outline": f"{HEAD}<style>h1 {{ font-size: 12pt }}</style>{OUTLINE}<p>{{0}}</p>",
    "links": f"{HEAD}<p id='top'>{{0}}</p><p><a href='{{2}}'>{{1}}</a> <a href='#end'>end</a> <a href='https://a.invalid/'>x</a>"
    "</p><p id='end' style='break-before: page'>{1} <a href='#top'>up</a></p>",
    "boxes": f"{HEAD}<style>@page {{{{ size: 90mm 50mm; bleed: 3mm; marks: crop }}}}</style><p>{{0}}</p><p>{{1}}</p>",
    "sheets": f"{HEAD}<style>@page {{{{ size: 10cm }}}} @page :first {{{{ size: 90mm 70mm }}}}</style><p>{{0}}</p>"
    "<p style='break-before: page'>{1}</p>",
    "says nothing": "<p>{0}</p><p>{1}</p>",
}
BOXES = ("/MediaBox", "/TrimBox", "/BleedBox", "/CropBox", "/ArtBox")
VALUES = {
    "usual": ("Camille", "A 1"),
    "unusual": ("Œuvre Łódź ½ office", "№ (1) ‰"),
    "rare": ("Ǆ Ŋ ẞ ǆ", "₤ ¥ §"),
    "odd": ("a (b) \\ c", "«x» – “y”"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    return PressBench(tmp_path_factory.mktemp("single"))


def outline(items: Any) -> Iterator[Any]:
    for item in items:
        page, _, x, y, _ = item.destination
        place = pikepdf.Page(page).index, float(x), float(y)
        yield item.title, place, item.is_closed, list(outline(item.children))


def said(content: bytes) -> dict[str, Any]:
    """Return all that a file says beside what it draws."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        pages = [page.obj for page in pdf.pages]
        by_id = {page.objgen: number for number, page in enumerate(pages)}
        names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root else {}
        links = []
        for page in pages:
            for link in page.get("/Annots", ()):
                place = link.get("/Dest")
                place = names[str(place)] if isinstance(place, pikepdf.String) else place
                leads = str(link.A.URI) if place is None else [by_id[place[0].objgen], *map(float, list(place)[2:4])]
                links.append((leads, [float(side) for side in link.Rect]))
        with pdf.open_outline() as found:
            headings = list(outline(found.root))
        return {
            "info": {name: str(value) for name, value in pdf.docinfo.items() if name != "/Producer"},
            "language": str(pdf.Root.get("/Lang")),
            "links": links,
            "outline": headings,
            "boxes": [
                [(str(name), list(map(float, page[str(name)]))) for name in BOXES if name in page] for page in pages
            ],
        }


def alike(one: Any, other: Any) -> bool:
    """Return whether two files say the same, lengths to what is dropped when they are written."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 0.002
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def both(bench: PressBench, layout: str, values: tuple[str, ...], folder: Path, info: NoteInfo) -> tuple[bytes, bytes]:
    """Return a note's file as stamped and as typeset."""
    made = marked(layout.replace("{{", "{").replace("}}", "}"), *values)
    stamped = bench.press.stamp(made)
    assert not isinstance(stamped, NotStamped), stamped.why
    file = io.BytesIO()
    bench.press.singles.write(file, stamped, info)
    write_notes([(bench.typesetter.typeset(made.html()), info)], folder / "typeset.pdf")
    return file.getvalue(), (folder / "typeset.pdf").read_bytes()


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("name", LAYOUTS)
def test_it_says_what_the_typesetters_file_says(bench: PressBench, tmp_path: Path, name: str, kind: str) -> None:
    values = (*VALUES[kind], "https://carrier.invalid/?a=é b&c=(1)")
    layout = f"<style>body {{{{ font: 10pt DejaVu Sans }}}}</style>{LAYOUTS[name]}"
    info = NoteInfo(f"Bon {values[0]}", values[1], "fr-fr", "fr-FR")
    mine, theirs = both(bench, layout, values, tmp_path, info)
    assert alike(said(mine), said(theirs))
    assert differences(mine, theirs) == []
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(mine)).pages)
    assert values[0] in text
    assert values[1] in text


@pytest.mark.parametrize(
    "info", [NoteInfo("", "", "", ""), NoteInfo("a\nb\u202ec\x1f", "(1)\\", "", "de"), NoteInfo("🙂", "é", "fr-be", "")]
)
def test_it_says_no_more_than_is_known(bench: PressBench, tmp_path: Path, info: NoteInfo) -> None:
    mine, theirs = both(bench, LAYOUTS["says nothing"], ("Camille", "1"), tmp_path, info)
    assert alike(said(mine), said(theirs))


def test_the_same_note_is_the_same_bytes_whatever_was_written_before(tmp_path: Path) -> None:
    notes = [marked("<p>{0}</p>", text) for text in ("Camille", "ḁ Ǆ", "Ida", "Camille")]
    made = []
    for order in (notes, notes[::-1]):
        bench = PressBench(tmp_path)
        files = []
        for each in order:
            stamped = bench.press.stamp(each)
            assert not isinstance(stamped, NotStamped)
            file = io.BytesIO()
            bench.press.singles.write(file, stamped, NoteInfo("T", "1", "", "fr"))
            files.append(file.getvalue())
        made.append(files)
    assert made[0] == made[1][::-1]
    assert made[0][0] == made[0][3]


@pytest.mark.parametrize("text", ["Camille", "Łódź", "ḁ Ǆ"])
def test_a_whole_file_is_what_is_written_and_its_hash_is_its_own(bench: PressBench, text: str) -> None:
    for values in ((text, "A 1"), ("Ida", text)):
        stamped = bench.press.stamp(marked("<h1>{1}</h1><p>{0}</p><p>{1}</p>", *values))
        assert not isinstance(stamped, NotStamped)
        info = NoteInfo(f"Bon {text}", text, "fr-fr", "fr")
        file = io.BytesIO()
        bench.press.singles.write(file, stamped, info)
        content, digest = bench.press.singles.file(stamped, info)
        assert content == file.getvalue()
        assert digest == hashlib.sha256(content).hexdigest()


def test_what_a_font_lacks_is_seen_whatever_was_there_before(tmp_path: Path) -> None:
    # given texts of lone signs that are all known but for one, in one order and in the other
    texts = ["Camille", "Camille Ł", "eCma", "Ł", "Camille ḁ", "Camille"]
    made: list[dict[str, bytes]] = []
    for order in (texts, texts[::-1]):
        bench = PressBench(tmp_path)
        files = {}
        for text in order:
            stamped = bench.press.stamp(marked("<p>{0}</p>", text))
            if not isinstance(stamped, NotStamped):
                files[text] = bench.press.singles.file(stamped, NoteInfo("T", "1", "", "fr"))[0]
        made.append(files)
        for text, content in files.items():
            assert text in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert made[0] == made[1]
    assert len(made[0]) >= 4
