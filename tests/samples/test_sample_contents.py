"""The samples show everything they promise, and nobody in them exists."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

MAIN = (
    "orders/linnworks.json",
    "orders/linnworks-processed.csv",
    "orders/linnworks-open.csv",
    "orders/linnworks.xlsx",
    "orders/linnworks.parquet",
    "orders/backmarket.json",
)
LOCALE_MARKETS = {
    "fr": ("fr-fr", "fr-be"),
    "de": ("de-de", "de-at"),
    "it": ("it-it",),
    "es": ("es-es",),
    "en": ("en-gb", "en-ie"),
}


@pytest.fixture(scope="module")
def linnworks(samples: Path, expected: dict[str, Any]) -> list[dict[str, Any]]:
    """The printable orders of the Linnworks JSON."""
    found = json.loads((samples / "orders/linnworks.json").read_text("utf-8"))
    printable = set(expected["files"]["orders/linnworks.json"]["printable"].values())
    return [order for order in found if isinstance(order, dict) and order["OrderId"] in printable]


@pytest.fixture(scope="module")
def backmarket(samples: Path, expected: dict[str, Any]) -> list[dict[str, Any]]:
    page = json.loads((samples / "orders/backmarket.json").read_text("utf-8"))
    assert page["count"] == len(page["results"])
    printable = set(expected["files"]["orders/backmarket.json"]["printable"].values())
    return [order for order in page["results"] if isinstance(order, dict) and str(order["order_id"]) in printable]


@pytest.fixture(scope="module")
def texts(linnworks: list[dict[str, Any]]) -> list[str]:
    """Every text of every Linnworks order."""

    def walk(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for part in value.values() for text in walk(part)]
        if isinstance(value, list):
            return [text for part in value for text in walk(part)]
        return [value] if isinstance(value, str) else []

    return walk(linnworks)


@pytest.mark.parametrize("name", MAIN)
def test_each_format_holds_at_least_sixty_printable_orders_and_refused_ones(
    expected: dict[str, Any], name: str
) -> None:
    file = expected["files"][name]
    assert len(file["printable"]) >= 60
    assert len({reject["code"] for reject in file["rejects"]}) >= 9


def test_the_same_orders_are_printable_in_every_format(expected: dict[str, Any]) -> None:
    references = [list(expected["files"][name]["printable"]) for name in MAIN]
    assert all(found == references[0] for found in references)


@pytest.mark.parametrize("locale", LOCALE_MARKETS)
def test_the_markets_of_each_locale_have_orders(backmarket: list[dict[str, Any]], locale: str) -> None:
    count = Counter(order["country_code"] for order in backmarket)
    assert all(count[market] >= 2 for market in LOCALE_MARKETS[locale])


def test_orders_go_to_many_countries_and_currencies(backmarket: list[dict[str, Any]]) -> None:
    countries = {order["shipping_address"]["country"] for order in backmarket}
    assert {"FR", "DE", "IT", "ES", "GB", "IE", "BE", "AT", "GR", "PL", "CH", "RE", "US", "JP"} <= countries
    assert {"EUR", "GBP", "SEK", "USD", "JPY"} <= {order["currency"] for order in backmarket}


def test_an_order_of_the_italian_market_ships_to_france(backmarket: list[dict[str, Any]]) -> None:
    assert any(
        order["country_code"] == "it-it" and order["shipping_address"]["country"] == "FR" for order in backmarket
    )


def test_orders_have_from_one_to_forty_lines(linnworks: list[dict[str, Any]]) -> None:
    counts = {len(order["Items"]) for order in linnworks}
    assert (min(counts), max(counts)) == (1, 40)
    assert len(counts) >= 8


def test_lines_are_of_every_kind(linnworks: list[dict[str, Any]]) -> None:
    lines = [line for order in linnworks for line in order["Items"]]
    assert sum(bool(line["CompositeSubItems"]) for line in lines) >= 3
    assert sum(line["CostIncTax"] == 0 for line in lines) >= 3
    assert any(line["SKU"] is None for line in lines)
    assert any(line["Discount"] for line in lines)
    assert any(line["CostIncTax"] * 100 % line["Quantity"] for line in lines if line["Quantity"] > 1)
    assert max(len(line["Title"]) for line in lines) == 300
    conditions = {info["Value"] for line in lines for info in line["AdditionalInfo"] if info["Property"] == "Condition"}
    assert conditions == {"9", "10", "11", "12"}


def test_orders_are_in_every_state_of_despatch(linnworks: list[dict[str, Any]]) -> None:
    assert any(order["GeneralInfo"]["PartShipped"] for order in linnworks)
    no_date = "0001-01-01T00:00:00Z"
    states = {
        (order["Processed"], order["GeneralInfo"]["DespatchByDate"] != no_date, order["PaidDateTime"] != no_date)
        for order in linnworks
    }
    assert {(True, True, True), (False, True, True), (False, False, False)} <= states


def test_one_line_of_a_back_market_order_is_cancelled_and_the_others_are_not(
    backmarket: list[dict[str, Any]],
) -> None:
    assert any(4 in {line["state"] for line in order["orderlines"]} for order in backmarket)


def test_internal_notes_and_notes_for_the_buyer_are_there(linnworks: list[dict[str, Any]]) -> None:
    notes = [note for order in linnworks for note in order["Notes"]]
    assert sum(note["Internal"] for note in notes) >= 2
    assert sum(not note["Internal"] for note in notes) >= 4


@pytest.mark.parametrize("script", ["GREEK", "HEBREW", "ARABIC", "LATIN SMALL LETTER L WITH STROKE"])
def test_names_are_in_many_scripts(linnworks: list[dict[str, Any]], script: str) -> None:
    names = "".join(
        order["CustomerInfo"]["Address"]["FullName"] + order["CustomerInfo"]["Address"]["Address1"]
        for order in linnworks
    )
    assert any(script in unicodedata.name(char, "") for char in names)


@pytest.mark.parametrize(
    "wanted",
    ["’", "O'", "ß", "ő", "ñ", "º", "ª", "·", "\u0301", "\u202c", "🌸", "<b>", "{{ 7*7 }}", "EVAL{BEGIN}1+1{END}"],
)
def test_the_odd_texts_are_there(texts: list[str], wanted: str) -> None:
    assert any(wanted in text for text in texts)


def test_a_text_that_begins_like_a_formula_is_a_text_in_the_workbook(texts: list[str]) -> None:
    assert "=1+1" in texts


def test_the_other_prefix_and_no_prefix_have_files_of_their_own(expected: dict[str, Any]) -> None:
    other = expected["files"]["orders/prefix-bmfr.json"]["printable"]
    none = expected["files"]["orders/no-prefix.json"]["printable"]
    assert len(other) >= 5
    assert all(reference.startswith("bmFR") for reference in other)
    assert len(none) >= 5
    assert all(reference.isdigit() for reference in none)
    assert all(reference.startswith("bm-") for name in MAIN for reference in expected["files"][name]["printable"])


def test_all_mail_and_web_addresses_are_invented(samples: Path) -> None:
    for path in samples.rglob("*"):
        if path.suffix not in (".json", ".csv", ".toml"):
            continue
        content = path.read_text("utf-8-sig")
        assert all(domain == "example.invalid" for domain in re.findall(r"[\w.+-]+@([\w.-]+\w)", content))
        assert all(host.endswith("example.invalid") for host in re.findall(r"https?://([\w.-]+)", content))


def test_all_telephone_numbers_are_obviously_none(linnworks: list[dict[str, Any]]) -> None:
    for order in linnworks:
        phone = order["CustomerInfo"]["Address"]["PhoneNumber"]
        assert phone in ("", "Deleted") or phone.count("0") >= 7, phone


def test_all_imeis_are_of_the_test_range_and_have_their_check_digit(samples: Path) -> None:
    imeis = [imei for imei in pq.read_table(samples / "orders/linnworks.parquet")["imei"].to_pylist() if imei]
    assert len(imeis) >= 20
    for imei in imeis:
        assert re.fullmatch(r"00\d{13}", imei)
        digits = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(imei)]
        assert sum(digit // 10 + digit % 10 for digit in digits) % 10 == 0


def test_all_dates_are_in_2026(linnworks: list[dict[str, Any]]) -> None:
    years = {order["GeneralInfo"]["ReceivedDate"][:4] for order in linnworks}
    assert years == {"2026"}
