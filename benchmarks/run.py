"""`make bench`: measure on this machine, in one run, and write benchmarks/README.md.

    python benchmarks/run.py [--short | --quick] [--parts merged,split,…] [--runs N]

A part alone replaces its figures of an earlier run, and the page is written from all. With `--short` there are fewer
orders and runs; with `--quick` the numbers are small and the page goes to .bench/quick.md.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import compare, ours, steps
from benchmarks.bench_plan import FOLDER, FULL, QUICK, ROOT, SHORT
from benchmarks.figures import Figure, Part, keep, kept
from benchmarks.page import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.bench_plan import Plan

PARTS: Mapping[str, Callable[[Plan], Iterator[Figure]]] = {
    "merged": ours.merged,
    "split": ours.split,
    "typeset": ours.typeset,
    "html": compare.html,
    "others": compare.others,
    "scale": ours.scale,
    "workers": ours.workers,
    "memory": ours.memory,
}
STEPS = "steps"
"""The part of single steps, which are no batches."""
_OWN = ("weasyprint", "pydyf", "uharfbuzz", "fonttools", "jinja2", "babel", "lark", "pikepdf")


def measure(name: str, plan: Plan) -> Part:
    """Measure one part, telling each figure as it comes."""
    began = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    if name == STEPS:
        return Part(name, began, steps=steps.measure(plan.runs))
    figures = []
    for figure in PARTS[name](plan):
        figures.append(figure)
        told = figure.missing or f"{figure.median:9.3f} s {figure.rate:9,.1f}/s {figure.cost:9,.0f} µs a note"
        print(f"{figure.what:75} {figure.notes:7,}  {told}", flush=True)
    return Part(name, began, tuple(figures))


def _versions() -> dict[str, str]:
    found = {}
    for name in _OWN:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found | compare.versions()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the arguments ask for, keep it, and write the page."""
    names = (*PARTS, STEPS)
    parser = argparse.ArgumentParser(description="Measure this engine and others.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_true", help="fewer orders and runs, for half an hour")
    size.add_argument("--quick", action="store_true", help="small numbers, to try that it works")
    parser.add_argument("--parts", default=",".join(names), help=f"of {', '.join(names)}")
    parser.add_argument("--runs", type=int, help="runs of each line, whose median is taken")
    asked = parser.parse_args(arguments)
    wanted = asked.parts.split(",")
    if unknown := [name for name in wanted if name not in names]:
        parser.error(f"no such part: {', '.join(unknown)}")
    plan = QUICK if asked.quick else SHORT if asked.short else FULL
    if asked.runs:
        plan = replace(plan, runs=asked.runs, large_runs=asked.runs)
    results = FOLDER / f"{plan.name or 'results'}.json"
    target = FOLDER / "quick.md" if asked.quick else ROOT / "benchmarks" / "README.md"
    FOLDER.mkdir(exist_ok=True)
    done = {part.name: part for part in kept(results)}
    for name in names:
        if name in wanted:
            done[name] = measure(name, plan)
            keep(results, [done[each] for each in names if each in done])
    measured = [done[each] for each in names if each in done]
    target.write_text(page(measured, _versions(), note=plan.note), "utf-8")
    print(f"written: {target}")


if __name__ == "__main__":
    main()
