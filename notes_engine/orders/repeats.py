"""Rows of one order that stand in the file twice: further lines, or the same export pasted again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.amounts import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.orders.assemble import Assembler
    from notes_engine.orders.table import Row

Repeat = tuple["Row", "Row"]
"""The first row of a repeated run, and of the run it repeats."""


def settle(assembler: Assembler, runs: Sequence[Sequence[Row]]) -> tuple[list[Row], list[Repeat]]:
    """Return (the rows of the order, the repeats that are left out).

    A run that says the same of its items as an earlier one is a repeat, any other run has further lines. Two lines
    can be alike, though: when only all rows together make the order's total, none is left out; and when rows next to
    each other are alike and only without the copies they make the total, the copies are left out.
    """
    if len(runs) == 1:
        return _without_copies(assembler, [*runs[0]])
    seen: dict[tuple[tuple[str, ...], ...], Row] = {}
    kept: list[Row] = []
    repeats: list[Repeat] = []
    for run in runs:
        signature = tuple(assembler.line_cells(row) for row in run)
        if signature in seen:
            repeats.append((run[0], seen[signature]))
        else:
            seen[signature] = run[0]
            kept.extend(run)
    everything = [row for run in runs for row in run]
    if repeats:
        return (everything, []) if _right(assembler, everything) and not _right(assembler, kept) else (kept, repeats)
    return _without_copies(assembler, everything)


def _without_copies(assembler: Assembler, rows: list[Row]) -> tuple[list[Row], list[Repeat]]:
    if len(rows) == 1:
        return rows, []
    seen: dict[tuple[str, ...], Row] = {}
    copies: list[Repeat] = []
    for row in rows:
        cells = assembler.line_cells(row)
        if cells in seen:
            copies.append((row, seen[cells]))
        else:
            seen[cells] = row
    unique = list(seen.values())
    if copies and _right(assembler, unique) and not _right(assembler, rows):
        return unique, copies
    return rows, []


def _right(assembler: Assembler, rows: Sequence[Row]) -> bool:
    total, shipping = assembler.charges(rows[0])
    amounts = [assembler.line_total(row) for row in rows if not assembler.is_part(row)]
    return fits(amounts, shipping, total) is True
