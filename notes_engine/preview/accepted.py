"""Which kind of answer a request would rather have: its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\s*", re.ASCII)
_QUALITY = re.compile(r";\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)", re.ASCII | re.IGNORECASE)


def best_kind(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type of those offered that an Accept header likes best, the first among equals; None: none.

    An empty header takes anything.
    """
    if not accept.strip():
        return offered[0]
    ranges = [found for part in accept.split(",") if (found := _RANGE.fullmatch(part))]
    qualities = [(_quality(kind, ranges), -place, kind) for place, kind in enumerate(offered)]
    best = max(qualities)
    return best[2] if best[0] > 0 else None


def _quality(kind: str, ranges: Sequence[re.Match[str]]) -> float:
    """Return how much a media type is liked: what the range says that names it most exactly."""
    main, sub = kind.split("/")
    found = 0.0
    exactness = -1
    for each in ranges:
        named = (each[1].lower(), each[2].lower())
        exact = {(main, sub): 2, (main, "*"): 1, ("*", "*"): 0}.get(named, -1)
        if exact > exactness:
            quality = _QUALITY.search(each[3])
            found, exactness = float(quality[1]) if quality else 1.0, exact
    return found
