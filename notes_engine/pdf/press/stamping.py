"""Stamping: an order's values go into a cast's holes, as the texts that are drawn over its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from notes_engine.pdf.press.breaking import broken_lines
from notes_engine.pdf.press.cast import POINTS
from notes_engine.pdf.press.refusal import NotPlainError, UnfitError
from notes_engine.pdf.press.stamp_lines import put_together, slots_of, stamp_page, unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from notes_engine.pdf.press.cast import Cast, CastLink, CastPage
    from notes_engine.pdf.press.stamp_lines import Placed
    from notes_engine.pdf.press.typeface import SetText, Typeface, TypeSpec

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9.+-]+:")

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class StampedLink:
    """A link of one note's page."""

    target: str
    place: tuple[int, float, float] | None
    rectangle: Rectangle


@dataclass(frozen=True, slots=True)
class StampedPages:
    """One note's pages: what is drawn over its cast."""

    cast: Cast
    values: Sequence[str]
    contents: tuple[bytes, ...]
    """Each page's text, as a PDF's content stream draws it."""
    links: tuple[tuple[StampedLink, ...], ...]
    """Each page's links."""
    texts: tuple[tuple[str, SetText], ...]
    """All stamped texts, each with the name of its font."""


class Stamper:
    """Stamps notes over one cast."""

    def __init__(self, cast: Cast, typeface: Callable[[TypeSpec], Typeface]) -> None:
        """`typeface` gives the typefaces that the cast names."""
        self.cast = cast
        self._typefaces = tuple(typeface(spec) for spec in cast.typefaces)
        self._pages = [(page, stamp_page(page, self._typefaces)) for page in cast.pages]

    def rows(self, values: Sequence[str]) -> dict[int, int]:
        """Return the slots whose values break into several lines here, and into how many.

        Raises:
            UnfitError: it is not certain where one breaks.
        """
        found = {}
        for page in self.cast.pages:
            for line in page.lines:
                slots = slots_of(line)
                if not line.may_break or len(slots) != 1:
                    continue
                item = line.items[0]
                typeface = self._typefaces[item.typeface]
                try:
                    text = put_together(item.pieces, values)
                    if typeface.set(text).width > line.widest:
                        rows = broken_lines(text, typeface, line.available)
                        if len(rows) > 1:
                            found[next(iter(slots))] = len(rows)
                except NotPlainError:
                    raise unfit(line, "it is not certain how its value is set or broken into lines") from None
        return found

    def stamp(self, values: Sequence[str]) -> StampedPages:
        """Return a note's pages with these values.

        Raises:
            UnfitError: a value is wider or narrower than the plate is proven for, or needs more than its typeface.
            BreaksError: one is so wide that it breaks into lines.
        """
        texts: list[tuple[str, SetText]] = []
        contents, links = [], []
        for page, ready in self._pages:
            drawn: list[bytes] = [ready.start]
            placed: dict[tuple[int, int], Placed] = {}
            for simple, line in ready.lines:
                if simple is None:
                    line.draw(values, drawn, texts, placed)
                    continue
                value = values[simple.slot]
                text = simple.known.get(value) or line.set(value)
                width = text.width
                if text.is_collapsing or not simple.narrowest <= width <= simple.widest:
                    raise line.misfit(text)
                if simple.share:
                    left = b"%.6f" % (simple.anchor - width * simple.share)
                    drawn.append(simple.before + left + simple.after + text.show)
                else:
                    drawn.append(simple.before + text.show)
                texts.append((simple.resource, text))
            drawn.append(b"ET")
            contents.append(b"\n".join(drawn))
            links.append(tuple([_link(link, page, placed, values) for link in page.links]) if page.links else ())
        return StampedPages(self.cast, values, tuple(contents), tuple(links), tuple(texts))


def _link(
    link: CastLink, page: CastPage, placed: Mapping[tuple[int, int], Placed], values: Sequence[str]
) -> StampedLink:
    x1, y1, x2, y2 = link.rectangle
    if link.texts:
        first, last = link.texts[0], link.texts[-1]
        start, end = page.lines[first[0]].items[first[1]], page.lines[last[0]].items[last[1]]
        x1 += (placed[first][0] - start.x) * POINTS
        x, width = placed[last]
        x2 += (x + width - end.x - end.width) * POINTS
    return StampedLink(_target(link.target, values), link.place, (x1, y1, x2, y2))


def _target(target: str | int, values: Sequence[str]) -> str:
    if isinstance(target, str):
        return target
    url = values[target].strip()
    if not _SCHEME.match(url) or url.startswith(("data:", "file:")):
        raise UnfitError(frozenset((target,)), "its link is not a whole address")
    # As WeasyPrint writes it: only what no address may hold is escaped (RFC 3986).
    return quote(url, safe="/:?#[]@!$&'()*+,;=~%")
