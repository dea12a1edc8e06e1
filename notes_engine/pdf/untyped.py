"""Names for what WeasyPrint hands out: it is untyped, so each is `Any`, and says here what it is.

Only the type checker reads this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Document: TypeAlias = Any
    """`weasyprint.Document`: laid-out pages and their metadata."""
    Page: TypeAlias = Any
    """`weasyprint.document.Page`: a page box with its links, anchors and bookmarks."""
    Box: TypeAlias = Any
    """`weasyprint.formatting_structure.boxes.Box`, laid out: positions in CSS pixels from the sheet's corner."""
    Html: TypeAlias = Any
    """`weasyprint.HTML`: a parsed document."""
    Style: TypeAlias = Any
    """A box's computed style."""
    Image: TypeAlias = Any
    """`weasyprint.images.RasterImage` or `SVGImage`; None for one that failed."""
    FontConfig: TypeAlias = Any
    """`weasyprint.text.fonts.FontConfiguration`."""
    Response: TypeAlias = Any
    """`weasyprint.urls.URLFetcherResponse`: what a fetcher returns."""
    PangoObject: TypeAlias = Any
    """A pointer to one of Pango's own objects, through cffi."""
    ColorProfile: TypeAlias = Any
    """`weasyprint.css.ColorProfile`."""
    Metadata: TypeAlias = Any
    """`weasyprint.pdf.metadata.DocumentMetadata`."""
    Stream: TypeAlias = Any
    """`weasyprint.pdf.stream.Stream`: what is drawn on one page of a file."""
    Pdf: TypeAlias = Any
    """`pydyf.PDF`: the file being made, before it is written."""
