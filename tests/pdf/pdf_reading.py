"""Reading a PDF back: where its links and bookmarks lead, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path

    import pypdf

LINKED = '<p><a href="#totals">Total</a></p><h2 id="totals" style="break-before: page">{}</h2>'


def link_targets(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    """Return (page of the link, page it leads to) for every internal link, pages from 0."""
    named = reader.named_destinations
    found = []
    for number, page in enumerate(reader.pages):
        for annotation in page.annotations or []:
            place = annotation.get_object().get("/Dest")
            if isinstance(place, str):
                found.append((number, reader.get_destination_page_number(named[place]) or 0))
            elif place is not None:
                found.append((number, next(i for i, p in enumerate(reader.pages) if p == place[0].get_object())))
    return found


def information(path: Path) -> dict[str, str]:
    """Return the document information, and the catalog's language as `/Lang`."""
    with pikepdf.open(path) as pdf:
        said = {name: str(value) for name, value in pdf.docinfo.items()}
        return {**said, "/Lang": str(pdf.Root.Lang)} if "/Lang" in pdf.Root else said


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[str, int]]:
    found = []
    for item in reader.outline:
        assert not isinstance(item, list)
        found.append((str(item.title), reader.get_destination_page_number(item) or 0))
    return found
