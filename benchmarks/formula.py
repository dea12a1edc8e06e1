"""How long the seed formula takes: parsed once, evaluated for every order.

Run it alone (`python benchmarks/formula.py`) or import `measure`. Each figure is the best of many short runs: the
time the code takes, not what else the machine does meanwhile.
"""

from __future__ import annotations

import timeit
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from notes_engine.formula import Context, compile_label
from notes_engine.formula.label_parser import parse_label
from notes_engine.orders import Order, Source, TagValues

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = (
    'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], '
    'Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
)  # fmt: skip
_RUNS = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """Microseconds for the seed formula."""

    parse: float
    """Source to syntax tree."""
    compile: float
    """Source to a label that is checked and ready: parse, check, closures."""
    evaluate: float
    """One order's text, its values at hand."""
    values: float
    """Making one order's TagValues and reading its reference from the order, which is not in `evaluate`."""


def measure() -> Figures:
    """Return the figures; takes about a second."""
    order = Order("1", Source("orders.json"), secondary_reference="bm-205894893")
    context = Context(now=date(2024, 1, 31))
    label = compile_label(SEED)
    values = TagValues(order)
    if label.evaluate(values, context) != "205894893":
        raise AssertionError("the seed formula is wrong")
    return Figures(
        parse=_microseconds(lambda: parse_label(SEED), 20),
        compile=_microseconds(lambda: compile_label(SEED), 20),
        evaluate=_microseconds(lambda: label.evaluate(values, context), 500),
        values=_microseconds(lambda: TagValues(order)["secondaryreference"], 500),
    )


def _microseconds(run: Callable[[], object], times: int) -> float:
    return min(timeit.repeat(run, number=times, repeat=_RUNS)) / times * 1e6


def main() -> None:
    """Print the figures beside the goals."""
    figures = measure()
    print(f"parse the seed formula       {figures.parse:7.1f} µs   goal 200 µs")
    print(f"  ready to evaluate          {figures.compile:7.1f} µs")
    print(f"evaluate it for an order     {figures.evaluate:7.2f} µs   goal 1 µs")
    print(f"  an order's TagValues       {figures.values:7.2f} µs   (not in the line above)")


if __name__ == "__main__":
    main()
