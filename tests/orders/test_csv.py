"""CSV files as accounts, spreadsheets and editors leave them."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, ReadBytes

    MakeRow = Callable[..., dict[str, str]]


def test_a_row_is_read_whole(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    order = read(as_csv([row()])).order
    assert (order.order_id, order.num_order_id, order.reference) == ("100001", "100001", "bm-205894893")
    assert (order.total, order.postage_cost, order.currency) == (Decimal("103.99"), Decimal("4.00"), "EUR")
    assert order.delivery is not None
    assert order.delivery.address1 == "Via d’Esempio 1"
    assert order.delivery.post_code == "00100"
    assert order.billing is None
    assert order.lines[0].unit_price == Decimal("49.995")
    assert order.warnings == ()
    assert order.source_place.where == "row 2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":"])
def test_the_five_delimiters(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, delimiter: str) -> None:
    order = read(as_csv([row(Item_title='A 5" phone, black; new | used')], delimiter=delimiter)).order
    assert order.lines[0].title == 'A 5" phone, black; new | used'
    assert order.received_at is not None


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_line_end(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, ends: str) -> None:
    rows = [row(), row(Order_Id="2")]
    assert len(read(as_csv(rows, lineterminator=ends)).orders) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, encoding: str) -> None:
    rows = [row(Item_title="Téléphone – 64 Go")] * 1
    assert read(as_csv(rows, encoding=encoding)).order.lines[0].title == "Téléphone – 64 Go"


def test_the_encoding_is_decided_over_the_whole_file(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(Order_Id=str(number), Shipping_address_1="Via 1", Item_title="x" * 3000) for number in range(400)]
    rows.append(row(Order_Id="last", Shipping_address_1="Via 1", Item_title="Téléphone"))
    data = as_csv(rows, encoding="cp1252")
    assert len(data) > 1 << 20
    assert read(data).orders[-1].lines[0].title == "Téléphone"


def test_damage_in_utf8_costs_its_rows_and_is_no_windows_1252(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(Order_Id=str(number), Item_title=f"Téléphone {number}") for number in range(3)]
    found = read(as_csv(rows).replace("é".encode() + b"phone 1", b"\xe9phone 1"))
    assert [order.lines[0].title for order in found.orders] == ["Téléphone 0", "Téléphone 2"]
    assert found.codes == ["broken-row"]
    assert found.rejects[0].order_id == "1"


def test_bytes_that_windows_1252_does_not_know(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(Shipping_address_1="Stra\N{LATIN SMALL LETTER SHARP S}e 1"), row(Order_Id="2", Item_title="BAD")]
    data = as_csv(rows, encoding="cp1252", lineterminator="\n").replace(b"BAD", b"\x81\x8d")
    found = read(data.replace("’".encode("cp1252"), b"'"))
    assert [order.order_id for order in found.orders] == ["100001"]
    assert found.codes == ["broken-row"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_the_settings_may_name_the_encoding(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, encoding: str) -> None:
    data = as_csv([row(Item_title="Téléphone")], encoding=encoding)
    assert read(data, encoding=encoding).order.lines[0].title == "Téléphone"


def test_the_settings_may_name_another_encoding(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(Shipping_address_1="Ulica 1", Item_title="Łódź")]
    assert read(as_csv(rows, encoding="cp1250"), encoding="cp1250").order.lines[0].title == "Łódź"


class TestEscapes:
    TITLE = 'The 13" "Pro" model'

    def test_doubled(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        assert read(as_csv([row(Item_title=self.TITLE)])).order.lines[0].title == self.TITLE

    def test_backslash(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        data = as_csv([row(Item_title=self.TITLE)], doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)
        assert b'\\"' in data
        assert read(data).order.lines[0].title == self.TITLE
        assert read(data, escape="\\").order.lines[0].title == self.TITLE

    def test_backslash_without_quotes_around_the_cell(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        data = as_csv([row(Item_title=self.TITLE)], doublequote=False, escapechar="\\", quoting=csv.QUOTE_NONE)
        assert read(data).order.lines[0].title == self.TITLE

    def test_a_doubled_quote_after_a_backslash(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        assert read(as_csv([row(Item_title='a \\" b')])).order.lines[0].title == 'a \\" b'

    def test_a_cell_that_ends_in_a_backslash(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        data = as_csv([row(Item_title="C:\\"), row(Order_Id="2")], quoting=csv.QUOTE_ALL)
        assert b'C:\\"' in data
        assert read(data).orders[0].lines[0].title == "C:\\"
        assert read(data, escape='"').orders[0].lines[0].title == "C:\\"


class TestHeaders:
    def test_capitals_spaces_and_underscores_differ(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        for change in (str.upper, str.lower, lambda name: name.replace(" ", "_"), lambda name: f" {name} "):
            assert read(as_csv([{change(name): cell for name, cell in row().items()}])).order.total == Decimal("103.99")

    def test_the_settings_name_renamed_columns(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        renamed = {"My number": "Order Id", "Ref.": "Channel reference"}
        back = {column: header for header, column in renamed.items()}
        data = as_csv([{back.get(name, name): cell for name, cell in row().items()}])
        with pytest.raises(InputError, match="Order Id"):
            read(data)
        assert read(data, columns=renamed).order.reference == "bm-205894893"

    def test_a_renamed_column_wins_over_one_of_the_same_name(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        data = as_csv([{**row(), "Mine": "mine-1"}])
        assert read(data, columns={"Mine": "Channel reference"}).order.reference == "mine-1"

    def test_the_exports_own_name_wins_over_another(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        order = read(as_csv([{"Zip code": "9", **row()}])).order
        assert order.delivery is not None
        assert order.delivery.post_code == "00100"

    def test_a_column_twice_is_one_error(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        with pytest.raises(InputError, match="'sku' stands twice"):
            read(as_csv([{**row(), "sku": "B"}]))

    @pytest.mark.parametrize(
        ("gone", "said"), [(["Quantity"], "column Quantity"), (["SKU", "Item title"], "column SKU")]
    )
    def test_a_column_that_nothing_works_without(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, gone: list[str], said: str
    ) -> None:
        with pytest.raises(InputError, match=said):
            read(as_csv([{name: cell for name, cell in row().items() if name not in gone}]))

    def test_excels_first_line_is_skipped(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        order = read(b"sep=;\r\n" + as_csv([row()], delimiter=";")).order
        assert order.source_place.where == "row 2 (line 3)"

    def test_blank_lines_before_the_header(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        assert read(b"\r\n \r\n" + as_csv([row()])).order.source_place.where == "row 4"

    def test_extended_properties_that_the_settings_declare(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        data = as_csv([{**row(), "gift": "yes"}])
        assert read(data, extended=["Gift"]).order.extended == (("Gift", "yes"),)
        assert read(data).order.extended == ()


class TestRowNumbers:
    def test_are_those_of_a_spreadsheet(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        rows = [row(Item_title="two\nlines"), row(Order_Id="2", Quantity="x")]
        found = read(as_csv(rows))
        assert found.orders[0].lines[0].title == "two\nlines"
        assert found.rejects[0].source_place.where == "row 3 (line 4), column Quantity"

    def test_blank_rows_count(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        data = as_csv([row(), row(Order_Id="2")]).replace(b"\r\n100001", b"\r\n\r\n,,\r\n100001".replace(b",,", b""))
        assert read(data).orders[1].source_place.where == "row 5"


class TestBrokenRows:
    def test_a_short_row_is_refused_and_never_shifted(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        lines = as_csv([row(), row(Order_Id="2"), row(Order_Id="3")]).split(b"\r\n")
        lines[2] = lines[2].rsplit(b",", 2)[0]
        found = read(b"\r\n".join(lines))
        assert [order.order_id for order in found.orders] == ["100001", "3"]
        assert (found.codes, found.rejects[0].order_id) == (["broken-row"], "2")
        assert found.rejects[0].source_place.where == "row 3"
        assert "fewer cells" in found.rejects[0].reason

    def test_a_long_row_refuses_its_order_with_all_its_lines(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        lines = as_csv([row(), row(SKU="CASE"), row(Order_Id="2")]).split(b"\r\n")
        lines[2] += b",surplus"
        found = read(b"\r\n".join(lines))
        assert [order.order_id for order in found.orders] == ["2"]
        assert (found.codes, found.rejects[0].reference) == (["broken-row"], "bm-205894893")
        assert "more cells" in found.rejects[0].reason

    def test_a_row_of_no_order_is_refused_and_its_whole_neighbours_go_on(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        lines = as_csv([row(), row(Order_Id="2")]).split(b"\r\n")
        found = read(b"\r\n".join([*lines[:2], b'what "is" this?', *lines[2:]]))
        assert len(found.orders) == 2
        assert found.codes == ["broken-row"]

    def test_a_piece_of_a_buyers_name_is_no_order_id(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        found = read(as_csv([row()]) + b"Camille,12 rue Exemple\r\n")
        assert found.codes == ["broken-row"]
        assert "Camille" not in str(found.rejects[0])
        assert "rue" not in str(found.rejects[0])

    @pytest.mark.parametrize("total", ["500.00", ""])
    def test_a_neighbour_whose_amounts_miss_something_is_refused(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, total: str
    ) -> None:
        lines = as_csv([row(Order_total=total), row(Order_Id="2", Order_total=total)]).split(b"\r\n")
        found = read(b"\r\n".join([*lines[:2], b'what "is" this?', *lines[2:]]))
        if total:
            assert found.codes == ["broken-row"] * 3
        else:
            assert found.codes == ["broken-row"]
            assert all("may be a line of it" in order.warnings[0] for order in found.orders)

    def test_a_quote_that_is_never_closed(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        rows = [row(), row(Order_Id="2", Item_title="OPEN"), row(Order_Id="3"), row(Order_Id="4")]
        found = read(as_csv(rows).replace(b"OPEN", b'"never closed'))
        assert [order.order_id for order in found.orders] == ["100001", "3", "4"]
        assert [(reject.code, reject.source_place.where) for reject in found.rejects] == [("broken-row", "row 3")]

    def test_a_file_of_broken_quotes_is_given_up(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        bad = b'a,"b\nc"d\n' * 400
        found = read(as_csv([row()]) + bad)
        assert found.codes[-1] == "broken-file"
        assert len(found.orders) == 1

    def test_no_order_id(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        found = read(as_csv([row(), row(Order_Id=" ")]))
        assert len(found.orders) == 1
        assert "no order id" in found.rejects[0].reason


def test_a_megabyte_of_title(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    title = "phone, " * 150_000
    assert read(as_csv([row(Item_title=title)])).order.lines[0].title == title


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"Order_total": "1.234,56"}, "bad-number", "row 2, column Order total"),
        ({"Line_total": "12,5"}, "bad-number", "row 2, column Line total"),
        ({"Quantity": "0"}, "bad-number", "row 2, column Quantity"),
        ({"Quantity": ""}, "bad-number", "row 2, column Quantity"),
        ({"Received_date": "01/03/2026"}, "bad-date", "row 2, column Received date"),
        ({"Currency": ""}, "no-currency", "row 2"),
        ({"Reference_number": "MERGED"}, "merged", "row 2"),
        ({"Shipping_customer_name": "Deleted"}, "anonymised", "row 2"),
        ({"SKU": "", "Item_title": "", "Quantity": ""}, "no-lines", "row 2"),
    ],
)
def test_a_wrong_cell_is_named(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, changes: dict[str, Any], code: str, where: str
) -> None:
    reject = read(as_csv([row(**changes)])).reject
    assert (reject.code, reject.source_place.where) == (code, where)
    assert reject.order_id == "100001"


def test_the_reason_of_a_wrong_date_names_the_column_and_never_the_value(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    assert read(as_csv([row(Received_date="01/03/2026")])).reject.reason == "the date in Received date cannot be read"


def test_a_decimal_comma_beside_another_delimiter(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    data = as_csv([row(Line_total="99,99", Order_total="103,99")], delimiter=";")
    assert read(data).order.total == Decimal("103.99")
    assert read(as_csv([row(Line_total="99,99")])).reject.code == "bad-number"


def test_dates_hang_in_the_settings_zone(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    order = read(as_csv([row()]), time_zone="Europe/Paris").order
    assert order.received_at is not None
    assert order.received_at.isoformat() == "2026-03-01T08:15:02+00:00"


@pytest.mark.parametrize(
    ("paid", "status", "code"),
    [
        ("No", "", "unpaid"),
        ("0", "PAID", "unpaid"),
        ("", "UNPAID", "unpaid"),
        ("yes", "UNPAID", "unpaid"),
        ("True", "PROCESSED", ""),
        ("", "PAID", ""),
        ("", "", ""),
        ("2026-03-01 10:00:00", "", ""),
        ("", "0.0", "unpaid"),
        (" 0", "", "unpaid"),
        ("unpaid", "", "unpaid"),
        ("nein", "1.0", "unpaid"),
        ("non", "", "unpaid"),
        ("oui", "Awaiting_payment", "unpaid"),
        ("", "4", ""),
        ("", "-1", "broken-row"),
        ("", "abc", "broken-row"),
        ("", "-", "broken-row"),
        ("perhaps", "", "broken-row"),
        ("03/04/2026", "", "broken-row"),
    ],
)
def test_paid_in_the_words_of_exports(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, paid: str, status: str, code: str
) -> None:
    found = read(as_csv([{**row(), "Paid": paid, "Status": status}]))
    assert found.codes == ([code] if code else [])
    if paid.startswith("2026"):
        assert found.order.paid_at is not None
    if code == "broken-row":
        assert ("Status" if status else "Paid") in found.reject.reason


@pytest.mark.parametrize("status", ["PENDING", "3", "3.0"])
def test_a_pending_payment_is_a_warning(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, status: str) -> None:
    order = read(as_csv([{**row(), "Status": status}])).order
    assert (order.is_paid, order.warnings) == (True, ("the order's payment is pending",))


HELD = ("Yes", "TRUE", "1", "1.0", "t", "oui", "ja", "sì", "si", "sí", "Held", "On hold", "on_hold")


@pytest.mark.parametrize("column", ["On hold", "Parked"])
@pytest.mark.parametrize("word", HELD)
def test_held_in_the_words_of_exports(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, column: str, word: str) -> None:
    assert read(as_csv([{**row(), column: word}])).codes == ["held"]


@pytest.mark.parametrize("word", ["no", "", " ", "0", "0.0", "False", "nein", "non"])
def test_not_held_in_the_words_of_exports(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, word: str) -> None:
    assert read(as_csv([{**row(), "On hold": word, "Parked": word}])).order


@pytest.mark.parametrize("column", ["On hold", "Parked"])
@pytest.mark.parametrize("word", ["2", "perhaps", "-", "-1", "1.5"])
def test_a_hold_that_is_not_understood_is_never_a_no(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, column: str, word: str
) -> None:
    reject = read(as_csv([{**row(), column: word}])).reject
    assert reject.code == "broken-row"
    assert column in reject.reason


def test_the_processed_export_as_it_comes_has_no_addresses(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    bare = {name: cell for name, cell in row().items() if not name.startswith("Shipping") or "cost" in name}
    data = as_csv([bare, {**bare, "Order Id": "2"}])
    found = read(data)
    assert found.codes == ["no-address-columns"] * 2
    assert found.rejects[0].reason == "the export has no address columns"
    assert "Shipping address 1" in found.rejects[0].hint
    assert all(order.delivery is None for order in read(data, allow_no_address=True).orders)


def test_address_columns_that_are_empty_refuse_the_order(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    empty = {name: "" for name in row() if name.startswith("Shipping ") and "cost" not in name}
    data = as_csv([{**row(), **empty}])
    assert read(data).reject.code == "empty-address"
    assert read(data, allow_no_address=True).reject.code == "empty-address"


def test_notes_of_a_csv_may_be_internal_so_they_are_printed_only_on_demand(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    data = as_csv([{**row(), "Order Notes": "margin is thin"}])
    assert read(data).order.notes == ()
    assert read(data, csv_notes=True).order.notes == ("margin is thin",)


def test_the_billing_address_and_the_customers_columns(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    more = {"Billing name": "Firma", "Billing address 1": "Via 2", "Billing town": "Milano", "Customer company": "ACME"}
    order = read(as_csv([{**row(), **more}])).order
    assert order.billing is not None
    assert order.billing.town == "Milano"
    assert order.delivery is not None
    assert order.delivery.company == "ACME"
