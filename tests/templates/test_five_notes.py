"""The five notes as a reader sees them: what is printed, where it stands, and how often."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.notes import LOCALES
from notes_engine.orders import Address, OrderLine
from tests.notes.example_shop import FACTS, Shop, order
from tests.templates.printed_note import PrintedNote, Printer

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
MARKET = {"fr": "fr-fr", "de": "de-de", "it": "it-it", "es": "es-es", "en": "en-gb"}
DRAFT = {"fr": "BROUILLON", "de": "ENTWURF", "it": "BOZZA", "es": "BORRADOR", "en": "DRAFT"}
PAGE_OF = {"fr": "Page 2 sur", "de": "Seite 2 von", "it": "Pagina 2 di", "es": "Página 2 de", "en": "Page 2 of"}
HEAD = {
    "fr": "Prix unitaire",
    "de": "Einzelpreis",
    "it": "Prezzo unitario",
    "es": "Precio unitario",
    "en": "Unit price",
}
TOTAL = {
    "fr": "Total de la commande",
    "de": "Gesamtbetrag",
    "it": "Totale dell’ordine",
    "es": "Total del pedido",
    "en": "Order total",
}


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., PrintedNote]:
    """Prints an order in a locale for the shop of FACTS, with an address of its own."""
    folder = tmp_path_factory.mktemp("printed")
    shop = Shop(folder / "shop")
    shop.settings(
        FACTS + 'address = ["1 Example Street", "E1 1AA London"]\ncountry = "GB"\nemail = "help@example.invalid"\n'
    )
    printer = Printer(shop.open(), folder)

    def one(locale: str, *, draft: bool = False, **changes: Any) -> PrintedNote:
        return printer(order(**{"market": MARKET[locale], **changes}), locale, draft=draft)

    return one


def many(lines: int) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(sku=f"SKU-{number:03}", title=f"Item {number:03}", grade=10, line_total=Decimal(number))
        for number in range(1, lines + 1)
    )


def flat(text: str) -> str:
    return " ".join(text.split())


# Each note holds what it must, from the top


SAID = {
    "fr": [
        "Bon de livraison",
        "Commande n° 205894893",
        "Adresse de livraison",
        "Date de commande",
        "Date de paiement",
        "Expédiée le",
        "Transporteur",
        "Numéro de suivi",
        "Article",
        "Téléphone 64 Go",
        "Parfait état",
        "Livraison",
        "Total de la commande",
        "Dont TVA",
        "Remarques sur cette commande",
        "Vous avez changé d’avis",
        "Vendu et expédié par",
    ],
    "de": [
        "Lieferschein",
        "Bestellung Nr. 205894893",
        "Lieferadresse",
        "Bestelldatum",
        "Zahlungsdatum",
        "Versandt am",
        "Versanddienst",
        "Sendungsnummer",
        "Einzelpreis",
        "Téléphone 64 Go",
        "Exzellent",
        "Gesamtbetrag",
        "MwSt.",
        "Hinweise",
        "Anders überlegt",
        "Verkauf und Versand durch",
    ],
    "it": ["Documento", "Ordine n. 205894893", "Prezzo unitario", "Téléphone 64 Go", "Totale dell’ordine"],
    "es": ["Albarán de entrega", "Pedido n.º 205894893", "Precio unitario", "Téléphone 64 Go", "Total del pedido"],
    "en": [
        "Delivery note",
        "Order no. 205894893",
        "Unit price",
        "Téléphone 64 Go",
        "Order total",
        "Sold and dispatched",
    ],
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_note_reads_from_the_top_in_its_language(printed: Callable[..., PrintedNote], locale: str) -> None:
    note = printed(locale, notes=("Leave it with a neighbour.",))
    tops = [min(spot.top for spot in note.all(text)) for text in SAID[locale]]
    assert tops == sorted(tops)
    assert len(note.pages) == 1
    assert note.findings == ()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_note_is_a4_and_keeps_its_margins(printed: Callable[..., PrintedNote], locale: str) -> None:
    note = printed(locale, lines=many(30))
    assert note.size == pytest.approx((210, 297), abs=0.1)
    for text, spot in note.spots:
        assert 19.5 < spot.left < spot.right < 190.5, text
        assert 13.5 < spot.top < spot.bottom < 289, text


@pytest.mark.parametrize(
    ("locale", "left", "right"),
    [("fr", 110, 190), ("de", 20, 105), ("it", 110, 190), ("es", 110, 190), ("en", 20, 105)],
)
def test_the_address_stands_in_the_window_of_its_envelope(
    printed: Callable[..., PrintedNote], locale: str, left: float, right: float
) -> None:
    """DIN 5008 form B: 85 × 45 mm, 20 mm from the left, 45 mm from the top; La Poste's is on the right."""
    lines = [f"Line {number} of a long address" for number in range(1, 4)]
    address = Address(
        full_name="Dr. Maximiliane Beispiel-Mustermann",
        company="Example Trading and Logistics Company",
        address1=lines[0],
        address2=lines[1],
        address3=lines[2],
        town="Freiburg im Breisgau",
        post_code="79098",
        country="Germany",
    )
    note = printed(locale, delivery=address, billing=None)
    inside = [note.at(text) for text in ("Dr. Maximiliane", "Example Trading", *lines, "79098")]
    assert all(left - 0.5 < spot.left and spot.right < right + 0.5 for spot in inside)
    assert all(spot.top > 45 and spot.bottom < 90 for spot in inside)
    assert [spot.top for spot in inside] == sorted(spot.top for spot in inside)
    assert not note.findings


