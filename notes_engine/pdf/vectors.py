"""Vector images are drawn on trial while a note is typeset.

WeasyPrint reads what an SVG refers to only when it draws, that is while the file is written: too late for a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf
from weasyprint.formatting_structure.boxes import ReplacedBox
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.untyped import Document, Image

_SIZE = 100
"""CSS pixels of the trial: any size shows what is missing."""


def prove_vectors(document: Document, images: dict[str, Image]) -> None:
    """Draw every SVG of a document once, to nowhere, so that WeasyPrint logs what is wrong with it."""
    for image in _vectors(document, images):
        resources = pydyf.Dictionary(
            {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
        )
        stream = Stream({}, (0, 0, _SIZE, _SIZE), resources, {}, None, {}, None)
        with stream.stacked():
            image.draw(stream, _SIZE, _SIZE, None)


def _vectors(document: Document, images: dict[str, Image]) -> Iterator[Image]:
    seen = set()
    for image in (*images.values(), *_inline(document)):
        if isinstance(image, SVGImage) and id(image) not in seen:
            seen.add(id(image))
            yield image


def _inline(document: Document) -> Iterator[Image]:
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, ReplacedBox):
                yield box.replacement
