"""What WeasyPrint reports: its log records as findings, and references that lead nowhere or out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.errors import AssetError
from notes_engine.pdf.findings import PageFinding
from notes_engine.pdf.glyphs import missing_glyphs
from notes_engine.pdf.library import BASE_URL
from notes_engine.pdf.metadata import plain

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator

    from notes_engine.pdf.untyped import Document

_IMAGE_HINT = "put the image into the workspace, or name another one in the template"
_TEMPLATE_HINT = "look at the place in the template or its stylesheet"
_NOT_FINDINGS = (
    "Using fontTools instead of HarfBuzz-Subset",  # a missing library makes notes slow, not wrong: doctor tells
    "No anchor #%s for internal URI reference",  # found while typesetting, by check_references
)
_UNQUOTED = ("Malformed URL", "Malformed base URL", "Invalid date")
"""Messages whose arguments can be an order's values: only the message itself is told."""
_TEXT_LIMIT = 200


def record_findings(records: Iterable[logging.LogRecord]) -> Iterator[PageFinding]:
    """Yield the findings that log records amount to.

    Raises:
        AssetError: a font the template loads could not be loaded: all its text would be printed in another.
    """
    for record in records:
        message = str(record.msg)
        if message.startswith("Font-face %r cannot be loaded"):
            raise AssetError(
                f"the font {_argument(record, 0)!r} could not be loaded from any of its files",
                hint="check the file names in the stylesheet's @font-face rule; put the font file into the workspace",
            )
        if message.startswith("Failed to load image"):
            yield PageFinding("missing-image", _image_problem(record), _IMAGE_HINT)
        elif message.startswith("Failed to render SVG image"):
            what = f"the SVG image {_shown(_argument(record, 0))} could not be drawn"
            yield PageFinding("missing-image", what, _IMAGE_HINT)
        elif message.startswith("Failed to load inline SVG"):
            yield PageFinding("missing-image", "an <svg> in the template could not be drawn", _IMAGE_HINT)
        elif message.startswith(".notdef glyph rendered"):
            yield missing_glyphs({_argument(record, 0)}, None)
        elif not message.startswith(_NOT_FINDINGS):
            unquoted = message.startswith(_UNQUOTED)
            text = message.partition("%")[0].rstrip(" :") if unquoted else record.getMessage()
            yield PageFinding("weasyprint", f"WeasyPrint: {plain(text)[:_TEXT_LIMIT]}", _TEMPLATE_HINT)


def _argument(record: logging.LogRecord, index: int) -> str:
    arguments = record.args if isinstance(record.args, tuple) else ()
    return str(arguments[index]) if index < len(arguments) else ""


def _image_problem(record: logging.LogRecord) -> str:
    """Return the library's own reason, or that the image is damaged: no library of images tells a shop owner more."""
    reason = re.search(r"MissingAssetError: (.+)", _argument(record, 1), re.DOTALL)
    if reason:
        return f"an image is missing: {plain(reason[1])}"
    return f"an image is missing: {_shown(_argument(record, 0))} is not an image, or a damaged one"


def _shown(url: str) -> str:
    if not url.startswith(BASE_URL):
        return "inside the template"
    return repr(plain(url.removeprefix(BASE_URL))[:_TEXT_LIMIT])


def check_references(document: Document) -> Iterator[PageFinding]:
    """Yield a finding for each link of WeasyPrint's document that leads nowhere inside it.

    Raises:
        AssetError: the template attaches a file to the note.
    """
    attached = list(document.metadata.attachments)
    attached += [link for page in document.pages for link in page.links if link[0] == "attachment"]
    if attached:
        raise AssetError(
            "the template attaches a file to the note (rel=attachment)",
            hint="a delivery note carries no files: remove rel=attachment from the link",
        )
    anchors = {name for page in document.pages for name in page.anchors}
    for number, page in enumerate(document.pages, 1):
        for kind, target, _, _ in page.links:
            if kind == "internal" and target not in anchors:
                what = f"a link leads to #{plain(target)[:40]}, which is nowhere in the note"
                yield PageFinding("weasyprint", what, _TEMPLATE_HINT, number)
