"""Columns that are missing or renamed: never a note that silently lacks what stood in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import InputError
from notes_engine.orders import OrderSettings, read_orders
from notes_engine.orders.columns import locate
from notes_engine.orders.lacking import lacking
from notes_engine.orders.near_columns import PERHAPS, SURE, likeness, near_header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.orders.conftest import MakeCsv, Read, ReadBytes

    MakeRow = Callable[..., dict[str, str]]


def renamed(row: dict[str, str], **headers: str) -> dict[str, str]:
    """Return the row under other headers, in the same order: `Shipping_town="Ort"`."""
    return {headers.get(header.replace(" ", "_"), header): cell for header, cell in row.items()}


def remark_codes(found: Read) -> list[str]:
    return [remark.code for order in found.orders for remark in order.export_remarks]


# The address


@pytest.mark.parametrize(
    ("header", "other"),
    [
        ("Shipping town", "Town of shipping"),
        ("Shipping customer name", "Ship-to name"),
        ("Shipping address 1", "Shipping adress 1"),
        ("Shipping post code", "Shipping postkode"),
        ("Shipping country", "Country of delivery"),
    ],
)
def test_a_renamed_address_column_refuses_and_is_named(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, header: str, other: str
) -> None:
    data = as_csv([renamed(row(), **{header.replace(" ", "_"): other})])
    reject = read(data).reject
    assert (reject.code, reject.reason) == (
        "missing-column",
        f"the export has address columns, but no column {header!r}",
    )
    assert f'write under [orders.columns] in notes.toml: "{other}" = "{header}"' in reject.hint
    assert read(data, columns={other: header}).order.export_remarks == ()


def test_two_missing_columns_are_named_together(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    reject = read(as_csv([renamed(row(), Shipping_town="Ort", Shipping_country="Land")])).reject
    assert reject.reason == "the export has address columns, but no columns 'Shipping town', 'Shipping country'"
    assert reject.hint.endswith("Columns we do not know: 'Ort', 'Land'.")


@pytest.mark.parametrize(
    ("missing", "instead"),
    [("Shipping customer name", "Shipping company"), ("Shipping country", "Shipping country code")],
)
def test_what_says_the_same_is_enough(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, missing: str, instead: str
) -> None:
    cells = {**row(), instead: "IT"}
    del cells[missing]
    assert read(as_csv([cells])).order


def test_an_empty_column_is_enough_where_a_country_has_no_postcodes(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    assert read(as_csv([row(Shipping_post_code="")])).order


def test_an_address_without_any_known_name_is_none_and_the_hint_says_what_is_there(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    bare = {name: cell for name, cell in row().items() if not name.startswith("Shipping") or "cost" in name}
    reject = read(as_csv([{**bare, "Empfänger": "Ada", "Straße": "Via 1", "Ort": "Roma"}])).reject
    assert reject.code == "no-address-columns"
    assert "Columns we do not know: 'Empfänger', 'Straße', 'Ort'." in reject.hint
    assert "[orders.columns]" in reject.hint


def test_no_address_by_permission_stays_permitted_but_a_street_asks_for_the_rest(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    no_street = as_csv([row(Shipping_address_1=None)])
    assert read(no_street, allow_no_address=True).order.delivery
    assert read(no_street).reject.code == "missing-column"
    no_town = as_csv([row(Shipping_town=None)])
    assert read(no_town, allow_no_address=True).reject.code == "missing-column"


def test_the_processed_exports_own_columns_are_no_part_of_an_address(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    bare = {name: cell for name, cell in row().items() if not name.startswith("Shipping") or "cost" in name}
    own = {"Shipping country": "Italy", "Shipping country code": "IT", "Billing town": "Roma"}
    data = as_csv([{**bare, **own}])
    assert read(data).reject.code == "no-address-columns"
    assert read(data, allow_no_address=True).order.export_remarks == ()


def test_half_a_billing_address_is_a_warning(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    billing = {"Billing name": "Ada", "Billing address 1": "Via 1", "Billing city name": "Roma"}
    (remark,) = read(as_csv([{**row(), **billing}])).order.export_remarks
    assert remark.code == "incomplete-billing"
    assert "no columns 'Billing town', 'Billing post code', 'Billing country'" in remark.what
    assert '"Billing city name" = "Billing town"' in remark.hint


# Paid, on hold


PAYMENT = "the export does not say which orders are paid: it has no columns 'Paid', 'Status'"
HOLD = "the export does not say which orders are on hold: it has no column 'On hold'"


@pytest.mark.parametrize(
    ("missing", "what"), [(("Paid", "On hold"), [PAYMENT, HOLD]), (("Paid",), [PAYMENT]), (("On hold",), [HOLD])]
)
def test_an_export_that_does_not_say_what_is_paid_or_held(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, missing: tuple[str, ...], what: list[str]
) -> None:
    data = as_csv([{name: cell for name, cell in row().items() if name not in missing}])
    found = read(data)
    assert [remark.what for remark in found.order.export_remarks] == what
    assert set(remark_codes(found)) == {"no-status-column"}


def test_a_renamed_status_is_proposed(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    (remark,) = read(as_csv([renamed(row(), Paid="Payment status")])).order.export_remarks
    assert '"Payment status" = "Status"' in remark.hint


def test_what_the_settings_allow_needs_no_column(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    data = as_csv([row(Paid=None, On_hold=None)])
    assert read(data, allow=["unpaid", "held"]).order.export_remarks == ()
    (remark,) = read(data, allow=["unpaid"]).order.export_remarks
    assert "on hold" in remark.what
    assert 'put "held" into allow' in remark.hint


def test_a_day_of_payment_and_a_processed_order_say_enough(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    processed = {**row(Paid=None, On_hold=None), "Processed date": "2026-03-02 10:00:00"}
    assert [remark.what for remark in read(as_csv([processed])).order.export_remarks] == [PAYMENT]
    assert read(as_csv([{**processed, "Paid date": "2026-03-01 10:00:00"}])).order.export_remarks == ()


# Amounts, currency, reference, titles


@pytest.mark.parametrize(
    ("header", "other"),
    [("Line total", "Total of line"), ("Order total", "Total of the order"), ("Line total", "Wert")],
)
def test_amounts_without_the_one_that_is_printed(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, header: str, other: str
) -> None:
    (remark,) = read(as_csv([renamed(row(), **{header.replace(" ", "_"): other})])).order.export_remarks
    assert remark.code == "no-amount-columns"
    assert remark.what == f"the export has amounts, but no column {header!r}: notes are printed without it"
    assert repr(other) in remark.hint or f'"{other}"' in remark.hint


def test_an_export_without_any_amounts_is_meant_so(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    data = as_csv([row(Line_total=None, Order_total=None, Shipping_cost=None, Currency=None)])
    assert read(data).order.export_remarks == ()


def test_amounts_in_a_renamed_currency(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    reject = read(as_csv([renamed(row(), Currency="Order currency code")])).reject
    assert (reject.code, reject.reason) == (
        "missing-column",
        "the export has no column 'Currency': its amounts are in no currency",
    )
    assert '"Order currency code" = "Currency"' in reject.hint


def test_no_column_with_a_reference(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    cells = renamed({**row(), "Order Id": "a-1"}, Channel_reference="Channel ref", Reference_number="Mine")
    reject = read(as_csv([cells])).reject
    assert (reject.code, reject.reason) == (
        "missing-column",
        "the export has no column 'Channel reference': the order has no reference",
    )
    assert '"Channel ref" = "Channel reference"' in reject.hint


def test_items_without_titles(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    found = read(as_csv([renamed(row(), Item_title="Bezeichnung")]))
    assert remark_codes(found) == ["no-title-column"]
    assert read(as_csv([renamed(row(), Item_title="Original title")])).order.export_remarks == ()


# Columns that need not be there, but are under another name


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("Tracking no", "Tracking number"),
        ("Shipping adress 2", "Shipping address 2"),
        ("IMEI number", "IMEI"),
        ("Date received", "Received date"),
    ],
)
def test_a_column_of_a_name_like_one_that_is_missing_is_a_warning(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, other: str, own: str
) -> None:
    cells = {name: cell for name, cell in row().items() if name != own}
    data = as_csv([{**cells, other: ""}])
    (remark,) = read(data).order.export_remarks
    assert remark.code == "unknown-column"
    assert remark.what == f"the export has no column {own!r}, but a column {other!r} that we do not know"
    assert f'"{other}" = "{own}"' in remark.hint
    assert read(data, columns={other: own}).order.export_remarks == ()
    assert read(data, columns={other: ""}).order.export_remarks == (), "passed over"


@pytest.mark.parametrize("other", ["Warehouse", "Gift", "Colour", "Shipping address 4", "Margin"])
def test_any_other_column_is_none_of_our_business(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, other: str) -> None:
    assert read(as_csv([{**row(), other: "x"}])).order.export_remarks == ()


def test_a_known_column_is_not_taken_for_the_missing_one(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    assert "Shipping cost" not in read(as_csv([{**row(Shipping_town=None)}])).reject.hint


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Shipping address 3", "Shipping address 2"),
        ("Billing town", "Shipping town"),
        ("Shipping", "Shipping town"),
        ("", "Shipping town"),
        ("Ort", "Shipping town"),
    ],
)
def test_headers_that_are_nothing_alike(header: str, column: str) -> None:
    assert likeness(header, column) < PERHAPS


def test_a_town_without_a_word_for_whose_it_is_may_be_named_but_not_warned_about() -> None:
    assert PERHAPS <= likeness("Town", "Shipping town") < SURE


def test_hostile_headers_are_never_proposed() -> None:
    assert near_header("delivery.town", ["Town of\x1b shipping", "Town of shipping" + " " * 99], PERHAPS) is None


def test_thousands_of_unknown_columns_are_named_in_part() -> None:
    columns, _ = locate(["Order Id", *(f"x{number}" for number in range(5000))], {})
    hint = lacking(columns, OrderSettings()).no_address_hint
    assert "'x5' and 4994 more" in hint
    assert len(hint) < 600


# The whole file


@pytest.mark.parametrize(("header", "other"), [("Order Id", "Order ID no."), ("Quantity", "Qty of item")])
def test_a_column_that_nothing_can_be_read_without_is_proposed_too(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, header: str, other: str
) -> None:
    with pytest.raises(InputError) as raised:
        read(as_csv([renamed(row(), **{header.replace(" ", "_"): other})]))
    assert f'"{other}" = "{header}"' in (raised.value.hint or "")


def test_unknown_columns_are_told_file_by_file(tmp_path: Path, as_csv: MakeCsv, row: MakeRow) -> None:
    told: list[tuple[str, tuple[str, ...]]] = []
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_bytes(as_csv([{**row(), "Margin": "1", "Gift": "", "Colour": "", "": ""}]))
    paths[1].write_bytes(as_csv([row()]))
    settings = OrderSettings(extended=("Gift",), columns={"Colour": ""})
    list(read_orders(*paths, settings=settings, unknown_columns=lambda *found: told.append(found)))
    assert told == [(str(paths[0]), ("Margin",)), (str(paths[1]), ())]
