"""File names from references: safe on every system, never empty, never twice."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 120
"""Bytes of UTF-8 a name may have, extension not counted: well under the 255 of common file systems (our decision)."""

# Names that Windows keeps for devices, with any extension:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file; the superscript digits count too.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))")
_UNSAFE = re.compile(r"""[<>:"/\\|?*\x00-\x1f\x7f]""")


def safe_name(text: str, *, otherwise: str = "order") -> str:
    """Return `text` as a file name without extension, or `otherwise` when nothing of it can be kept.

    Separators and what Windows forbids become `_`; control, bidi and unassigned characters go; dots and spaces at
    the ends go, so that no name is hidden or means another folder.
    """
    name = unicodedata.normalize("NFC", _UNSAFE.sub("_", text[: 4 * LIMIT]))
    name = "".join(" " if char.isspace() else char for char in name if _is_kept(char))
    name = _cut(" ".join(name.split()).strip(". "), LIMIT).rstrip(". ")
    if not name.strip("_"):
        return otherwise
    return f"_{name}" if _RESERVED.match(name) else name


def _is_kept(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


class Namer:
    """Gives each note its own name: the second `a` of a folder becomes `a-2`.

    Names that differ only in case are the same file on macOS and Windows, so they count as equal.
    """

    def __init__(self) -> None:
        """Start with no name taken."""
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def name(self, stem: str, *, folder: str = "", extension: str = ".pdf") -> str:
        """Return `folder/stem.pdf` with `/`, or with a number behind the stem when that is taken."""
        path = f"{folder}/{stem}" if folder else stem
        candidate, number = path, self._last.get(_same(path), 1)
        while _same(candidate) in self._taken:
            number += 1
            suffix = f"-{number}"
            candidate = (f"{folder}/" if folder else "") + _cut(stem, LIMIT - len(suffix)).rstrip(". ") + suffix
        self._last[_same(path)] = number
        self._taken.add(_same(candidate))
        return candidate + extension


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


def batch_title(company: str | None) -> str:
    """Return the title of a file of several notes; `company` may not be set."""
    return f"{company}: delivery notes" if company else "Delivery notes"
