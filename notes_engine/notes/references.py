"""The channel's references: where the prefix ends and the order's number begins; a prefix may hold digits too."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_DIGITS = re.compile(r"[0-9]+")
_ENOUGH = 6
"""Digits from which on the longest run of a reference is its number: Back Market's have eight or nine (seen). Shorter
runs may be a part of the prefix (`bm2-`) or a suffix (`-1`)."""
_ONE_ALONE = re.compile(r"((?:[^0-9]*[^\W\d_][0-9]+)*[^0-9]+)[0-9]+")


def prefix_of(reference: str) -> str | None:
    """Return what stands before the number in a reference: `bm2-` of `bm2-205894893-1`; None where that is not clear.

    The number is the only run of digits, or the longest when it is long enough to be one.
    """
    runs = list(_DIGITS.finditer(reference))
    if not runs:
        return None
    longest = max(len(run[0]) for run in runs)
    number = [run for run in runs if len(run[0]) == longest]
    if len(number) > 1 or (len(runs) > 1 and longest < _ENOUGH):
        return None
    return reference[: number[0].start()]


def shared_prefix(references: Collection[str]) -> str | None:
    """Return the prefix of references that do not tell it one by one; None where they do not tell it together either.

    It is the longest beginning that all have, up to the last character that is no digit; a number follows in each. One
    reference alone tells it when every run of digits but its end hangs on a letter, as in `bm2-7`.
    """
    different = sorted(set(references))
    if not different:
        return None
    if len(different) == 1:
        only = _ONE_ALONE.fullmatch(different[0])
        return only[1] if only else None
    # What the first and the last have in common, sorted, all have.
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(different[0], different[-1], strict=False))
    prefix = "".join(first for first, _ in pairs).rstrip("0123456789")
    return prefix if all(_DIGITS.match(reference, len(prefix)) for reference in different) else None
