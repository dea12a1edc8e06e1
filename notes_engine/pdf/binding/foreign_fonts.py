"""Foreign fonts: what the typesetter's PDF prints with each font file that it cut for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(slots=True)
class ForeignFont:
    """A font file."""

    name: str
    """What the PDF calls it."""
    file: Any
    """The stream."""
    glyphs: set[int] = field(default_factory=set)
    """What is printed with it, under the file's own numbers."""
    is_plain: bool = True
    """That is certain."""


def foreign_fonts(pages: Iterable[Any]) -> list[ForeignFont]:
    """Return the font files of which it is certain what pages print with them."""
    found: dict[tuple[int, int], ForeignFont] = {}
    for font in _fonts(pages):
        for below in font.get(Name.DescendantFonts, ()):
            descriptor = below.FontDescriptor
            for kind in (Name.FontFile2, Name.FontFile3):
                if kind in descriptor:
                    file = descriptor[kind]
                    one = found.setdefault(file.objgen, ForeignFont(str(descriptor.FontName)[1:], file))
                    one.glyphs.update(_printed(below.get(Name.W, ())))
                    # Where letters are missing, WeasyPrint writes a table from its own numbers to the file's.
                    is_identity = font.get(Name.Encoding) == Name("/Identity-H")
                    one.is_plain &= is_identity and below.get(Name.CIDToGIDMap, Name.Identity) == Name.Identity
    return [one for one in found.values() if one.is_plain]


def _fonts(pages: Iterable[Any]) -> Iterator[Any]:
    """Yield the fonts that pages name, each once."""
    seen = set()
    for page in pages:
        named = page.get(Name.Resources, Dictionary()).get(Name.Font, Dictionary())
        if named.objgen in seen:
            continue
        seen.add(named.objgen if named.is_indirect else None)
        for font in named.values():
            if font.objgen not in seen:
                seen.add(font.objgen if font.is_indirect else None)
                yield font


def _printed(widths: Iterable[Any]) -> Iterator[int]:
    """Yield the glyphs whose widths a font gives: `7[250 500]` are 7 and 8 (ISO 32000-1, 9.7.4.3)."""
    first = 0
    for part in widths:
        if isinstance(part, Array):
            yield from range(first, first + len(part))
        else:
            first = int(part)
