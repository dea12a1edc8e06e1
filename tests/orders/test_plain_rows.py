"""The quick reading of plain rows makes what the careful one makes, and leaves everything else to it."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import InputError
from notes_engine.orders import Order, OrderLine, OrderSettings, Reject, delimited, read_orders
from notes_engine.orders.assemble import Assembler
from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS
from notes_engine.orders.dialect import Dialect
from notes_engine.orders.encoding import Encoding, decoded_blocks, decoded_lines, find_encoding
from notes_engine.orders.outline import Outline
from notes_engine.orders.plain_rows import PlainRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv

    MakeRow = Callable[..., dict[str, str]]

SAMPLES = Path(__file__).parents[2] / "samples" / "orders"
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
CELLS = st.sampled_from(["", " ", "0", "1", "2", "-1", "1.50", "12,5", "yes", "no", "perhaps", "2026-03-01"])
COLUMNS = (
    *("Order Id", "nOrderId", "Reference number", "Channel reference", "Received date", "Processed date", "Paid date"),
    *("Shipping cost", "Order total", "Currency", "Paid", "Status", "On hold", "Parked", "Folder", "Order Notes"),
    *("Shipping address 1", "Shipping town", "Shipping post code", "Shipping country", "Billing address 1", "Gift"),
    *("SKU", "Item title", "Original title", "Quantity", "Shipped quantity", "Line total", "Grade", "Is service"),
    *("Composite parent SKU", "Tax rate", "nStatus"),
)


def everything(
    path: Path, settings: OrderSettings, *, quick: bool = True, block: int = 1 << 16
) -> list[Order | Reject] | str:
    """Return all that is read, so many bytes at a time, or the error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notes_engine.orders.encoding._BLOCK", block)
        if not quick:
            patch.setattr(PlainRows, "order", lambda *_: None)
            patch.setattr(delimited, "_whole_rows", lambda *_: None)
            patch.setattr(Outline, "ids", lambda *_: None)
        try:
            return list(read_orders(path, settings=settings))
        except InputError as error:
            return str(error)


@pytest.mark.parametrize("name", ["linnworks-processed.csv", "linnworks-open.csv", "linnworks.xlsx"])
def test_the_samples_are_read_alike_and_nearly_all_quickly(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Order | None] = []
    order = PlainRows.order

    def noted(*given: Any) -> Order | None:
        made.append(order(*given))
        return made[-1]

    monkeypatch.setattr(PlainRows, "order", noted)
    quick = everything(SAMPLES / name, OrderSettings())
    monkeypatch.undo()

    assert repr(quick) == repr(everything(SAMPLES / name, OrderSettings(), quick=False))
    assert len(made) > 60
    assert made.count(None) <= 8, "only refused orders are left to the careful reading"


def test_every_column_is_read_into_its_own_field(
    tmp_path: Path, as_csv: MakeCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {**ORDER_COLUMNS, **LINE_COLUMNS}
    kinds = {field.name: field.type for kind in (OrderLine, Order) for field in fields(kind)}
    cells = {}
    for number, (name, headers) in enumerate(columns.items(), start=1):
        day = f"20{number:02}-03-01 10:{number % 60:02}:00"
        kind = kinds.get("tax" if name == "line_tax" else name, "str")
        cells[headers[0]] = {"Decimal | None": f"{number}.50", "datetime | None": day}.get(str(kind), f"text {number}")
    cells |= {"Quantity": "3", "Currency": "EUR", "Paid": "2026-04-01", "Status": "PAID", "On hold": "yes"}
    cells |= {"Parked": "yes", "Shipped quantity": "0", "Grade": "11", "Is service": "yes"}
    path = tmp_path / "orders.csv"
    path.write_bytes(as_csv([cells]))
    chosen = OrderSettings(csv_notes=True, allow=frozenset({"held"}))
    careful = everything(path, chosen, quick=False)
    monkeypatch.setattr(Assembler, "_carefully", None)  # it is not asked

    quick = everything(path, chosen)

    assert repr(quick) == repr(careful)
    assert isinstance(quick[0], Order)


@settings(max_examples=120, deadline=None, suppress_health_check=FIXTURES)
@given(data=st.data())
def test_anything_in_any_cell_is_read_alike(tmp_path: Path, row: MakeRow, as_csv: MakeCsv, data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=3, max_size=20, unique=True))
    base = {**dict.fromkeys(columns, ""), **row()}
    rows: list[dict[str, str]] = []
    for number in data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=5)):
        odd = data.draw(st.dictionaries(st.sampled_from(columns), CELLS | st.text(max_size=3), max_size=2))
        rows.append({**base, "Order Id": str(number), "SKU": f"SKU-{len(rows)}", **odd})
    path = tmp_path / "orders.csv"
    path.write_bytes(as_csv(rows))
    chosen = OrderSettings(
        extended=("Gift",), csv_notes=True, time_zone="Europe/Paris", allow=frozenset({"unpaid", "held"})
    )

    for block in (1 << 16, 100):
        assert repr(everything(path, chosen, block=block)) == repr(everything(path, chosen, quick=False))


