"""A cast: a plate in plain data, which can be kept on disk and stamped without WeasyPrint.

Printers cast a set page into one piece of metal (a stereotype) to print it again and again without setting it anew.
Lengths on a page are WeasyPrint's: CSS pixels from the sheet's upper left corner, written as it writes them, since a
picture of two pages shows whether a letter stands a thousandth of a point elsewhere. Those of links and bookmarks are
PDF points from the lower left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Base64Bytes  # noqa: TC002  pydantic reads the types when plates are kept

from notes_engine.pdf.press.typeface import TypeSpec  # noqa: TC001  as above

POINTS = 0.75
"""PDF points in a CSS pixel."""

Piece = str | int
"""Part of a text: a constant, or the number of the slot whose value stands there."""
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One indirect object of a plate's drawing. References in it are to other parts of the same plate."""

    number: int
    head: Base64Bytes
    """Its dictionary, or the whole of what is no stream."""
    body: Base64Bytes | None
    """Of a stream: its bytes, as the dictionary says they are packed."""


@dataclass(frozen=True, slots=True)
class CastFont:
    """A font that a plate draws with, or that is stamped over it."""

    resource: str
    """Its name among a page's fonts."""
    name: str
    family: str
    flags: int
    italic_angle: int
    ascent: int
    descent: int
    face: str
    """The font file's SHA-256."""
    index: int
    glyphs: tuple[tuple[int, str, int], ...]
    """Glyphs that the plate itself draws: number, what it stands for, and width in thousandths."""


@dataclass(frozen=True, slots=True)
class CastItem:
    """One text on a line."""

    pieces: Pieces
    gap: float
    """Between the text before it, or the line's start, and it."""
    narrowest: float
    """No narrower text is proven."""
    typeface: int
    """Its number among the cast's."""
    color: str
    """What sets its colour in a page's content."""
    y: float
    """The baseline."""
    x: float
    """Where it stands in the plate."""
    width: float
    """How wide it is there."""
    rules: tuple[tuple[float, float, bool], ...] = ()
    """Lines under, over or through it: y, thickness, and whether the text is drawn over it."""
    rule_color: str = ""
    """What sets their colour."""


@dataclass(frozen=True, slots=True)
class CastLine:
    """A line with slots."""

    items: tuple[CastItem, ...]
    align: Literal["left", "right", "center"]
    anchor: float
    """The x of its left end, its right end or its middle."""
    widest: float
    """No wider line is proven."""
    available: float
    """The width of its block."""
    may_break: bool
    """It is one text, and its block's only line: a longer value breaks into lines that are known beforehand."""
    clips: tuple[tuple[float, float, float, float], ...]
    """What it is drawn inside of, as a PDF's rectangles."""
    row: int | None
    """Of a value broken into several lines: which of them it is, from 0."""
    whole: Pieces
    """Of such a line: the text of all of them."""


@dataclass(frozen=True, slots=True)
class CastLink:
    """A link of a page."""

    target: Piece
    """An address, or the slot that holds it; with `place`, the name of a place in the note."""
    place: tuple[int, float, float] | None
    """Of a link inside the note: the page, from 0, and the point on it."""
    rectangle: tuple[float, float, float, float]
    texts: tuple[tuple[int, int], ...]
    """The first and the last of the stamped texts in it, each as (line, item) of its page; empty without any."""


@dataclass(frozen=True, slots=True)
class CastPage:
    """One page."""

    boxes: tuple[tuple[str, tuple[float, float, float, float]], ...]
    """`MediaBox` and those that differ from it."""
    form: int
    """The part that draws the plate."""
    lines: tuple[CastLine, ...]
    links: tuple[CastLink, ...]
    height: float
    """CSS pixels."""


@dataclass(frozen=True, slots=True)
class CastBookmark:
    """A heading of the note's outline."""

    level: int
    label: Pieces
    page: int
    point: tuple[float, float]
    is_open: bool


@dataclass(frozen=True, slots=True)
class CastMetadata:
    """What a template says of its note."""

    authors: tuple[Pieces, ...]
    keywords: tuple[Pieces, ...]
    description: Pieces
    generator: Pieces


@dataclass(frozen=True, slots=True)
class Cast:
    """Pages with holes, in plain data."""

    name: str
    """The same for the same plate on any machine."""
    pages: tuple[CastPage, ...]
    parts: tuple[Part, ...]
    fonts: tuple[CastFont, ...]
    typefaces: tuple[TypeSpec, ...]
    bookmarks: tuple[CastBookmark, ...]
    metadata: CastMetadata
    facts: tuple[tuple[str, int], ...]
    """The company's facts that the plate draws, and how often."""
    text: str
    """All text that the plate itself draws."""
