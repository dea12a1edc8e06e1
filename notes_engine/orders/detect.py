"""Which export a file is: by its content, never by its name."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO

from notes_engine.errors import InputError
from notes_engine.orders.delimited import find_header, text_encoding
from notes_engine.orders.encoding import Encoding, marked_encoding
from notes_engine.orders.json_orders import json_kind

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings

_EXPORT_INSTEAD = "Export the orders as CSV, Excel (.xlsx), Parquet or JSON."
_OTHERS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel file (.xls), or one with a password",
        "Save it as .xlsx or CSV, without a password.",
    ),
    (b"PARE", "an encrypted Parquet file", "Export it without encryption."),
    (b"%PDF", "a PDF", _EXPORT_INSTEAD),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"{\\rtf", "a text document (RTF)", _EXPORT_INSTEAD),
    (b"\x89PNG", "a picture", _EXPORT_INSTEAD),
    (b"\xff\xd8\xff", "a picture", _EXPORT_INSTEAD),
    (b"SQLite format 3", "a database", _EXPORT_INSTEAD),
)
"""First bytes of files that people give by mistake → (what it is, what to do)."""


def detect_format(stream: BinaryIO, settings: OrderSettings) -> str:
    """Return the name of the stream's format, one of FORMATS; raises InputError that says what it is instead."""
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        return _zipped(stream)
    for magic, what, hint in _OTHERS:
        if head.startswith(magic):
            raise InputError(f"this is {what}, not an orders export", hint=hint)
    marked = marked_encoding(head) or Encoding("utf-8")
    text = head[marked.skip :].decode(marked.name, "replace").lstrip()
    if text[:1] in ("{", "["):
        return json_kind(stream)
    if text[:1] == "<":
        raise InputError("this is a web page or XML, not an orders export", hint=_EXPORT_INSTEAD)
    if find_header(stream, settings, text_encoding(stream, settings)) is not None:
        return "linnworks-csv"
    raise InputError(
        "this is no orders export that is known: its first line holds none of the columns of one",
        hint=f"{_EXPORT_INSTEAD} If you renamed the columns, map them under [orders.columns] in notes.toml.",
    )


def _zipped(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            "this is a damaged Excel file or ZIP archive", hint="Save or download the file again."
        ) from error
    if any(name.startswith("xl/") for name in names):
        return "excel"
    if "content.xml" in names:
        raise InputError("this is an OpenDocument spreadsheet", hint="Save it as .xlsx or CSV.")
    raise InputError("this is a ZIP archive, not an orders export", hint="Unpack it, and give the files inside.")
