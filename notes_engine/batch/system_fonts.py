"""The system's fonts, as a name that changes when they do: a template may ask for any of them."""

from __future__ import annotations

import ctypes
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.batch.versions import library

if TYPE_CHECKING:
    from collections.abc import Iterator


def system_fonts() -> str:
    """Return a hash of the files where fontconfig looks for fonts, and of its settings, without loading a font.

    Files count by their names, sizes and times. "unknown" where there is no fontconfig.
    """
    fontconfig = library("fontconfig", "libfontconfig.so.1")
    if fontconfig is None:
        return "unknown"
    fontconfig.FcInitLoadConfig.restype = ctypes.c_void_p
    config = fontconfig.FcInitLoadConfig()
    if not config:
        return "unknown"
    folders = {below for folder in _strings(fontconfig, "FcConfigGetFontDirs", config) for below in _within(folder)}
    settings = _strings(fontconfig, "FcConfigGetConfigFiles", config)
    fontconfig.FcConfigDestroy(ctypes.c_void_p(config))
    seen = [_stamp(path) for path in sorted({*folders, *settings})]
    return sha256("\n".join((*seen, str(fontconfig.FcGetVersion()))).encode()).hexdigest()


def _strings(fontconfig: ctypes.CDLL, function: str, config: int) -> list[str]:
    """Return what a function of fontconfig's lists, as paths."""
    listed, following, done = getattr(fontconfig, function), fontconfig.FcStrListNext, fontconfig.FcStrListDone
    listed.restype, following.restype = ctypes.c_void_p, ctypes.c_char_p
    names = ctypes.c_void_p(listed(ctypes.c_void_p(config)))
    found = []
    while (name := following(names)) is not None:
        found.append(os.fsdecode(name))
    done(names)
    return found


def _within(folder: str) -> Iterator[str]:
    yield folder
    for above, _, files in os.walk(folder):
        yield from (str(Path(above, name)) for name in files)


def _stamp(path: str) -> str:
    try:
        found = Path(path).stat()
    except OSError:
        return f"{path!r} is not there"
    return f"{path!r} {found.st_mtime_ns} {found.st_size}"
