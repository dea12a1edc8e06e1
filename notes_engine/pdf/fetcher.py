"""The fetcher handed to every HTML and every CSS: it gives WeasyPrint what the library has, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from notes_engine.errors import AssetError
from notes_engine.pdf.library import MissingAssetError

if TYPE_CHECKING:
    from notes_engine.pdf.library import AssetLibrary
    from notes_engine.pdf.untyped import Response


class AssetFetcher:
    """What WeasyPrint takes for a URL fetcher: a callable with `_fail_on_errors`.

    It is no subclass of WeasyPrint's own, which opens files, HTTP, FTP and redirects: nothing is inherited, so nothing
    can be forgotten.
    """

    _fail_on_errors = False

    def __init__(self, library: AssetLibrary) -> None:
        """Fetch from `library`."""
        self._library = library
        self.refusals: list[AssetError] = []
        """What was refused since the list was last cleared: WeasyPrint swallows even fatal errors inside an SVG."""

    def __call__(self, url: str) -> Response:
        """Return WeasyPrint's response for `url`.

        Raises:
            FatalURLFetchingError: the URL is forbidden (the refusal is noted), or names a stylesheet that is not there:
                a note without its layout is a wrong note.
            MissingAssetError: an image or a font is not there. WeasyPrint logs it and goes on.
        """
        try:
            asset = self._library.find(url)
        except AssetError as error:
            self.refusals.append(error)
            raise FatalURLFetchingError(error.what) from None
        except MissingAssetError as error:
            if url.partition("?")[0].lower().endswith(".css"):
                self.refusals.append(
                    AssetError(f"the template's stylesheet is missing: {error}", hint="put it beside the template")
                )
                raise FatalURLFetchingError(str(error)) from None
            raise
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.media_type})
