"""Plates as a book needs them: what they draw, their fonts, the sizes of their pages; not what is stamped over them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING

from notes_engine.pdf.press.cast import CastFont, Part

if TYPE_CHECKING:
    from notes_engine.pdf.press.cast import Cast

_DIGEST = 64


@dataclass(frozen=True, slots=True)
class PlatePage:
    """One page, as `CastPage` has it."""

    boxes: tuple[tuple[str, tuple[float, float, float, float]], ...]
    form: int


@dataclass(frozen=True, slots=True)
class Plate:
    """What a book must know of a cast. A quarter of it, read in a tenth of the time."""

    name: str
    pages: tuple[PlatePage, ...]
    parts: tuple[Part, ...]
    fonts: tuple[CastFont, ...]


def pack_plate(cast: Cast) -> bytes:
    """Return a plate as bytes, which begin with a hash of the rest."""
    contents: list[bytes] = []
    parts = []
    for part in cast.parts:
        parts.append((part.number, len(part.head), None if part.body is None else len(part.body)))
        contents += (part.head, part.body or b"")
    head = {
        "name": cast.name,
        "pages": [(page.boxes, page.form) for page in cast.pages],
        "parts": parts,
        "fonts": [_facts(font) for font in cast.fonts],
    }
    data = b"\n".join((json.dumps(head).encode(), b"".join(contents)))
    return sha256(data).hexdigest().encode() + data


def _facts(font: CastFont) -> tuple[dict[str, object], list[list[int | str]]]:
    """Return what `CastFont` takes, and the glyphs as columns."""
    facts = {each.name: getattr(font, each.name) for each in fields(font) if each.name != "glyphs"}
    return facts, [[glyph[column] for glyph in font.glyphs] for column in range(3)]


def unpack_plate(packed: bytes) -> Plate:
    """Return the plate that `pack_plate` packed; raises ValueError when it is none, or damaged."""
    data = packed[_DIGEST:]
    if sha256(data).hexdigest().encode() != packed[:_DIGEST]:
        raise ValueError("the plate is damaged")
    at = data.index(b"\n") + 1
    head = json.loads(data[:at])
    parts = []
    for number, first, second in head["parts"]:
        start, end = at + first, at + first + (second or 0)
        parts.append(Part(number, data[at:start], None if second is None else data[start:end]))
        at = end
    return Plate(
        head["name"],
        tuple(PlatePage(tuple((name, tuple(sides)) for name, sides in boxes), form) for boxes, form in head["pages"]),
        tuple(parts),
        tuple(CastFont(**facts, glyphs=tuple(zip(*glyphs, strict=True))) for facts, glyphs in head["fonts"]),
    )
