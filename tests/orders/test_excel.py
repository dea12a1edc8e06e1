# ruff: noqa: DTZ001  spreadsheets and data frames hold times without a zone
from __future__ import annotations

import io
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from notes_engine.errors import InputError
from notes_engine.orders import excel
from notes_engine.orders.excel_formulas import _BLOCK, Uncalculated, holds_formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.orders.conftest import ReadBytes

    MakeRow = Callable[..., dict[str, str]]


def workbook(rows: Sequence[Sequence[object]], before: Sequence[Sequence[object]] = ()) -> bytes:
    """Return a workbook; `before` fills a sheet that stands before the one with the orders."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if before:
        for cells in before:
            sheet.append(list(cells))
        sheet = book.create_sheet("orders")
    for cells in rows:
        sheet.append(list(cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(row: dict[str, str], **changes: Any) -> list[list[object]]:
    """Return header and row as a spreadsheet types them: numbers are numbers."""
    typed: dict[str, object] = {
        **row,
        "Order Id": 100001.0,
        "Reference number": 205894893.0,
        "Received date": datetime(2026, 3, 1, 9, 15, 2),
        "Order total": 103.99,
        "Shipping cost": 4,
        "Quantity": 2.0,
        "Line total": 99.99,
        **{name.replace("_", " "): value for name, value in changes.items()},
    }
    return [list(typed), list(typed.values())]


def test_typed_cells_are_what_they_look_like(read: ReadBytes, row: MakeRow) -> None:
    order = read(workbook(sheet_of(row()))).order
    assert (order.order_id, order.reference_num) == ("100001", "205894893")
    assert order.received_at == datetime(2026, 3, 1, 9, 15, 2, tzinfo=UTC)
    assert (order.total, order.postage_cost) == (Decimal("103.99"), Decimal(4))
    assert (order.lines[0].quantity, order.lines[0].line_total) == (2, Decimal("99.99"))
    assert order.source_place.where == "row 2"
    assert order.warnings == ()


def test_dates_hang_in_the_settings_zone(read: ReadBytes, row: MakeRow) -> None:
    rows = sheet_of(row(), Received_date=date(2026, 3, 1))
    order = read(workbook(rows), time_zone="Europe/Paris").order
    assert order.received_at == datetime(2026, 2, 28, 23, 0, tzinfo=UTC)


def test_the_first_sheet_with_known_columns_counts(read: ReadBytes, row: MakeRow) -> None:
    rows = [[], *sheet_of(row())]
    order = read(workbook(rows, before=[["Notes of the week"], ["SKU"]])).order
    assert order.source_place.where == "row 3", "a blank first row is none, and row numbers are Excel's"


def test_a_postcode_that_lost_its_zero_is_a_warning(read: ReadBytes, row: MakeRow) -> None:
    order = read(workbook(sheet_of(row(), Shipping_post_code=100.0))).order
    assert order.delivery is not None
    assert order.delivery.post_code == "100"
    assert "leading zero" in order.warnings[0]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("#N/A", "spreadsheet error"), (1234567890123456789, "15 digits"), (1.5e20, "15 digits")],
)
def test_a_cell_that_the_spreadsheet_spoilt_refuses_the_order(
    read: ReadBytes, row: MakeRow, cell: object, said: str
) -> None:
    reject = read(workbook(sheet_of(row(), Channel_reference=cell))).reject
    assert reject.code == "broken-row"
    assert said in reject.reason


@pytest.mark.parametrize("column", ["Channel_reference", "SKU", "Shipping_address_1", "Tracking_number"])
@pytest.mark.parametrize("cell", [date(2026, 3, 4), datetime(2026, 3, 4), time(3, 4), timedelta(hours=30)])
def test_a_text_that_became_a_date_refuses_its_order(read: ReadBytes, row: MakeRow, column: str, cell: object) -> None:
    reject = read(workbook(sheet_of(row(), **{column: cell}))).reject
    assert (reject.code, reject.order_id) == ("broken-row", "100001")
    assert f"{column.replace('_', ' ')!r} holds a date" in reject.reason


def test_dates_where_they_belong(read: ReadBytes, row: MakeRow) -> None:
    day = date(2026, 3, 4)
    rows = sheet_of(row(), Paid=day, Dispatch_By=day, Delivery_day=day, Colour=day)
    order = read(workbook(rows), extended=["Delivery day"]).order
    assert order.paid_at == order.despatch_by == datetime(2026, 3, 4, tzinfo=UTC)
    assert order.extended[0][1].startswith("2026-03-04")


def test_a_spoilt_cell_far_from_its_order_leaves_no_line_out(read: ReadBytes, row: MakeRow) -> None:
    header, cells = sheet_of(row(), Order_total=None)
    _, other = sheet_of(row(), Order_Id=100002.0)
    _, spoilt = sheet_of(row(SKU="PHONE-B"), Order_total=None, Channel_reference="#N/A")
    found = read(workbook([header, cells, other, spoilt, [100003.0, *other[1:]]]))
    assert [order.order_id for order in found.orders] == ["100002", "100003"]
    assert [(reject.order_id, str(reject.source_place).split()[-1]) for reject in found.rejects] == [("100001", "4")]


def test_cells_beyond_the_header_refuse_the_order_and_missing_ones_are_empty(read: ReadBytes, row: MakeRow) -> None:
    header, cells = sheet_of(row())
    more = read(workbook([header, [*cells, "surplus"], [2, *cells[1:], None]]))
    assert more.codes == ["broken-row"]
    assert [order.order_id for order in more.orders] == ["2"]
    fewer = read(workbook([[*header, "Marker", None], cells])).order
    assert fewer.marker == ""


def two_sheets(first: Sequence[Sequence[object]], second: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for title, rows in (("March", first), ("April", second)):
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(list(cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_orders_on_two_sheets_are_one_error(read: ReadBytes, row: MakeRow) -> None:
    with pytest.raises(InputError, match="several sheets of the workbook hold orders: 'March', 'April'"):
        read(two_sheets(sheet_of(row()), sheet_of(row(), Order_Id=100002.0)))


def test_a_further_sheet_without_orders_is_passed_over(read: ReadBytes, row: MakeRow) -> None:
    header, _ = sheet_of(row())
    seconds: list[list[list[object]]] = [[], [header], [header, [None, ""]], [["SKU", "Quantity"], ["PHONE-A", 2]]]
    for second in seconds:
        assert read(two_sheets(sheet_of(row()), second)).order.order_id == "100001"


def test_no_sheet_is_an_export(read: ReadBytes) -> None:
    with pytest.raises(InputError, match="no sheet"):
        read(workbook([["Something", "else"]]))


def test_a_workbook_that_is_none(read: ReadBytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(InputError, match="damaged"):
        read(out.getvalue())
    with pytest.raises(InputError, match="damaged"):
        read(b"no zip at all", format="excel")


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_a_sheet_that_breaks_gives_its_rows_and_says_so(read: ReadBytes, row: MakeRow) -> None:
    header, cells = sheet_of(row())
    data = workbook([header, cells, [2, *cells[1:]], [3, *cells[1:]]])
    cut = repacked(data, lambda name, part: part.replace(b'<row r="4"', b"<row <<") if "sheet1" in name else part)
    found = read(cut)
    assert found.codes[-1] == "broken-file"
    assert "100001" in [order.order_id for order in found.orders]


def test_an_xml_bomb_is_refused(read: ReadBytes, row: MakeRow) -> None:
    def bomb(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        return declared + part.replace(b"<sheetData>", b"<sheetData><row><c><v>&b;</v></c></row>")

    with pytest.raises(InputError, match="damaged"):
        read(repacked(workbook(sheet_of(row())), bomb))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    read: ReadBytes, row: MakeRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = repacked(workbook(sheet_of(row())), lambda name, part: part + b" " * 2_000_000 if "sheet1" in name else part)
    assert read(data).orders
    monkeypatch.setattr(excel, "SUSPICIOUS", 1_000_000)
    with pytest.raises(InputError, match="unpacks to"):
        read(data)
    monkeypatch.setattr(excel, "SUSPICIOUS", 10**9)
    monkeypatch.setattr(excel, "LARGEST", 1_000_000)
    with pytest.raises(InputError, match="unpacks to"):
        read(data)


def test_more_rows_than_a_sheet_can_have(read: ReadBytes, row: MakeRow, monkeypatch: pytest.MonkeyPatch) -> None:
    header, cells = sheet_of(row())
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    found = read(workbook([header, cells, [2, *cells[1:]]]))
    assert len(found.orders) == 1
    assert found.codes == ["broken-file"]


# Formulas


def test_a_formula_that_was_never_calculated_refuses_its_order(read: ReadBytes, row: MakeRow) -> None:
    header, cells = sheet_of(row(), Line_total="=99.99", Order_Id=100002.0)
    found = read(workbook([header, sheet_of(row())[1], cells]))
    assert [order.order_id for order in found.orders] == ["100001"]
    (reject,) = found.rejects
    assert (reject.code, reject.order_id, reject.source_place.where) == ("broken-row", "100002", "row 3")
    assert "the cell in the column 'Line total' holds a formula that was never calculated" in reject.reason
    assert "open the file in Excel and save it" in reject.reason


def test_a_row_of_nothing_but_such_formulas_is_not_passed_over(read: ReadBytes, row: MakeRow) -> None:
    header, cells = sheet_of(row())
    found = read(workbook([header, cells, [], [f"=Other!{number}" for number, _ in enumerate(header)]]))
    assert len(found.orders) == 1
    assert [reject.source_place.where for reject in found.rejects] == ["row 4"]


@pytest.mark.parametrize("header", ["Margin", "Tracking number"])
def test_only_columns_that_are_read_matter(read: ReadBytes, row: MakeRow, header: str) -> None:
    found = read(workbook(sheet_of(row(), **{header.replace(" ", "_"): "=1+1"})))
    assert bool(found.rejects) is (header == "Tracking number")


def test_an_extended_property_is_read_too(read: ReadBytes, row: MakeRow) -> None:
    data = workbook(sheet_of(row(), Gift="=1+1"))
    assert read(data).order
    assert read(data, extended=("Gift",)).reject.code == "broken-row"


@pytest.mark.parametrize(
    ("cell", "calculated"),
    [
        (b'<c r="B2"><f>1</f><v>7</v></c>', True),
        (b'<c r="B2" t="str"><f>x</f><v></v></c>', True),
        (b'<c r="B2" t="str"><f>x</f></c>', False),
        (b'<c r="B2"><f>1</f><v/></c>', False),
        (b'<c r="B2"><f>1</f></c>', False),
        (b'<c r="B2"><f t="shared" si="0"/></c>', False),
        (b"<c><v>1</v></c><c><f>1</f></c>", False),
        (b'<x/><c r="B2"><v/></c>', True),
    ],
)
@pytest.mark.parametrize("place", [b' r="2"', b""])
def test_what_a_calculated_cell_looks_like(cell: bytes, calculated: bool, place: bytes) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row/><row%s>%s</row>'
    )
    data = sheet % (place, cell) + b"</sheetData></worksheet>"
    with closing(Uncalculated(lambda: io.BytesIO(data))) as formulas:
        assert formulas.of(1) == frozenset()
        assert formulas.of(2) == (frozenset() if calculated else {1})
        assert formulas.of(3) == frozenset()


def test_a_formula_is_found_wherever_the_file_is_cut() -> None:
    for before in range(_BLOCK - 5, _BLOCK + 1):
        assert holds_formulas(io.BytesIO(b" " * before + b"<x:f t='shared'/>"))
    assert not holds_formulas(io.BytesIO(b"<font/><c><v>1</v></c>"))
