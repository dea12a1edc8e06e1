"""Versions of the C libraries that shape text: another Pango may break a line elsewhere."""

from __future__ import annotations

import ctypes
import ctypes.util


def library_versions() -> dict[str, str]:
    """Return what each library says of itself, found without WeasyPrint, whose import takes 0.7 s."""
    subsetter = library("harfbuzz-subset", "libharfbuzz-subset.so.0")
    return {
        "version of Pango": str(_number("pango-1.0", "libpango-1.0.so.0", "pango_version")),
        "version of HarfBuzz": _harfbuzz(),
        "version of HarfBuzz's subsetter": "missing" if subsetter is None else "there",
    }


def library(name: str, file: str) -> ctypes.CDLL | None:
    """Return a library of the system by its name, or the name of its file on Linux; None where it is missing."""
    try:
        return ctypes.CDLL(file)
    except OSError:
        found = ctypes.util.find_library(name)  # asks other programs, which takes longer
    try:
        return ctypes.CDLL(found) if found else None
    except OSError:
        return None


def _number(name: str, file: str, function: str) -> int | None:
    found = library(name, file)
    return None if found is None else int(getattr(found, function)())


def _harfbuzz() -> str:
    shaper = library("harfbuzz", "libharfbuzz.so.0")
    if shaper is None:
        return "unknown"
    shaper.hb_version_string.restype = ctypes.c_char_p
    return bytes(shaper.hb_version_string()).decode()
