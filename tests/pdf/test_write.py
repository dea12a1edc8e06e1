"""Writing: what a file says of itself, and that notes in one file stay apart."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

from notes_engine.errors import OutputError, TypesetError
from notes_engine.pdf import CHUNK_LIMIT, PDF_VARIANTS, VARIANT_LIMIT, NoteInfo, write_notes
from notes_engine.pdf.metadata import plain
from notes_engine.pdf.variants import TAGGED_VARIANTS
from tests.pdf.pdf_reading import LINKED, bookmarks, information, link_targets
from tests.pdf.pdf_workshop import info

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.pdf_workshop import Workshop


def test_a_single_note_says_what_it_is(shop: Workshop) -> None:
    target = shop.root / "one.pdf"
    note = shop.set("<p>Bonjour</p>", head='<meta name="author" content="Boutique"><meta name="keywords" content="a">')

    write_notes([(note, info("FR-1001", title="Bon n° 1"))], target)

    assert information(target) == {
        "/Title": "Bon n° 1",
        "/OrderNumber": "FR-1001",
        "/Market": "fr-fr",
        "/Keywords": "FR-1001, fr-fr, a",
        "/Author": "Boutique",
        "/Lang": "fr-FR",
        "/Producer": "WeasyPrint 70.0",
    }
    assert pypdf.PdfReader(target).pages[0].extract_text() == "Bonjour"


def test_title_and_language_of_the_call_win(shop: Workshop) -> None:
    said = information(shop.write("<p>x</p>", title="Autre", language="de"))

    assert (said["/Title"], said["/Lang"]) == ("Autre", "de")


def test_what_is_not_known_is_not_written(shop: Workshop) -> None:
    target = shop.root / "bare.pdf"

    write_notes([(shop.set("<p>x</p>"), NoteInfo(title="", number="", market="", language=""))], target)

    assert information(target) == {"/Producer": "WeasyPrint 70.0"}


def test_no_clock_and_no_chance_is_in_a_file(shop: Workshop) -> None:
    for path in (shop.write("<p>x</p>", name="1.pdf"), shop.write("<p>x</p>", "<p>y</p>", name="2.pdf")):
        assert not {"/CreationDate", "/ModDate"} & information(path).keys()


def test_an_order_number_from_a_hostile_order_is_plain_text(shop: Workshop) -> None:
    target = shop.root / "hostile.pdf"
    number = "A\u202e1\n\x00(/JS)\ud800 é"

    write_notes([(shop.set("<p>x</p>"), info(number)), (shop.set("<p>y</p>"), info(""))], target)
    reader = pypdf.PdfReader(target)

    assert bookmarks(reader) == [("A1 (/JS) é", 0), ("Bon de livraison", 1)]
    assert plain(number) == "A1 (/JS) é"


def test_a_merged_file_is_the_batch_s(shop: Workshop) -> None:
    path = shop.write("<p>un</p>", "<p>deux</p>", title="Lot du 3 mars")

    assert information(path) == {"/Producer": "WeasyPrint 70.0", "/Title": "Lot du 3 mars", "/Lang": "fr-FR"}
    assert [page.extract_text() for page in pypdf.PdfReader(path).pages] == ["un", "deux"]


def test_a_language_only_when_all_notes_share_one(shop: Workshop) -> None:
    target = shop.root / "mixed.pdf"
    note = shop.set("<p>x</p>")

    write_notes([(note, info("1")), (note, info("2", language="de-DE"))], target, title="Lot")

    assert "/Lang" not in information(target)


def test_each_order_has_one_bookmark_on_its_first_page(shop: Workshop) -> None:
    two_pages = "<h1>Titre</h1><h2>Suite</h2><p style='break-before: page'>2</p>"

    reader = pypdf.PdfReader(shop.write(two_pages, "<h1>Titre</h1>", two_pages))

    assert bookmarks(reader) == [("A1", 0), ("A2", 2), ("A3", 3)]


def test_a_single_note_keeps_the_bookmarks_of_its_headings(shop: Workshop) -> None:
    assert bookmarks(pypdf.PdfReader(shop.write("<h1>Titre</h1>"))) == [("Titre", 0)]


def test_one_note_of_a_merged_file_has_its_bookmark(shop: Workshop) -> None:
    target = shop.root / "chunk.pdf"

    write_notes([(shop.set("<h1>Titre</h1>"), info("A7"))], target, merged=True)

    assert bookmarks(pypdf.PdfReader(target)) == [("A7", 0)]


def test_links_stay_inside_their_note(shop: Workshop) -> None:
    reader = pypdf.PdfReader(shop.write(*(LINKED.format(number) for number in range(3))))

    assert link_targets(reader) == [(0, 1), (2, 3), (4, 5)]


def test_addresses_of_the_web_stay_as_they_are(shop: Workshop) -> None:
    link = '<a href="https://suivi.example.invalid/#1.x">Suivi</a>'
    for path in (shop.write(link), shop.write(link, link)):
        with pikepdf.open(path) as pdf:
            links = [str(annotation.A.URI) for annotation in pdf.pages[-1].obj.Annots]
        assert links == ["https://suivi.example.invalid/#1.x"]


def test_pages_are_counted_for_each_order(shop: Workshop) -> None:
    css = '@page { @bottom-right { content: "page " counter(page) " sur " counter(pages) } }'
    notes = [
        (shop.set("<p>un</p><p style='break-before: page'>deux</p>", css), info("A1")),
        (shop.set("<p>seul</p>", css), info("A2")),
    ]
    target = shop.root / "counted.pdf"

    write_notes(notes, target)

    texts = [page.extract_text().split("\n") for page in pypdf.PdfReader(target).pages]
    assert texts == [["un", "page 1 sur 2"], ["deux", "page 2 sur 2"], ["seul", "page 1 sur 1"]]


def test_writing_a_note_leaves_it_as_it_was(shop: Workshop) -> None:
    note = shop.set(LINKED.format("x"))
    alone, merged, again = (shop.root / name for name in ("a.pdf", "b.pdf", "c.pdf"))

    write_notes([(note, info("A1"))], alone)
    write_notes([(note, info("A1")), (note, info("A2"))], merged)
    write_notes([(note, info("A1"))], again)

    assert alone.read_bytes() == again.read_bytes()
    assert link_targets(pypdf.PdfReader(merged)) == [(0, 1), (2, 3)]


def test_a_logo_is_encoded_once_and_the_same_in_every_file(shop: Workshop) -> None:
    for name in ("red.png", "blue.png", "noise.jpg", "red.svg"):
        body = f'<p><img src="{name}">{name}</p>'
        first, second = shop.write(body, name="1.pdf").read_bytes(), shop.write(body, name="2.pdf").read_bytes()
        assert first == second
        with pikepdf.open(shop.root / "2.pdf") as pdf:
            assert pdf.check_pdf_syntax() == []


def test_a_page_with_bleed_says_where_it_is_cut(shop: Workshop) -> None:
    target = shop.root / "bleed.pdf"

    write_notes([(shop.set("<p>x</p>", "@page { bleed: 3mm }"), info("A1"))], target)

    with pikepdf.open(target) as pdf:
        page = pdf.pages[0].obj
        assert float(page.TrimBox[0]) - float(page.MediaBox[0]) == pytest.approx(3 / 25.4 * 72, rel=1e-4)


def test_how_many_notes_go_into_a_file(shop: Workshop) -> None:
    note = (shop.set("<p>x</p>"), info("A1"))
    target = shop.root / "many.pdf"

    write_notes([note] * CHUNK_LIMIT, target)
    assert len(pypdf.PdfReader(target).pages) == CHUNK_LIMIT == 200
    for count, variant in ((0, None), (CHUNK_LIMIT + 1, None), (VARIANT_LIMIT + 1, "pdf/a-3u")):
        with pytest.raises(ValueError, match=f"{count} notes"):
            write_notes([note] * count, target, variant=variant)


def test_a_variant_file_may_hold_more_than_a_chunk(shop: Workshop) -> None:
    target = shop.root / "variant.pdf"

    write_notes([(shop.set("<p>x</p>"), info("A1"))] * (CHUNK_LIMIT + 1), target, title="Lot", variant="pdf/a-3u")

    assert len(pypdf.PdfReader(target).pages) == CHUNK_LIMIT + 1


@pytest.mark.parametrize("variant", PDF_VARIANTS)
def test_every_variant_is_written_and_says_so(shop: Workshop, variant: str) -> None:
    path = shop.write(LINKED.format("x"), name="variant.pdf", variant=variant)
    first = path.read_bytes()

    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert ("pdfuaid:part" if "ua" in variant else "pdfaid:part") in xmp
        assert "Bon de livraison" in xmp
        assert "A1, fr-fr" in xmp
        assert str(pdf.Root.Lang) == "fr-FR"
        assert ("/StructTreeRoot" in pdf.Root) == (variant in TAGGED_VARIANTS)
        assert ("/OutputIntents" in pdf.Root) == ("pdf/a" in variant)
        if "ua" in variant:
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert shop.write(LINKED.format("x"), name="variant.pdf", variant=variant).read_bytes() == first


def test_the_list_of_variants_is_weasyprint_s_own() -> None:
    from weasyprint.pdf import VARIANTS

    known = {name for name in VARIANTS if name.startswith(("pdf/a", "pdf/ua"))}
    assert set(PDF_VARIANTS) == known
    assert set(TAGGED_VARIANTS) == {name for name in known if VARIANTS[name][1].get("pdf_tags")}


def test_an_unknown_variant_is_a_mistake_of_the_caller(shop: Workshop) -> None:
    for variant in ("pdf/x-4", "debug", "pdf/a-9"):
        with pytest.raises(ValueError, match="unknown PDF variant"):
            shop.write("<p>x</p>", variant=variant)


def test_a_tagged_file_needs_a_title_and_one_language(shop: Workshop) -> None:
    note = shop.set("<p>x</p>")
    mixed = [(note, info("1")), (note, info("2", language="de-DE"))]
    target = shop.root / "ua.pdf"

    with pytest.raises(TypesetError, match="one language") as caught:
        write_notes(mixed, target, title="Lot", variant="pdf/ua-1")
    assert "--split" in (caught.value.hint or "")
    with pytest.raises(TypesetError, match="a title"):
        write_notes(mixed, target, language="fr", variant="pdf/ua-1")
    write_notes(mixed, target, title="Lot", variant="pdf/a-3b")


def test_a_screen_reader_is_told_where_a_link_leads_without_the_prefix(shop: Workshop) -> None:
    body = '<p><a href="#totals">Total</a></p><p id="totals">x</p>'

    with pikepdf.open(shop.write(body, body, title="Lot", variant="pdf/ua-1")) as pdf:
        links = [annotation for page in pdf.pages for annotation in page.obj.Annots]
        assert [str(link.Contents) for link in links] == ["totals", "totals"]


def test_a_missing_folder_is_one_clear_error(shop: Workshop) -> None:
    with pytest.raises(OutputError, match=r"notes\.pdf could not be written: No such file") as caught:
        write_notes([(shop.set("<p>x</p>"), info("A1"))], shop.root / "gone" / "notes.pdf")

    assert "folder" in (caught.value.hint or "")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_what_was_there(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "notes.pdf"
    target.write_bytes(b"yesterday's")

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        write_notes([(shop.set("<p>x</p>"), info("A1"))], target)

    assert target.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interruption_leaves_what_was_there(shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "notes.pdf"
    target.write_bytes(b"yesterday's")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_notes([(shop.set("<p>x</p>"), info("A1"))], target)

    assert target.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_may_be_read_like_any_other(shop: Workshop, tmp_path: Path) -> None:
    plain_file = tmp_path / "plain"
    plain_file.touch()
    target = tmp_path / "notes.pdf"

    write_notes([(shop.set("<p>x</p>"), info("A1"))], target)

    assert target.stat().st_mode == plain_file.stat().st_mode


def test_what_weasyprint_cannot_write_is_our_error(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    note = shop.set("<p>x</p>")

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("Jean Dupont")

    monkeypatch.setattr(weasyprint.Document, "write_pdf", broken)
    with pytest.raises(TypesetError, match=r"notes\.pdf: AssertionError") as caught:
        write_notes([(note, info("A1"))], shop.root / "notes.pdf")

    assert "Dupont" not in str(caught.value)
