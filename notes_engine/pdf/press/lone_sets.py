"""What is known of a font's lone signs, in plain data: `lone_signs.py` reads it off the font."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoneSigns:
    """What a font leaves alone."""

    always: frozenset[str] = frozenset()
    """Lone whatever stands beside them."""
    parted: frozenset[str] = frozenset()
    """Those that begin ligatures, and nothing else: lone where none of `joining` stands."""
    joining: frozenset[str] = frozenset()
    """The first two signs of every ligature that one of `parted` begins."""
