"""Values that carry a number nobody sees, so that they are found again on the pages that they are laid out on."""

from __future__ import annotations

import re

# Joiners have neither width nor glyph: a value that they number is laid out as it would be without them.
_ZERO, _ONE, _DIGITS = "\u200c", "\u200d", 16
_NUMBER = re.compile(f"[{_ZERO}{_ONE}]{{{_DIGITS}}}")


def numbered(slot: int, text: str) -> str:
    """Return `text` with the number of its slot before it."""
    digits = f"{2 * slot:0{_DIGITS}b}"  # the last digit is always 0, so that nothing joins what follows
    return digits.replace("0", _ZERO).replace("1", _ONE) + text


def numbers_in(text: str) -> list[int]:
    """Return the numbers of the slots whose values begin in a laid-out text."""
    return [int(found.replace(_ZERO, "0").replace(_ONE, "1"), 2) // 2 for found in _NUMBER.findall(text)]