LONG = {
    "full_name": "Dr. Maximiliane von Beispiel-Mustermann und zu Musterstadt",
    "company": "Example Trading and Logistics Company of Somewhere Limited",
    "address1": "Wohnanlage am Beispielplatz, Hinterhaus, Aufgang C",
    "address2": "Dritte Etage rechts, bei Familie Mustermann klingeln",
    "address3": "Unterer Beispielweg 123",
    "town": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "post_code": "79098",
    "country": "Germany",
}


def test_a_very_long_address_still_fits_its_window(printed: Callable[..., PrintedNote]) -> None:
    note = printed("de", delivery=Address(**LONG), billing=None)
    assert not note.findings
    assert all(spot.bottom < 90 for spot in note.all("DEUTSCHLAND"))


def test_an_address_that_does_not_fit_is_never_passed_over(printed: Callable[..., PrintedNote]) -> None:
    longer = {key: value if key in ("post_code", "country") else f"{value} {value}" for key, value in LONG.items()}
    note = printed("de", delivery=Address(**longer), billing=None)
    assert [(finding.code, "address window" in finding.what) for finding in note.findings] == [("overfull", True)]


# The lines and the totals


@pytest.mark.parametrize("locale", LOCALES)
def test_sixty_lines_print_the_facts_as_often_as_one(printed: Callable[..., PrintedNote], locale: str) -> None:
    note = printed(locale, lines=many(60))
    assert len(note.pages) > 2
    assert [text for kind, text, _ in note.facts if kind == "name"] == ["Example Shop"] * 3
    assert len([kind for kind, _, _ in note.facts if kind == "live_since"]) == 1
    assert note.text.count("Example Shop") == 3
    assert note.text.count("2018") == 1


@pytest.mark.parametrize("lines", range(1, 24, 2))
def test_wherever_the_page_ends_the_facts_are_printed_as_often(printed: Callable[..., PrintedNote], lines: int) -> None:
    note = printed("fr", lines=many(lines))
    assert sorted(kind for kind, _, _ in note.facts) == ["live_since", "name", "name", "name"]
    assert note.text.count("Example Shop") == 3
    assert note.text.count(TOTAL["fr"]) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_over_several_pages_the_head_is_repeated_and_the_totals_stand_once(
    printed: Callable[..., PrintedNote], locale: str
) -> None:
    note = printed(locale, lines=many(60))
    pages = len(note.pages)
    with_items = [number for number, text in enumerate(note.pages) if "Item 0" in text]
    assert all(HEAD[locale] in note.pages[number] for number in with_items)
    assert note.text.count(TOTAL[locale]) == 1
    assert note.at(TOTAL[locale]).page == pages
    assert flat(note.pages[1]).endswith(f"{PAGE_OF[locale]} {pages}")
    assert [text.count("205894893") for text in note.pages] == [2] + [1] * (pages - 1)


def test_every_line_is_there_once_and_none_is_split(printed: Callable[..., PrintedNote]) -> None:
    note = printed("fr", lines=many(60))
    for number in range(1, 61):
        name, details = note.at(f"Item {number:03}"), note.at(f"SKU-{number:03}")
        assert name.page == details.page
        assert 0 < details.top - name.top < 6


