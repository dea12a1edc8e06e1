"""The engine: WeasyPrint with one font configuration, one stylesheet cache and one image cache for a process.

`HTML.render` parses the stylesheets anew for each document: `_render` here does the same steps as WeasyPrint's own
`Document._render` (version 70.0, pinned) with sheets that are parsed once.
"""

from __future__ import annotations

import functools
import gc
import weakref
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import weasyprint
from weasyprint.css import StyleFor
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Page as LaidOutPage
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import RasterImage, get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from notes_engine.pdf.boxes import overfull
from notes_engine.pdf.features import free_features
from notes_engine.pdf.fetcher import AssetFetcher
from notes_engine.pdf.glyphs import GlyphInspector
from notes_engine.pdf.library import BASE_URL
from notes_engine.pdf.limits import check_texts
from notes_engine.pdf.rasters import encode_once
from notes_engine.pdf.records import caught_records
from notes_engine.pdf.reported import check_references, record_findings
from notes_engine.pdf.sheets import SheetCache
from notes_engine.pdf.vectors import VectorProof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.library import AssetLibrary
    from notes_engine.pdf.sheets import SheetGroup
    from notes_engine.pdf.untyped import Document, Html, Image


class _FontConfiguration(FontConfiguration):  # type: ignore[misc]  # WeasyPrint is untyped
    """One that `_font_configuration` tidies up after."""

    def __del__(self) -> None:
        """Do nothing: WeasyPrint's own complains where the interpreter has forgotten its modules already."""


def _font_configuration() -> FontConfiguration:
    """Return a font configuration whose folder of font files is removed when the process ends, however it ends well.

    WeasyPrint removes it when the configuration is forgotten, which a process that just ends never does.
    """
    configuration = _FontConfiguration()
    free_features(configuration)
    folder = mkdtemp(prefix="notes-engine-fonts-")
    configuration._folder = Path(folder)
    weakref.finalize(configuration, rmtree, folder, ignore_errors=True)
    return configuration


class Engine:
    """Lays out documents, one at a time. One for each process: a font configuration for each document leaks 0.2 MB."""

    def __init__(self, library: AssetLibrary) -> None:
        """Reach only what `library` holds."""
        self._fetcher = AssetFetcher(library)
        self._font_config = _font_configuration()
        self._sheets = SheetCache(self._font_config)
        self._images: dict[str, Image] = {}
        self._glyphs = GlyphInspector()
        self._vectors = VectorProof(self._fetcher.refusals)

    def lay_out(self, source: str) -> tuple[Document, tuple[PageFinding, ...]]:
        """Return WeasyPrint's document of an HTML source, and what is odd about it.

        Raises:
            TypesetError: its text is too long.
            AssetError: it refers to something outside the library.
        """
        with _collector_paused():
            return self._lay_out(source)

    def _lay_out(self, source: str) -> tuple[Document, tuple[PageFinding, ...]]:
        self._fetcher.refusals.clear()
        images = dict(self._images)
        with caught_records() as records:
            html = weasyprint.HTML(string=source, base_url=BASE_URL, url_fetcher=self._fetcher)
            check_texts(html)
            try:
                group = self._sheets.group(html)
                document = self._render(html, group, images)
                records.extend(self._vectors.records(document, images))
            except FatalURLFetchingError:
                raise self._fetcher.refusals[0] from None
        if self._fetcher.refusals:  # inside an SVG, WeasyPrint goes on
            raise self._fetcher.refusals[0]
        self._keep(images)
        findings: dict[tuple[str, str], PageFinding] = {}
        for finding in (*record_findings([*group.records, *records]), *self._page_findings(document)):
            # What every page repeats (a running header) is said once, with its first page.
            findings.setdefault((finding.code, finding.what), finding)
        return document, tuple(findings.values())

    def foreign_characters(self, document: Document) -> tuple[set[str], set[str]]:
        """Return the characters of a document that no font has, and those printed in a font it does not name."""
        glyphs = [self._glyphs.inspect(page) for page in document.pages]
        missing = {char for page in glyphs for char in page.missing}
        return missing, {char for page in glyphs for chars in page.fallback.values() for char in chars}

    def _page_findings(self, document: Document) -> Iterator[PageFinding]:
        yield from check_references(document)
        yield from self._glyphs.findings(document.pages)
        yield from overfull(document.pages)

    def _render(self, html: Html, group: SheetGroup, images: dict[str, Image]) -> Document:
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
        pages = [LaidOutPage(box) for box in layout_document(html, root, context)]
        metadata = DocumentMetadata(**get_html_metadata(html))
        profiles = dict(group.color_profiles)
        return weasyprint.Document(pages, metadata, html.url_fetcher, self._font_config, profiles, None)

    def _keep(self, images: dict[str, Image]) -> None:
        """Keep decoded images for the next notes.

        Not those that failed: each note says so itself. Not those of `data:` addresses: a barcode differs for every
        order. Not SVG, which holds on to the whole layout of its document.
        """
        for url, image in images.items():
            if url.startswith(BASE_URL) and isinstance(image, RasterImage):
                encode_once(image)
                self._images[url] = image


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python's garbage collector from walking through a layout again and again: a sixth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
