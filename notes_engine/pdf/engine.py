"""The engine: WeasyPrint with one font configuration, one stylesheet cache and one image cache for a process.

WeasyPrint has no types, and `HTML.render` parses the stylesheets anew for each document: `lay_out` does the same steps
as its `Document._render` (version 70.0, pinned) with the parsed sheets. Everything untyped that others need is here.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint.css import StyleFor
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import RasterImage, get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from notes_engine.pdf.fetcher import AssetFetcher
from notes_engine.pdf.library import BASE_URL
from notes_engine.pdf.records import caught_records
from notes_engine.pdf.sheets import SheetCache

if TYPE_CHECKING:
    import logging

    from notes_engine.pdf.library import AssetLibrary


class Engine:
    """Lays out documents, one at a time. One for each process: a font configuration for each document leaks 0.2 MB."""

    def __init__(self, library: AssetLibrary) -> None:
        """Reach only what `library` holds."""
        self.fetcher = AssetFetcher(library)
        self._font_config = FontConfiguration()
        self._sheets = SheetCache(self._font_config)
        self._images: dict[str, Any] = {}

    def lay_out(self, source: str) -> tuple[Any, list[logging.LogRecord]]:
        """Return WeasyPrint's document of an HTML source, and what WeasyPrint logged on the way."""
        self.fetcher.refusals.clear()
        with caught_records() as records:
            html = weasyprint.HTML(string=source, base_url=BASE_URL, url_fetcher=self.fetcher)
            group = self._sheets.group(html)
            images = dict(self._images)
            document = self._render(html, group, images)
        self._keep(images)
        return document, [*group.records, *records]

    def _render(self, html: Any, group: Any, images: dict[str, Any]) -> Any:  # noqa: ANN401  WeasyPrint is untyped
        targets = TargetCollector()
        counter_style = group.counter_style.copy()
        sheets = [(sheet, "user agent", None) for sheet in html._ua_stylesheets()]
        sheets += [(sheet, "author", None) for sheet in group.sheets]
        style_for = StyleFor(html, sheets, False, self._font_config, targets)
        get_image = functools.partial(
            get_image_from_uri, cache=images, url_fetcher=html.url_fetcher, options=weasyprint.DEFAULT_OPTIONS
        )
        context = LayoutContext(style_for, get_image, self._font_config, counter_style, targets)
        root = build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            counter_style,
            context.footnotes,
        )
        pages = [Page(box) for box in layout_document(html, root, context)]
        metadata = DocumentMetadata(**get_html_metadata(html))
        document = weasyprint.Document(
            pages, metadata, html.url_fetcher, self._font_config, dict(group.color_profiles), None
        )
        document._html = html
        return document

    def _keep(self, images: dict[str, Any]) -> None:
        """Keep decoded images for the next notes.

        Not those that failed: each note says so itself. Not those of `data:` addresses: a barcode differs for every
        order. Not SVG, which holds on to the whole layout of its document.
        """
        for url, image in images.items():
            if url.startswith(BASE_URL) and isinstance(image, RasterImage):
                self._images[url] = image
