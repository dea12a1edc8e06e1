"""Files as people give them: what each is, and what to do when it is no export."""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
import zipfile
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import InputError, OutputError
from notes_engine.orders import FORMATS, Order, read_orders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.orders.conftest import MakeCsv, MakeJson, ReadBytes


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), r"\.xls", ".xlsx"),
        (b"%PDF-1.7 ...", "PDF", "CSV"),
        (b"\x1f\x8b\x08" + bytes(20), "gzip", "Unpack"),
        (b"PARE" + bytes(20), "encrypted Parquet", "without encryption"),
        (zipped("orders.csv"), "ZIP archive", "Unpack"),
        (zipped("content.xml"), "OpenDocument", ".xlsx"),
        (b"PK\x03\x04 cut", "damaged", "again"),
        (b"<!DOCTYPE html><html>", "web page", "CSV"),
        (b"Dear customer,\nthank you", "no orders export", "[orders.columns]"),
        (b"\x00\x01\x02\x03" * 100, "no orders export", "CSV"),
        (b"   \n\n", "no orders export", "CSV"),
        (b"", "empty", "again"),
        (b"SKU\nA\n", "no orders export", "columns"),
    ],
)
def test_what_is_no_export_is_named(read: ReadBytes, data: bytes, said: str, hint: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(data)
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("export-0")
    assert hint in (caught.value.hint or "")


def test_no_content_of_a_file_is_in_its_error(read: ReadBytes) -> None:
    with pytest.raises(InputError) as caught:
        read(b"Camille Exemple;12 rue Exemple;75011 Paris\n")
    assert "Camille" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.csv", "bad\0name"])
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be opened") as caught:
        list(read_orders(f"{tmp_path}/{name}"))
    assert caught.value.hint


def test_the_format_may_be_given(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(), format="linnworks-json").order
    with pytest.raises(InputError, match="no orders of Back Market"):
        read(linnworks(), format="backmarket-json")
    for name in ("linnworks-csv", "excel", "parquet"):
        with pytest.raises(InputError):
            read(linnworks(), format=name)


def test_an_unknown_format_is_an_error_at_once() -> None:
    with pytest.raises(InputError, match="no format") as caught:
        read_orders("x", format="word")
    assert all(name in (caught.value.hint or "") for name in FORMATS)


def test_the_formats_have_the_names_of_the_contract() -> None:
    assert set(FORMATS) == {"linnworks-json", "linnworks-csv", "excel", "parquet", "backmarket-json"}


def test_the_name_of_a_file_says_nothing(tmp_path: Path, as_csv: MakeCsv, row: Callable[..., dict[str, str]]) -> None:
    path = tmp_path / "orders.json"
    path.write_bytes(as_csv([row()]))
    (order,) = read_orders(path)
    assert isinstance(order, Order)


def test_standard_input(monkeypatch: pytest.MonkeyPatch, as_csv: MakeCsv, row: Callable[..., dict[str, str]]) -> None:
    class Piped:
        buffer = io.BytesIO(as_csv([row(), row(Order_Id="2")]))

    monkeypatch.setattr(sys, "stdin", Piped())
    orders = list(read_orders("-"))
    assert [str(order.source_place) for order in orders] == ["standard input row 2", "standard input row 3"]


def test_a_pipe(tmp_path: Path, as_csv: MakeCsv, row: Callable[..., dict[str, str]]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = as_csv([row()])
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    (order,) = read_orders(pipe)
    writer.join()
    assert isinstance(order, Order)


def test_the_files_before_an_unreadable_one_are_read(tmp_path: Path, linnworks: MakeJson, read: ReadBytes) -> None:
    read(linnworks())
    found = read_orders(tmp_path / "export-0", tmp_path / "missing")
    assert isinstance(next(found), Order)
    with pytest.raises(InputError):
        next(found)


def test_a_folder_is_no_orders_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder") as caught:
        list(read_orders(tmp_path))
    assert "Name the file in it" in (caught.value.hint or "")


def test_a_temporary_folder_too_small_for_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, _size: int = -1) -> bytes:
            raise OSError(errno.ENOSPC, "No space left on device")

    class Piped:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Piped())
    with pytest.raises(OutputError, match="the temporary folder is full"):
        list(read_orders("-"))
