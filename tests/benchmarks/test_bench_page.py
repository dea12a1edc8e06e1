"""The benchmark's page: what is in the table, what is judged, and what is kept between parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.bench_plan import FULL, QUICK, SHORT
from benchmarks.figures import Figure, Part, keep, kept
from benchmarks.page import machine, page
from benchmarks.targets import Target, judge

if TYPE_CHECKING:
    from pathlib import Path

WARM = Figure("merged-warm-large", "this engine, warm", 50_000, (10.0, 8.0, 9.0), 8.9, size=60_000_000)
MISSING = Figure("typst-merged", "Typst, merged", missing="it cannot be installed here")
MEMORY = Figure(
    "memory-2",
    "memory watched",
    100_000,
    (20.0,),
    30.0,
    memory={"shared_once": 480_000_000, "resident": 610_000_000, "main": 200_000_000},
)


def targets(*figures: Figure) -> dict[str, Target]:
    return {target.what: target for target in judge({figure.key: figure for figure in figures})}


def test_a_line_tells_the_median_the_rate_the_cost_and_the_size() -> None:
    text = page([Part("merged", "2026-03-02 10:00", (WARM,))], {"weasyprint": "70.0"})

    assert "| this engine, warm | 50,000 | 3 | 9.000 | 8.900 | 5,556 | 180 | 1,200 |" in text.splitlines()
    assert "Versions: weasyprint 70.0." in text
    assert "merged 2026-03-02 10:00" in text


def test_a_program_that_is_not_there_is_told_and_fails_nothing() -> None:
    text = page([Part("others", "now", (MISSING,))], {})

    assert "| Typst, merged | it cannot be installed here |" in text


def test_time_that_was_spent_waiting_is_marked() -> None:
    waited = Figure("first", "one order", 1, (2.0,), 1.0)

    text = page([Part("scale", "now", (waited,))], {})

    assert "| 1.000 ! |" in text
    assert "spent waiting" in text
    assert "spent waiting" not in page([Part("merged", "now", (WARM,))], {})


def test_a_run_that_is_not_whole_says_so() -> None:
    assert "mean nothing" in page([], {}, note=QUICK.note)
    assert "A short run" in page([], {}, note=SHORT.note)
    assert "run (" not in page([], {}, note=FULL.note)


def test_memory_has_a_table_of_its_own() -> None:
    text = page([Part("memory", "now", (MEMORY,))], {})

    assert "| memory watched | 100,000 | 480 MB | 610 MB | 200 MB |" in text.splitlines()


def test_the_machine_is_named() -> None:
    assert "cores" in machine()
    assert "Python 3." in machine()


def test_what_was_wanted_is_judged() -> None:
    found = targets(WARM, MEMORY)

    assert found["one merged file, notes a second on one core"].reached is True
    assert found["… bytes a note"].reached is True
    assert found["memory of all processes, two workers, MB"] == Target(
        "memory of all processes, two workers, MB", "at most 600", "480", True
    )
    assert found["two workers against one"] == Target(
        "two workers against one", "at least 1.80 ×", "not measured", None
    )


def test_a_rate_is_compared_with_the_best_of_plutoprint() -> None:
    ours = Figure("merged-warm-compared", "", 10_000, (2.0,))
    slow = Figure("plutoprint-pages", "", 10_000, (20.0,))
    fast = Figure("plutoprint-document", "", 10_000, (7.0,))

    found = targets(ours, slow, fast)["… against PlutoPrint's best merged file"]

    assert (found.measured, found.reached) == ("3.5 ×", False)


@pytest.mark.parametrize(("seconds", "reached"), [(21.0, True), (31.0, False)])
def test_the_cost_is_flat_when_a_note_of_more_costs_no_more(seconds: float, reached: bool) -> None:
    first = Figure("first", "", 1, (1.0,))
    small = Figure("scale-1000", "", 1_000, (1.2,))
    large = Figure("scale-100000", "", 100_000, (seconds,))

    found = targets(first, small, large)["cost of a note, the dearest batch against the cheapest"]

    assert found.reached is reached


def test_a_figure_that_misses_its_target_points_to_the_profile() -> None:
    slow = Figure("merged-warm-large", "slow", 50_000, (50.0,), 50.0)

    assert "profile.txt" in page([Part("merged", "now", (slow,))], {})


def test_parts_are_kept_as_they_were(tmp_path: Path) -> None:
    parts = [Part("merged", "now", (WARM, MISSING, MEMORY)), Part("steps", "then", steps=(("read", "1 ms"),))]

    keep(tmp_path / "results.json", parts)

    assert kept(tmp_path / "results.json") == parts
    assert kept(tmp_path / "none.json") == []
