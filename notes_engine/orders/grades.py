"""Back Market's grades of a refurbished item, as numbers: 9 Premium, 10 Excellent, 11 Good, 12 Fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Mapping[str, int] = {
    "premium": 9,
    "excellent": 10,
    "parfait état": 10,
    "good": 11,
    "très bon état": 11,
    "fair": 12,
    "état correct": 12,
}
_FIRST, _LAST = 9, 12


def read_grade(text: str) -> int | None:
    """Return the grade that a number or its (English or French) name means, None for anything else."""
    key = text.strip().casefold()
    if key.isascii() and key.isdigit() and len(key) <= len("12"):
        return int(key) if _FIRST <= int(key) <= _LAST else None
    return _NAMES.get(key)