def test_a_long_title_goes_on_in_its_own_column(printed: Callable[..., PrintedNote]) -> None:
    title = "A very long title of a refurbished telephone " * 6
    note = printed("fr", lines=(OrderLine(title=title, line_total=Decimal("199.00")),))
    column = [spot for text, spot in note.spots if "refurbished" in text]
    assert len(column) > 2
    assert max(spot.right for spot in column) < note.at("Prix unitaire").left
    assert not note.findings


def test_a_word_without_an_end_stays_in_its_column(printed: Callable[..., PrintedNote]) -> None:
    note = printed("fr", lines=(OrderLine(title="W" * 180, sku="S" * 120, line_total=Decimal("199.00")),))
    assert not note.findings


def test_amounts_stand_under_each_other_at_the_right(printed: Callable[..., PrintedNote]) -> None:
    lines = (
        OrderLine(title="One", line_total=Decimal("1234567.89")),
        OrderLine(title="Two", line_total=Decimal("1.00"), quantity=1000),
    )
    note = printed("fr", lines=lines, total=Decimal("1234573.79"), postage_cost=Decimal("4.90"))
    amounts = [spot for text, spot in note.spots if text.endswith("€") and spot.left > 163.5]
    assert len(amounts) > 4
    assert max(spot.right for spot in amounts) - min(spot.right for spot in amounts) < 0.5
    assert not note.findings


def test_parts_are_set_in_under_their_composite(printed: Callable[..., PrintedNote]) -> None:
    pair = OrderLine(title="Pair", line_total=Decimal(5), parts=(OrderLine(title="Left"), OrderLine(title="Right")))
    note = printed("fr", lines=(pair, OrderLine(title="Last", line_total=Decimal(1))))
    pair_spot, left, right, last = (note.at(text) for text in ("Pair", "Left", "Right", "Last"))
    assert pair_spot.top < left.top < right.top < last.top
    assert left.left == pytest.approx(right.left, abs=0.5)
    assert left.left > pair_spot.left + 2
    assert last.left == pytest.approx(pair_spot.left, abs=0.5)


def test_order_notes_keep_their_lines(printed: Callable[..., PrintedNote]) -> None:
    note = printed("en", notes=("First line\nSecond line",))
    assert note.at("Second line").top > note.at("First line").top


def test_a_long_order_note_goes_on_where_it_must(printed: Callable[..., PrintedNote]) -> None:
    note = printed("en", notes=("word " * 790,))
    assert "overfull" not in {finding.code for finding in note.findings}


# Scripts, drafts, other rooms' promises


@pytest.mark.parametrize(
    "name", ["Ελένη Παπαδοπούλου", "Łukasz Żółć-Gęś", "Žofia Ďurišová", "Đorđe Ćosić", "Jürgen Weiß", "O’Neil’s"]
)
def test_names_of_europe_are_printed_in_the_notes_own_font(printed: Callable[..., PrintedNote], name: str) -> None:
    address = replace(order().delivery or Address(), full_name=name)
    note = printed("fr", delivery=address, billing=address)
    assert not note.findings
    assert name in note.text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_draft_has_its_mark_on_every_page(printed: Callable[..., PrintedNote], locale: str) -> None:
    note = printed(locale, draft=True, lines=many(40))
    assert len(note.pages) > 1
    letters = [re.sub(r"\s", "", page) for page in note.pages]
    assert all(all(letter in page for letter in DRAFT[locale]) for page in letters)
    assert [DRAFT[locale] in page for page in letters] == [True] * len(letters)
    assert sorted(kind for kind, _, _ in note.facts) == ["live_since", "name", "name", "name"]
    assert not note.findings


@pytest.mark.parametrize("locale", LOCALES)
def test_a_note_that_is_none_has_no_mark(printed: Callable[..., PrintedNote], locale: str) -> None:
    assert DRAFT[locale] not in re.sub(r"\s", "", printed(locale).text)


def test_without_billing_dates_carrier_and_amounts_the_page_closes_up(printed: Callable[..., PrintedNote]) -> None:
    note = printed(
        "fr",
        billing=None,
        received_at=None,
        paid_at=None,
        processed_at=None,
        vendor="",
        tracking_number="",
        total=None,
        tax=None,
        postage_cost=None,
        lines=(OrderLine(title="Only this"),),
    )
    assert not note.findings
    assert "€" not in note.text
    assert "None" not in note.text
    assert note.at("Only this").top < 120


def test_the_catalogs_are_in_step_with_the_templates() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "catalogs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
