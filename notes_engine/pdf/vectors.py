"""Vector images are drawn on trial while a note is typeset.

WeasyPrint reads what an SVG refers to only when it draws, that is while the file is written: too late for a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf
from weasyprint.formatting_structure.boxes import ReplacedBox
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream

from notes_engine.pdf.library import BASE_URL
from notes_engine.pdf.records import caught_records

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Sequence

    from notes_engine.errors import AssetError
    from notes_engine.pdf.untyped import Document, Image

_SIZE = 100
"""CSS pixels of the trial: any size shows what is missing."""


class VectorProof:
    """Draws every SVG of a document to nowhere; a file of the library only once, since it stays the same."""

    def __init__(self, refusals: Sequence[AssetError]) -> None:
        """Know no image yet; `refusals` is the fetcher's list, which fills while an image is drawn."""
        self._refusals = refusals
        self._known: dict[str, list[logging.LogRecord]] = {}

    def records(self, document: Document, images: dict[str, Image]) -> Iterator[logging.LogRecord]:
        """Yield what WeasyPrint logs about the SVGs of a document; `images` are those it has loaded, by URL."""
        for url, image in list(images.items()):  # drawing loads more
            if not isinstance(image, SVGImage):
                continue
            if url not in self._known:
                said = _drawn_on_trial(image)
                if self._refusals or not url.startswith(BASE_URL):
                    yield from said
                    continue
                self._known[url] = said
            yield from self._known[url]
        loaded = {id(image) for image in images.values()}
        for image in _replaced(document):
            if isinstance(image, SVGImage) and id(image) not in loaded:
                yield from _drawn_on_trial(image)


def _drawn_on_trial(image: Image) -> list[logging.LogRecord]:
    kinds = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
    stream = Stream({}, (0, 0, _SIZE, _SIZE), resources, {}, None, {}, None)
    with caught_records() as records, stream.stacked():
        image.draw(stream, _SIZE, _SIZE, None)
    return records


def _replaced(document: Document) -> Iterator[Image]:
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            if isinstance(box, ReplacedBox):
                yield box.replacement
