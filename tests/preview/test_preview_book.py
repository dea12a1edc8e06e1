"""The order book: what a search finds, what is refused, what is cut off, and files that cannot be read."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.orders import OrderSettings
from notes_engine.orders.packed import unpack_order
from notes_engine.preview import book as book_module
from notes_engine.preview.book import Book, Entry, Refused, read_book, searchable
from tests.preview.small_export import SAMPLES, export, few_orders, sample_orders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def renderer() -> NoteRenderer:
    return NoteRenderer(Workspace.open(SAMPLES / "workspace"), now=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def samples(renderer: NoteRenderer) -> Book:
    return read_book([str(SAMPLES / "orders" / "linnworks.json")], OrderSettings(), renderer)


def references(book: Book, words: str, market: str = "") -> list[str]:
    return [book.entries[number].reference for number in book.find(words, market)]


def named(book: Book, name: str) -> list[str]:
    return [entry.reference for entry in book.entries if isinstance(entry, Entry) and entry.name == name]


def test_without_words_everything_is_found_in_the_order_of_the_file(samples: Book) -> None:
    assert samples.find("") == samples.find("  ") == list(range(len(samples.entries)))
    assert samples.problem is None
    assert not samples.is_cut


@pytest.mark.parametrize("words", ["bm-205810002", "205810002", "Éloïse", "eloise CHATEAU", "ph12-128-blu-p château"])
def test_an_order_is_found_by_reference_name_and_sku_whatever_the_case_and_accents(samples: Book, words: str) -> None:
    (reference,) = references(samples, words)
    assert named(samples, "Éloïse Château-Renaud") == [reference] == ["bm-205810002"]


def test_every_word_must_be_there(samples: Book) -> None:
    assert references(samples, "eloise nobody") == []


def test_orders_are_found_by_market(samples: Book) -> None:
    by_word = references(samples, "de-de")
    by_choice = references(samples, "", "de-de")

    assert by_word == by_choice
    assert len(by_choice) > 1
    assert references(samples, by_choice[0], "fr-fr") == []


def test_an_order_keeps_its_key_in_every_reading_and_is_got_by_it(samples: Book, renderer: NoteRenderer) -> None:
    again = read_book([str(SAMPLES / "orders" / "linnworks.json")], OrderSettings(), renderer)

    assert again.at == samples.at
    entry = samples.get(samples.entries[3].key)
    assert isinstance(entry, Entry)
    assert unpack_order(entry.packed).reference == entry.reference
    assert samples.get("nowhere") is None


def test_a_refused_order_is_in_the_book_with_its_reason(samples: Book) -> None:
    refused = [entry for entry in samples.entries if isinstance(entry, Refused)]

    unpaid = next(entry for entry in refused if "not paid" in entry.reason)
    assert unpaid.hint
    assert references(samples, unpaid.reference) == [unpaid.reference]
    assert references(samples, unpaid.reference, "fr-fr") == [], "its market is not known"


def test_without_a_workspace_the_orders_can_be_looked_at_all_the_same(tmp_path: Path) -> None:
    book = read_book([str(few_orders(tmp_path / "orders.json"))], OrderSettings(), None)

    assert [(entry.market, entry.locale) for entry in book.entries if isinstance(entry, Entry)] == [("", "en")] * 2


def test_a_broken_file_ends_the_book_with_what_was_read_before(tmp_path: Path, renderer: NoteRenderer) -> None:
    good = few_orders(tmp_path / "good.json")
    broken = tmp_path / "broken.json"
    broken.write_text("this is no export")

    book = read_book([str(good), str(broken)], OrderSettings(), renderer)

    assert len(book.entries) == 2
    assert book.problem is not None
    assert "broken.json" in str(book.problem)


def test_a_file_that_breaks_off_shows_its_beginning(tmp_path: Path, renderer: NoteRenderer) -> None:
    whole = json.dumps(sample_orders()[:3])
    cut = tmp_path / "cut.json"
    cut.write_text(whole[:-200])

    book = read_book([str(cut)], OrderSettings(), renderer)

    assert [entry.reference for entry in book.entries[:2]] == [order["ReferenceNum"] for order in _first(2)]


def _first(number: int) -> list[dict[str, Any]]:
    return [{"ReferenceNum": f"{order['GeneralInfo']['SecondaryReference']}"} for order in sample_orders()[:number]]


def test_a_file_that_is_gone_is_told(tmp_path: Path, renderer: NoteRenderer) -> None:
    book = read_book([str(tmp_path / "gone.csv")], OrderSettings(), renderer)

    assert (list(book.entries), book.find("x")) == ([], [])
    assert book.problem is not None


@pytest.mark.parametrize(
    ("error", "what"), [(OSError(28, "No space left on device"), "full"), (ZeroDivisionError("Camille"), "Zero")]
)
def test_what_nobody_foresaw_is_told_without_an_orders_values(
    error: Exception, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> Any:
        raise error

    monkeypatch.setattr(book_module, "read_orders", fails)
    book = read_book(["orders.json"], OrderSettings(), None)

    assert book.problem is not None
    assert what in book.problem.what
    assert "Camille" not in str(book.problem)


def test_a_book_is_cut_where_it_is_full_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = sample_orders()[:4]
    monkeypatch.setattr(book_module, "BOOK_ORDERS", 3)

    cut = read_book([str(export(tmp_path / "four.json", orders))], OrderSettings(), None)
    full = read_book([str(export(tmp_path / "three.json", orders[:3]))], OrderSettings(), None)

    assert (len(cut.entries), cut.is_cut) == (3, True)
    assert (len(full.entries), full.is_cut) == (3, False)


def test_how_many_are_read_is_told(tmp_path: Path) -> None:
    order = sample_orders()[0]
    many = [{**order, "OrderId": f"{number:08d}-0000-0000-0000-000000000000"} for number in range(1001)]
    said: list[int] = []

    read_book([str(export(tmp_path / "many.json", many))], OrderSettings(), None, read=said.append)

    assert said == [500, 1000]


def test_strange_characters_of_an_order_are_not_shown_as_they_are(tmp_path: Path) -> None:
    order = sample_orders()[0]
    order["CustomerInfo"]["Address"]["FullName"] = "Camille\u202eelpmexE"
    book = read_book([str(export(tmp_path / "orders.json", [order]))], OrderSettings(), None)

    (entry,) = book.entries
    shown = entry.name if isinstance(entry, Entry) else entry.reason
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("printed", "typed"),
    [("Inès L’Hôte", "l'hote"), ("Łukasz Źdźbło", "lukasz zdzblo"), ("Bjørn Ærø", "bjorn aero"), ("A‑1", "a-1")],
)
def test_a_name_is_found_with_what_a_keyboard_has(printed: str, typed: str) -> None:
    assert typed in searchable(printed)


@given(st.text(), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_text_is_found_by_itself_without_its_accents_in_either_case(text: str, changed: Any) -> None:
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))

    assert searchable(plain) == searchable(text)
    assert searchable(searchable(text)) == searchable(text)
    if text.isascii():
        assert searchable(changed(text)) == searchable(text)
