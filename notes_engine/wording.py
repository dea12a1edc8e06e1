"""Counts in sentences: one order, two orders."""

from __future__ import annotations


def counted(number: int, what: str, plural: str = "") -> str:
    """Return the number with the noun in its form: `1 order`, `2,000 orders`; `plural` where it is not just an s."""
    return f"{number:,} {what if number == 1 else plural or what + 's'}"
