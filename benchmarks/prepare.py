"""What the other programs are given: the notes' HTML as our renderer makes it, the texts in it, styles and fonts.

    python benchmarks/prepare.py ORDERS COUNT FOLDER

writes `notes.jsonl` (a note a line: its HTML and its texts, ready for use), and `face/` and `installed/` (the
stylesheet and the logo, with the fonts named in the stylesheet or installed for fontconfig). COUNT 0 writes nothing and
prints as JSON how long reading the orders and rendering them to HTML takes, with nothing else.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinyhtml5

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from notes_engine import NoteRenderer, Order, Workspace, read_orders
from notes_engine.pdf.fonts import font_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from notes_engine.notes import RenderedNote

WORKSPACE = Path(__file__).resolve().parent.parent / "samples" / "workspace"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
FAMILY = "Source Sans Pro"
"""What the fonts call themselves."""
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""


def measured(orders: Path) -> dict[str, float]:
    """Return how many orders the file has, and the seconds from it to their HTML, without keeping any."""
    start = time.perf_counter()
    workspace = Workspace.find(WORKSPACE)
    renderer = NoteRenderer(workspace, now=NOW)
    renderer.preflight()
    count = sum(1 for order in _orders(orders, workspace) if renderer.render(order).html)
    return {"notes": count, "seconds": time.perf_counter() - start}


def write(orders: Path, count: int, folder: Path) -> None:
    """Write the first `count` notes of the file, and what they need, into the folder."""
    workspace = Workspace.find(WORKSPACE)
    renderer = NoteRenderer(workspace, now=NOW)
    with (folder / "notes.jsonl").open("w", encoding="utf-8") as out:
        for order in islice(_orders(orders, workspace), count):
            note = renderer.render(order)
            given = {"html": note.html, "language": note.language, "texts": texts(note)}
            out.write(json.dumps(given, ensure_ascii=False) + "\n")
    _write_assets(workspace, folder.resolve())


def _orders(file: Path, workspace: Workspace) -> Any:  # noqa: ANN401  # orders; a reject would fail below
    for item in read_orders(file, settings=workspace.orders):
        if not isinstance(item, Order):
            raise TypeError(f"{file}: {item.code}")
        yield item


def _write_assets(workspace: Workspace, folder: Path) -> None:
    sheet = next(file for root in workspace.asset_roots if (file := root / "note.css").is_file())
    css = sheet.read_text("utf-8")
    faces = [line for line in css.splitlines() if line.startswith("@font-face")]
    rest = "\n".join(line for line in css.splitlines() if not line.startswith("@font-face"))
    if len(faces) != len(FONTS):
        raise ValueError("note.css names other fonts than this knows")
    for name, content in (
        ("face", css.replace("notes-font:", "")),
        ("installed", rest.replace('"Notes Sans"', f'"{FAMILY}"')),
    ):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "note.css").write_text(content, "utf-8")
        shutil.copy(WORKSPACE / "logo.svg", folder / name)
    (folder / "fonts").mkdir(exist_ok=True)
    for font in FONTS:
        for place in ("face", "fonts"):
            shutil.copy(font_folder() / font, folder / place)
    (folder / "fonts.conf").write_text(_FONTCONFIG.format(folder), "utf-8")


def texts(note: RenderedNote) -> dict[str, Any]:
    """Return every text of the note by where it stands, as it is printed."""
    page: Element = tinyhtml5.parse(note.html, namespace_html_elements=False)
    seller = _one(page, "div", "seller")
    window = _one(page, "div", "window")
    billing = _all(page, "div", "billing")
    facts = [
        [_text(cell) for cell in row] + [next((link.get("href", "") for link in row.iter("a")), "")]
        for row in _one(page, "table", "meta").iter("tr")
    ]
    body = next(_one(page, "table", "lines").iter("tbody"))
    terms = _one(page, "section", "terms")
    return {
        "language": note.language[:2],
        "title": note.title,
        "author": _text(seller[1]),
        "seller": [[_text(span) for span in row.iter("span")] for row in list(seller)[2:]],
        "heading": _text(next(page.iter("h1"))),
        "number": _text(_one(page, "p", "order-number")),
        "address": [_text(next(window.iter("h2"))), *(_text(span) for span in window.iter("span"))],
        "billing": [_text(item) for block in billing for item in block.iter() if item.tag in {"h2", "span"}],
        "facts": facts,
        "columns": [_text(cell) for cell in next(_one(page, "table", "lines").iter("tr"))],
        "lines": [_line(row) for row in body.iter("tr")],
        "totals": [
            [_text(row[0]), _text(row[1]), row.get("class", "")] for row in _one(page, "table", "totals").iter("tr")
        ],
        "terms": [[_text(cell[0]), _text(cell[1])] for cell in terms.iter("td")],
        "about": _text(_one(page, "p", "about")),
        # "Page 1 sur 2": what stands before, between and after the numbers.
        "page": [part or "" for part in _around(_one(page, "p", "running-page"))],
        "window": (page.find("body") or page).get("class", ""),
    }


def _line(row: Element) -> dict[str, Any]:
    quantity, item, unit, total = row
    return {
        "quantity": _text(quantity),
        "many": "many" in row.get("class", ""),
        "name": _text(item[0]),
        "details": " · ".join(_text(span) for span in item[1].iter("span")),
        "unit": _text(unit),
        "total": _text(total),
    }


def _around(paragraph: Element) -> list[str | None]:
    return [paragraph.text, *(span.tail for span in paragraph)]


def _all(page: Element, tag: str, name: str) -> list[Element]:
    return [item for item in page.iter(tag) if name in (item.get("class") or "").split()]


def _one(page: Element, tag: str, name: str) -> Element:
    return _all(page, tag, name)[0]


def _text(element: Element) -> str:
    # Only HTML's own spaces: a no-break space stays.
    return " ".join(word for word in "".join(element.itertext()).translate(_SPACES).split(" ") if word)


_SPACES = str.maketrans("\t\n\r\f", "    ")


def main(arguments: Sequence[str]) -> None:
    """Write or measure, as the arguments say."""
    orders, count, folder = Path(arguments[0]), int(arguments[1]), Path(arguments[2])
    if count:
        folder.mkdir(parents=True, exist_ok=True)
        write(orders, count, folder)
        print("{}")
    else:
        print(json.dumps(measured(orders)))


if __name__ == "__main__":
    main(sys.argv[1:])
