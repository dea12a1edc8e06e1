"""Stamping: an order's values go into a cast's holes, as the texts that are drawn over its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from notes_engine.orders.quick_init import quick_init
from notes_engine.pdf.press.cast import POINTS
from notes_engine.pdf.press.refusal import UnfitError
from notes_engine.pdf.press.stamp_lines import StampLine
from notes_engine.pdf.press.stamp_page import breakable, stamp_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from notes_engine.pdf.press.cast import Cast, CastLink, CastPage
    from notes_engine.pdf.press.shared import Shared
    from notes_engine.pdf.press.stamp_lines import Placed
    from notes_engine.pdf.press.stamp_page import Breakable
    from notes_engine.pdf.press.typeface import SetText, Typeface, TypeSpec

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9.+-]+:")
_SAFE = "/:?#[]@!$&'()*+,;=~%"
_AS_IT_IS = re.compile(rf"[a-zA-Z0-9_.~{re.escape(_SAFE)}-]*")
"""An address in which nothing is escaped."""

Rectangle = tuple[float, float, float, float]


@quick_init
@dataclass(frozen=True, slots=True)
class StampedLink:
    """A link of one note's page."""

    target: str
    place: tuple[int, float, float] | None
    rectangle: Rectangle


@quick_init
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

    def __init__(self, cast: Cast, typeface: Callable[[TypeSpec], Typeface], shared: Shared) -> None:
        """`typeface` gives the typefaces that the cast names, `shared` what other casts have too."""
        cast = shared.cast(cast)
        self.cast = cast
        self._typefaces = tuple(typeface(spec) for spec in cast.typefaces)
        self._pages = [(page, stamp_page(page, self._typefaces, shared)) for page in cast.pages]

    @cached_property
    def _breakable(self) -> Sequence[Breakable]:
        return [each for page in self.cast.pages for each in breakable(page, self._typefaces)]

    def rows(self, values: Sequence[str]) -> dict[int, int]:
        """Return the slots whose values break into several lines here, and into how many.

        Raises:
            UnfitError: it is not certain where one breaks.
        """
        found = {}
        for each in self._breakable:
            rows = each.rows(values)
            if rows > 1:
                found[each.slot] = rows
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
            for line in ready.lines:
                if isinstance(line, StampLine):
                    line.draw(values, drawn, texts, placed)
                    continue
                value = values[line.slot]
                text = line.known.get(value) or line.set(value)
                width = text.width
                if text.is_collapsing or not line.narrowest <= width <= line.widest:
                    raise line.misfit(text)
                if line.share:
                    left = b"%.6f" % (line.anchor - width * line.share)
                    drawn.append(line.before + left + line.after + text.show + line.end)
                else:
                    drawn.append(line.before + text.show + line.end)
                texts.append((line.resource, text))
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
    return url if _AS_IT_IS.fullmatch(url) else quote(url, safe=_SAFE)
