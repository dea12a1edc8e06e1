"""Draws the picture of a note that the README shows: the first page of one sample order's note.

    python scripts/picture.py [FILE]

The order, the workspace and the resolution are fixed, so that two runs on one machine write the same bytes. Run it
again when the look of the notes changes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

from notes_engine import Order, Workspace, read_orders
from notes_engine.assets import asset_root

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET = Path(__file__).resolve().parent.parent / "docs" / "note-fr.png"
REFERENCE = "bm-205810006"
"""A French order with a composite, a gift and shipping: it shows most of what a note can hold."""
DPI = 110
POINTS_PER_INCH = 72
COLOURS = 64
"""A note is nearly grey; with so many colours nobody sees a difference, and the file is a third of the size."""


def picture() -> bytes:
    """Return the picture as PNG."""
    workspace = Workspace.open(asset_root("samples") / "workspace")
    found = read_orders(asset_root("samples") / "orders" / "linnworks.json", settings=workspace.orders)
    order = next(item for item in found if isinstance(item, Order) and item.reference == REFERENCE)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "note.pdf"
        rejects = workspace.print([order], file, now=datetime(2026, 3, 17, tzinfo=UTC))
        if rejects:
            raise RuntimeError(f"the sample order has no note: {rejects[0].reason}")
        with pypdfium2.PdfDocument(file) as document:
            page = document[0].render(scale=DPI / POINTS_PER_INCH).to_pil().convert("RGB")
    buffer = io.BytesIO()
    page.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write the picture to the file named, by default the README's; return the exit status."""
    target = Path(arguments[0]) if arguments else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    content = picture()
    target.write_bytes(content)
    print(f"{len(content):>8}  {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
