"""Pages as pictures, by pdfium: which draws one at a time, so it has a thread of its own."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pypdfium2

from notes_engine.preview.limits import PICTURE_PIXELS, WIDEST_PICTURE


class Pictures:
    """Draws pages of PDFs."""

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(1, "pictures")
        """What `draw` has to be called in."""

    def draw(self, pdf: bytes, page: int, width: int) -> bytes:
        """Return a page (from 1) as a PNG, so many pixels wide, or as wide as it may be.

        Raises:
            IndexError: there is no such page.
        """
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= page <= len(document):
                raise IndexError(page)
            sheet = document[page - 1]
            wide, high = sheet.get_size()
            scale = min(width, WIDEST_PICTURE) / wide
            scale = min(scale, (PICTURE_PIXELS / (wide * high)) ** 0.5)
            picture = sheet.render(scale=scale).to_pil()
        finally:
            document.close()
        file = io.BytesIO()
        # The second level of compression: a fifth larger than the sixth, in a third of the time.
        picture.save(file, "PNG", compress_level=2)
        return file.getvalue()

    def stop(self) -> None:
        """End the thread."""
        self.executor.shutdown(wait=False, cancel_futures=True)
