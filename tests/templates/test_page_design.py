"""The design of the page: what shares a sheet, what never touches what, and in which order a program reads it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest

from notes_engine.notes import LOCALES
from notes_engine.orders import Address, OrderLine
from tests.notes.example_shop import FACTS, Shop, order
from tests.templates.printed_note import MM, Printer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notes_engine.orders import Order

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
SELLER = """\
address = ["Haus 4, Eingang B", "Gewerbepark am Beispielsee 12", "Postfach 10 00 00", "12345 Musterstadt"]
country = "DE"
email = "kundenservice@example-refurbishing.invalid"
phone = "+49 (0)30 0000000-00"
website = "www.example-refurbishing.invalid"
vat_id = "USt-IdNr. DE000000000"
registration = "Amtsgericht Musterstadt HRA 000000"
logo = "logo.svg"
"""
OVERLONG = SELLER.replace("Gewerbepark", "Gewerbepark und Logistikzentrum " * 12)
WINDOWS = ("din-5008-b", "la-poste")
NUMBER_CHARS = "205894893-"


def printer(folder: Path, company: str = SELLER, window: str = "la-poste") -> Printer:
    shop = Shop(folder / f"shop-{window}")
    shop.settings(f'{FACTS}{company}\n[notes]\nwindow = "{window}"\n')
    shop.write("logo.svg", LOGO)
    return Printer(shop.open(), folder)


@pytest.fixture(scope="module")
def printers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printer]:
    return {window: printer(tmp_path_factory.mktemp(window), window=window) for window in WINDOWS}


def two_row(lines: int) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(sku=f"SKU-{number:03}", title=f"Item {number:03}", grade=10, line_total=Decimal(number))
        for number in range(1, lines + 1)
    )


# What shares a sheet


@pytest.mark.parametrize("locale", LOCALES)
def test_ten_lines_of_two_rows_stay_on_one_sheet(printers: dict[str, Printer], locale: str) -> None:
    note = printers["la-poste"](order(lines=two_row(10)), locale)
    assert len(note.pages) == 1
    assert not note.findings


@pytest.mark.parametrize(
    ("notes", "counts"), [((), range(1, 41)), (("Leave it with a neighbour.",), (8, 9, 10, 11, 15, 16, 31, 32, 38, 39))]
)
def test_no_page_holds_only_totals_or_terms(
    printers: dict[str, Printer], notes: tuple[str, ...], counts: Iterable[int]
) -> None:
    for lines in counts:
        note = printers["la-poste"](order(lines=two_row(lines), notes=notes), "fr")
        assert all("Item 0" in page for page in note.pages), lines
        assert "Total de la commande" in note.pages[-1]
        assert "Vendu et expédié" in note.pages[-1]
        assert [note.text.count(f"Item {number:03}") for number in range(1, lines + 1)] == [1] * lines


def test_a_composite_is_not_torn_from_its_first_parts(printers: dict[str, Printer]) -> None:
    parts = tuple(OrderLine(sku=f"PART-{number}", title=f"Part {number}") for number in range(4))
    pair = OrderLine(title="The composite", sku="PAIR", line_total=Decimal(5), parts=parts)
    for before in range(11, 16):
        note = printers["din-5008-b"](order(lines=(*two_row(before), pair), notes=()), "en")
        places = {note.at(text).page for text in ("The composite", *(part.title for part in parts))}
        assert len(places) == 1, before


def test_a_composite_longer_than_a_page_goes_on(printers: dict[str, Printer]) -> None:
    parts = tuple(OrderLine(sku=f"PART-{number}", title=f"Part {number:03}") for number in range(60))
    whole = OrderLine(title="The composite", sku="ALL", line_total=Decimal(5), parts=parts)
    note = printers["din-5008-b"](order(lines=(whole,)), "en")
    assert note.at("Part 000").page == note.at("The composite").page == 1
    assert len({note.at(part.title).page for part in parts}) > 1
    assert not note.findings


# What never touches what


@pytest.mark.parametrize("window", WINDOWS)
def test_items_of_the_letterhead_are_not_broken(printers: dict[str, Printer], window: str) -> None:
    note = printers[window](order(), "de")
    for text in ("kundenservice@example-refurbishing.invalid", "+49 (0)30 0000000-00", "www.example-refurbishing"):
        assert note.at(text).bottom < 41
    assert not note.findings


@pytest.mark.parametrize("window", WINDOWS)
def test_a_letterhead_too_long_is_cut_and_told(tmp_path: Path, window: str) -> None:
    printed, pictures = [], []
    for name, seller in (("short", SELLER), ("long", OVERLONG)):
        (tmp_path / name).mkdir()
        target = printer(tmp_path / name, seller, window)
        printed.append(target(order(), "de"))
        pictures.append(below_the_letterhead(tmp_path / name / "note.pdf"))
    assert [len(note.findings) for note in printed] == [0, 1]
    assert "letterhead" in printed[1].findings[0].what
    assert pictures[0] == pictures[1]


def below_the_letterhead(path: Path) -> bytes:
    """The page's picture from 41 to 100 mm."""
    with pypdfium2.PdfDocument(path) as document:
        picture = document[0].render(scale=2).to_pil().convert("L")
    return bytes(picture.crop((0, round(41 / MM * 2), picture.width, round(100 / MM * 2))).tobytes())


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("length", [20, 60, 100, 180])
def test_a_long_order_number_stays_above_the_window(printers: dict[str, Printer], window: str, length: int) -> None:
    number = (NUMBER_CHARS * 20)[:length]
    note = printers[window](order(secondary_reference=f"bm-{number}"), "fr")
    heading = note.at("Adresse de livraison")
    head = [spot for text, spot in note.spots if "205894893" in text and spot.top < 100]
    assert head
    assert all(spot.bottom < heading.top for spot in head)
    assert not note.findings
    foot = [(text, spot) for text, spot in note.spots if spot.top > 275]
    (page,) = [spot for text, spot in foot if text.startswith("Page")]
    assert all(spot.right < page.left - 3 for text, spot in foot if "Bon de livraison" in text)


