"""Raster images are encoded for PDF once in a process: WeasyPrint does it anew for every file, 10 to 100 ms a logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import Image


def encode_once(image: Image) -> None:
    """Make a WeasyPrint RasterImage remember what it looks like in a PDF."""
    if "get_x_object" in vars(image):
        return
    encode = image.get_x_object
    known: dict[tuple[bool, float], pydyf.Stream] = {}

    def get_x_object(interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        key = (interpolate, dpi_ratio)
        if key not in known:
            known[key] = encode(interpolate, dpi_ratio)
        return _copy(known[key])

    image.get_x_object = get_x_object


def _copy(stream: pydyf.Stream) -> pydyf.Stream:
    """Return a stream with the same data for another file: each file numbers its objects, and the mask is one too."""
    extra = pydyf.Dictionary(stream.extra)
    if isinstance(extra.get("SMask"), pydyf.Stream):
        extra["SMask"] = _copy(extra["SMask"])
    return pydyf.Stream(stream.stream, extra)
