"""WeasyPrint alone, from our HTML: its stylesheet parsed once, its pictures kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.others.given import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.others.given import Given


class _Renderer:
    """Renders notes with one stylesheet."""

    def __init__(self, given: Path) -> None:
        self._base = (given / "face").as_uri() + "/"
        self._fonts = FontConfiguration()
        self._sheet = CSS(given / "face" / "note.css", font_config=self._fonts)
        self._images: dict[str, Any] = {}

    def document(self, note: Given) -> Any:  # noqa: ANN401  # WeasyPrint is not typed
        html = HTML(string=note.bare_html, base_url=self._base)
        return html.render(self._fonts, stylesheets=[self._sheet], cache=self._images)


def one_by_one(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write a file for each note."""
    renderer = _Renderer(given)
    for place, note in enumerate(notes):
        renderer.document(note).write_pdf(out / f"{place}.pdf")


def merged(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file: the pages of all documents in one, as WeasyPrint's documentation tells."""
    renderer = _Renderer(given)
    documents = [renderer.document(note) for note in notes]
    pages = [page for document in documents for page in document.pages]
    documents[0].copy(pages).write_pdf(out / "notes.pdf")


if __name__ == "__main__":
    run({"one-by-one": one_by_one, "merged": merged})
