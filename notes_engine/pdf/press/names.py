"""Names of plates: the same for the same plate on any machine, and telling nothing of what stands in it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def plate_name(skeleton: str, baked: Sequence[str], rows: Sequence[tuple[int, int]]) -> str:
    """Return the name of a skeleton's plate with these baked values and these slots broken into so many lines."""
    parts = (skeleton, *baked, *map(str, rows))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
