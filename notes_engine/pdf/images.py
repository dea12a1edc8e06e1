"""Images: which kinds a note can print, and whether one can be printed whole and without harm."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from PIL import Image, ImageFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

IMAGE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_PIXEL_LIMIT = 40_000_000
"""Pixels of one image: an A4 page at 600 dpi has 35 million. A picture of 1 KB can claim billions."""
_SVG_LIMIT = 2_000_000
"""Bytes of one SVG: our decision."""
_SVG_ELEMENT_LIMIT = 10_000
"""Elements drawn for one SVG: our decision; WeasyPrint draws 5,000 a second. `<use>` of `<use>` multiplies them."""
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def check_image(content: bytes, media_type: str) -> str:
    """Return what is wrong with an image, as the end of a sentence, or an empty text when it can be printed.

    A raster image is decoded whole: WeasyPrint would notice the damage only while it writes the file.
    """
    if media_type == "image/svg+xml":
        return _check_svg(content)
    return _check_raster(content)


def _check_raster(content: bytes) -> str:
    # WeasyPrint makes Pillow accept truncated images, for the whole process; half a logo is no logo.
    tolerant = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(content), formats=_FORMATS) as image:
            warnings.simplefilter("ignore")
            if image.width * image.height > _PIXEL_LIMIT:
                return f"has {image.width} × {image.height} pixels, more than a page can show"
            image.load()
    except Image.DecompressionBombError:
        return "has more pixels than a page can show"
    except Exception:
        return "is not an image, or a damaged one"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    return ""


def _check_svg(content: bytes) -> str:
    if len(content) > _SVG_LIMIT:
        return f"is larger than {_SVG_LIMIT // 1_000_000} MB"
    try:
        root = defusedxml.ElementTree.fromstring(content)
    except DefusedXmlException:
        return "declares XML entities, which are not read"
    except (ParseError, ValueError, RecursionError):
        return "is not an SVG image, or a damaged one"
    if root.tag not in ("{http://www.w3.org/2000/svg}svg", "svg"):
        return "is not an SVG image"
    try:
        drawn = _drawn_elements(root)
    except RecursionError:
        return "is nested too deeply, or uses itself"
    return f"draws more than {_SVG_ELEMENT_LIMIT} elements" if drawn > _SVG_ELEMENT_LIMIT else ""


def _drawn_elements(root: Element) -> int:
    """Return how many elements drawing an SVG visits, with what `<use>` repeats.

    Raises:
        RecursionError: an element uses itself.
    """
    by_id = {element.get("id"): element for element in root.iter()}
    known: dict[Element, int] = {}

    def drawn(element: Element) -> int:
        if element not in known:
            total = 1 + sum(drawn(child) for child in element)
            if element.tag.rpartition("}")[2] == "use":
                reference = next((element.get(name, "") for name in _HREFS if element.get(name)), "")
                used = by_id.get(reference[1:]) if reference.startswith("#") else None
                total += 0 if used is None else drawn(used)
            known[element] = total
        return known[element]

    return drawn(root)
