"""What was wanted of the engine's speed, and what the figures say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.figures import Figure

FLAT = 1.15
"""Up to this ratio, of what a note costs in the dearest batch to the cheapest, the cost is called flat."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that was wanted, and what was measured."""

    what: str
    wanted: str
    measured: str
    reached: bool | None
    """None: not measured."""


def judge(figures: Mapping[str, Figure]) -> list[Target]:
    """Return each target with what the figures (by key) say; in a fixed order."""
    rate = {key: figure.rate for key, figure in figures.items() if figure.seconds}
    merged, split = "merged-warm-large", "split-warm-large"
    plutos = [key for key in ("plutoprint-pages", "plutoprint-batches", "plutoprint-document") if key in rate]
    best = max(plutos, key=rate.__getitem__, default="plutoprint-pages")
    size = figures[merged].note_size if merged in rate else None
    peak = figures["memory-2"].memory.get("shared_once") if "memory-2" in figures else None
    first = figures["first"].median if "first" in rate else None
    growth = _growth(figures)
    against = _ratio(rate, "merged-warm-compared", best)
    return [
        _least("one merged file, notes a second on one core", 5_000, rate.get(merged), "{:,.0f}"),
        _least("… against PlutoPrint's best merged file", 4, against, "{:.1f} ×"),
        _least(
            "… against WeasyPrint one by one",
            100,
            _ratio(rate, "merged-warm-compared", "weasyprint-one-by-one"),
            "{:,.0f} ×",
        ),
        _most("… bytes a note", 1_500, size, "{:,.0f}"),
        _least("one file per order, files a second on one core", 1_500, rate.get(split), "{:,.0f}"),
        _least(
            "… against PlutoPrint one by one",
            4,
            _ratio(rate, "split-warm-compared", "plutoprint-one-by-one"),
            "{:.1f} ×",
        ),
        _least("two workers against one", 1.8, _ratio(rate, "workers-2", _largest(rate)), "{:.2f} ×"),
        _most("start-up to the first note, seconds", 1, first, "{:.2f}"),
        _most("cost of a note, the dearest batch against the cheapest", FLAT, growth, "{:.2f} ×"),
        _most("memory of all processes, two workers, MB", 600, None if peak is None else peak / 1e6, "{:,.0f}"),
    ]


def _largest(rate: Mapping[str, float]) -> str:
    """Return the key of the largest batch of one worker."""
    scale = [int(key.removeprefix("scale-")) for key in rate if key.startswith("scale-")]
    return f"scale-{max(scale, default=0)}"


def _growth(figures: Mapping[str, Figure]) -> float | None:
    """Return how much dearer a note is in the dearest batch than in the cheapest, start-up taken off."""
    start = figures.get("first")
    merged = ("merged-warm-compared", "merged-warm-large")
    batches = [
        figure for key, figure in figures.items() if (key.startswith("scale-") or key in merged) and figure.seconds
    ]
    if start is None or not start.seconds or not batches:
        return None
    costs = [(figure.median - start.median) / (figure.notes - 1) for figure in batches]
    return max(costs) / min(costs) if min(costs) > 0 else None


def _ratio(rate: Mapping[str, float], ours: str, other: str) -> float | None:
    return rate[ours] / rate[other] if ours in rate and other in rate else None


def _least(what: str, wanted: float, measured: float | None, form: str) -> Target:
    said = "not measured" if measured is None else form.format(measured)
    return Target(what, f"at least {form.format(wanted)}", said, None if measured is None else measured >= wanted)


def _most(what: str, wanted: float, measured: float | None, form: str) -> Target:
    said = "not measured" if measured is None else form.format(measured)
    return Target(what, f"at most {form.format(wanted)}", said, None if measured is None else measured <= wanted)