@settings(max_examples=120, deadline=None, suppress_health_check=FIXTURES)
@given(data=st.data())
def test_broken_rows_are_found_alike(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((SAMPLES / "linnworks-processed.csv").read_bytes()[:6000])
    tokens = (b'"', b"\\", b",", b"\n", b"\r", b"\r\n", b"\n\n", b'""', b'\\"', b"\xff", b"#N/A", b"1E+14", b"\x00")
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(900, len(content)))
        content[at : at + data.draw(st.integers(0, 20))] = data.draw(st.sampled_from(tokens))
    path = tmp_path / "orders.csv"
    path.write_bytes(content)

    for block in (1 << 16, 1500):
        found = everything(path, OrderSettings(), block=block)
        assert repr(found) == repr(everything(path, OrderSettings(), quick=False))


def test_rows_count_their_lines_whether_read_at_once_or_not(tmp_path: Path, row: MakeRow, as_csv: MakeCsv) -> None:
    rows = [row(Order_Id=str(number), Item_title="two\nlines" if number % 3 else "one") for number in range(1, 400)]
    rows[150]["Quantity"] = "none"
    path = tmp_path / "orders.csv"
    path.write_bytes(as_csv(rows))

    (reject,) = [item for item in read_orders(path) if isinstance(item, Reject)]

    assert reject.source_place.where == "row 152 (line 252), column Quantity"


CSV_PIECES = st.lists(
    st.sampled_from(["1", "22", " 3 ", ",", ",", ",", "\n", "\n", "\r\n", '"', '""', "\\", '\\"', "é", "\x0b"]),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(CSV_PIECES, st.booleans(), st.integers(0, 2))
def test_the_ids_of_an_outline_are_those_of_whole_good_rows(pieces: list[str], backslash: bool, index: int) -> None:
    block = list(io.StringIO("".join(pieces), newline=""))
    dialect = Dialect(",", backslash=backslash)
    ids = Outline(dialect, index, 3).ids(block)
    try:
        rows = list(dialect.reader(iter(block)))
    except csv.Error:
        assert ids is None
        return

    if all(len(row) == 3 and row[index].strip() for row in rows):
        assert ids == [row[index].strip() for row in rows]
    else:
        assert ids is None


def test_the_first_pass_reads_the_ids_alone_but_for_the_first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    outlined: list[int] = []
    ids = Outline.ids

    def noted(outline: Outline, block: list[str]) -> list[str] | None:
        found = ids(outline, block)
        outlined.append(len(found or ()))
        return found

    monkeypatch.setattr(Outline, "ids", noted)
    path = SAMPLES / "linnworks-processed.csv"

    assert repr(everything(path, OrderSettings(), block=4000)) == repr(everything(path, OrderSettings(), quick=False))
    assert sum(outlined) > 60


LINES = st.lists(st.sampled_from(["a", "é", "€", "\n", "\r", "\r\n", "\n\r", "\x0b", "\u2028", "cccccc"]), max_size=30)


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(1, 7), st.integers(1, 9), st.sampled_from(["utf-8", "utf-16-le", "cp1252"]))
def test_blocks_hold_the_lines_that_are_read_one_by_one(pieces: list[str], block: int, longest: int, name: str) -> None:
    stream = io.BytesIO("".join(pieces).encode(name, "replace"))
    one_by_one = list(decoded_lines(stream, Encoding(name), longest))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notes_engine.orders.encoding._BLOCK", block)
        blocks = list(decoded_blocks(stream, Encoding(name), longest))

    assert list(chain.from_iterable(blocks)) == one_by_one


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([b"a" * 9, "é".encode(), b"\xe9", b"\xc3", "😀".encode(), b"\n"]), max_size=12))
def test_whatever_the_length_of_a_block_utf8_is_found(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notes_engine.orders.encoding._BLOCK", 3)
        found = find_encoding(io.BytesIO(content)).name
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        assert found in ("utf-8", "cp1252")
    else:
        assert found == "utf-8" or b"\n" not in content