LONG = Address(
    full_name="Dr. Maximiliane von Beispiel-Mustermann und zu Musterstadt",
    company="Example Trading and Logistics Company of Somewhere Limited",
    address1="Wohnanlage am Beispielplatz, Hinterhaus, Aufgang C",
    address2="Dritte Etage rechts, bei Familie Mustermann klingeln",
    address3="Unterer Beispielweg 123",
    town="Freiburg im Breisgau",
    post_code="79098",
    country="France",
)


@pytest.mark.parametrize("window", WINDOWS)
def test_an_address_of_nine_lines_fits_and_a_longer_one_pushes_the_lines_down(
    printers: dict[str, Printer], window: str
) -> None:
    fits = printers[window](order(delivery=LONG, billing=None), "de")
    assert not fits.findings

    text = "Im Hinterhof hinter dem Haus gegenüber, bitte klingeln " * 3
    too_long = replace(LONG, address1=f"1 {text}", address2=f"2 {text}", address3=f"3 {text}", company=f"4 {text}")
    note = printers[window](order(delivery=too_long, billing=None), "de")
    assert ["address window" in finding.what for finding in note.findings] == [True]
    assert note.at("FRANKREICH").bottom < note.at("Einzelpreis").top


@pytest.mark.parametrize("window", WINDOWS)
def test_an_ordinary_billing_address_leaves_the_lines_where_they_are(printers: dict[str, Printer], window: str) -> None:
    billing = replace(order().delivery or Address(), full_name="Other Person", company="Example Ltd")
    without = printers[window](order(billing=None), "de").at("Einzelpreis")
    beside = printers[window](order(billing=billing), "de").at("Einzelpreis")
    assert beside.top == pytest.approx(without.top, abs=0.1)
    assert 99 < without.top < 103


def test_long_carriers_and_tracking_numbers_stay_in_their_column(printers: dict[str, Printer]) -> None:
    carrier = "Deutsche Post Paket International Premium mit Verfolgung und Abendzustellung"
    note = printers["din-5008-b"](order(vendor=carrier, tracking_number="JJD0149990" * 8, billing=None), "de")
    column = [spot for text, spot in note.spots if spot.left > 140 and 60 < spot.top < 95]
    assert len({round(spot.top) for spot in column}) <= 6
    assert all(spot.right < 190.5 for spot in column)
    assert not note.findings


# What the hands at a packing table count


def test_more_than_one_of_an_item_stands_on_a_dark_ground(printers: dict[str, Printer], tmp_path: Path) -> None:
    def darkest(quantity: int) -> int:
        line = OrderLine(title="Phone", quantity=quantity, line_total=Decimal("199.00"))
        note = printers["la-poste"](order(lines=(line,)), "fr")
        spot = next(spot for text, spot in note.spots if text == str(quantity) and spot.left < 30 and spot.top > 100)
        with pypdfium2.PdfDocument(printers["la-poste"].folder / "note.pdf") as document:
            picture = document[0].render(scale=2).to_pil().convert("L")
        box = [round(side / MM * 2) for side in (spot.left - 0.8, spot.top, spot.left - 0.2, spot.bottom)]
        return int(max(picture.crop((box[0], box[1], box[2], box[3])).tobytes()))

    assert darkest(2) < 60
    assert darkest(1) > 200


def test_the_totals_stand_in_the_columns_of_the_lines(printers: dict[str, Printer]) -> None:
    note = printers["la-poste"](order(), "fr")
    unit, label = note.at("Prix unitaire"), note.at("Total de la commande")
    assert label.right == pytest.approx(unit.right, abs=0.4)
    assert note.at("203,90").right == pytest.approx(note.all("199,00")[-1].right, abs=0.4)


# The order in which a program reads it

READ = (
    "Example Shop",
    "Bon de livraison",
    "Commande n°",
    "Adresse de livraison",
    "Camille Exemple",
    "Date de commande",
    "Numéro de suivi",
    "Adresse de facturation",
    "Other Person",
    "Article",
    "Téléphone 64 Go",
    "Livraison",
    "Total de la commande",
    "Remarques sur cette commande",
    "Leave it with a neighbour.",
    "Vous avez changé",
    "Garantie commerciale",
    "Vendu et expédié",
    "Page 1 sur 1",
)


def with_everything() -> Order:
    billing = replace(order().delivery or Address(), full_name="Other Person")
    return order(billing=billing, notes=("Leave it with a neighbour.",))


@pytest.mark.parametrize("window", WINDOWS)
def test_the_text_is_drawn_in_reading_order(printers: dict[str, Printer], window: str) -> None:
    printers[window](with_everything(), "fr")
    path = printers[window].folder / "note.pdf"
    with pypdfium2.PdfDocument(path) as document:
        by_pdfium = " ".join(document[0].get_textpage().get_text_range().split())
    by_pypdf = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    for text in (by_pdfium, by_pypdf):
        assert [part for part in READ if part not in text] == []
        position = 0
        for part in READ:
            assert part in text[position:], part
            position = text.index(part, position) + len(part)


def test_the_logo_is_called_by_the_companys_name(printers: dict[str, Printer]) -> None:
    target = printers["la-poste"]
    note = target(order(), "fr")
    assert note.text.count("Example Shop") == 3
    renderer = target.renderers["fr", False]
    assert 'src="logo.svg" alt="Example Shop">' in renderer.render(order()).html
