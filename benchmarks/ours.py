"""This engine, from the export on disk to the PDF on disk, in fresh processes: everything is counted."""

from __future__ import annotations

import json
import shutil
import statistics
from dataclasses import asdict
from typing import TYPE_CHECKING

from benchmarks import orders as invented
from benchmarks.bench_plan import FOLDER, WORKSPACE, engine
from benchmarks.figures import Figure
from benchmarks.processes import Run, one_core, run, run_watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.bench_plan import Plan

PLATES = "NOTES_ENGINE_CACHE"
"""The environment variable that names the folder of the plates."""
OUT, WARM, COLD = FOLDER / "out", FOLDER / "plates-warm", FOLDER / "plates-cold"
_TRIES = 3
"""How often a batch is run to warm the plates up: until no more are made, at most."""


def _command(export: Path, *options: str) -> list[str | Path]:
    shutil.rmtree(OUT, ignore_errors=True)
    return engine("render", export, "--workspace", WORKSPACE, "--out", OUT, "--json", *options)


def _require(done: Run, count: int) -> None:
    printed = json.loads(done.output)["printed"]
    if printed != count:
        raise AssertionError(f"{printed} of {count} notes were printed")


def _figure(key: str, what: str, count: int, done: list[Run]) -> Figure:
    for each in done:
        _require(each, count)
    size = sum(file.stat().st_size for file in OUT.rglob("*.pdf"))
    seconds = tuple(each.seconds for each in done)
    return Figure(key, what, count, seconds, statistics.median(each.processor for each in done), size)


def _timed(key: str, what: str, export: Path, count: int, runs: int, *options: str, cores: set[int] | None) -> Figure:
    environment = {PLATES: str(WARM)}
    done = [run(_command(export, *options), cores=cores, environment=environment) for _ in range(runs)]
    return _figure(key, what, count, done)


def _plates(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def warm_up(export: Path, *options: str) -> None:
    """Run the batch, on all cores, until no more plates are made, at most three times."""
    WARM.mkdir(parents=True, exist_ok=True)
    for _ in range(_TRIES):
        before = _plates(WARM)
        run(_command(export, "--engine", "auto", *options), environment={PLATES: str(WARM)})
        if _plates(WARM) == before:
            return


def _auto(*options: str) -> tuple[str, ...]:
    return ("--engine", "auto", "--jobs", "1", *options)


def merged(plan: Plan) -> Iterator[Figure]:
    """One file: with no plates, and with those of the batches before."""
    export = plan.orders(plan.large)
    shutil.rmtree(WARM, ignore_errors=True)
    WARM.mkdir(parents=True)
    name = "this engine, one merged file, cold plates, `--jobs 2`, two cores"
    options = ("--engine", "auto", "--jobs", "2")
    yield _timed("merged-cold-large", name, export, plan.large, 1, *options, cores=None)
    warm_up(plan.orders(plan.largest))
    yield from _warm(plan, "merged", "one merged file", ())


def split(plan: Plan) -> Iterator[Figure]:
    """One file for each order, with the plates of the same orders in one file: they are the same."""
    warm_up(plan.orders(plan.largest))
    yield from _warm(plan, "split", "one file per order", ("--split", "order"))


def _warm(plan: Plan, key: str, what: str, options: tuple[str, ...]) -> Iterator[Figure]:
    for count, which, runs in ((plan.compared, "compared", plan.runs), (plan.large, "large", plan.large_runs)):
        name = f"this engine, {what}, warm plates" + ("" if _plates(WARM) else ", of which none were kept")
        export, asked = plan.orders(count), _auto(*options)
        yield _timed(f"{key}-warm-{which}", name, export, count, runs, *asked, cores=one_core())


def typeset(plan: Plan) -> Iterator[Figure]:
    """Every page typeset by WeasyPrint, inside this engine."""
    export, core = plan.orders(plan.first), one_core()
    for key, what, options in (
        ("typeset-merged", "one merged file", ()),
        ("typeset-split", "one file per order", ("--split", "order")),
    ):
        asked = ("--engine", "typeset", "--jobs", "1", *options)
        name = f"this engine, `--engine typeset`, {what}"
        yield _timed(key, name, export, plan.first, plan.runs, *asked, cores=core)


def scale(plan: Plan) -> Iterator[Figure]:
    """One usual order, which is the start-up, and the smallest and the largest batch; with warm plates.

    What lies between them is measured in `merged`.
    """
    core = one_core()
    warm_up(plan.orders(plan.largest))
    single = FOLDER / "orders-single.csv"
    usual = next(order for order in invented.orders(100) if len(order.items) == 1)
    invented.write([usual], 1, single)
    warm_up(single)
    what = "this engine, one order, warm plates: from the command to its PDF"
    yield _timed("first", what, single, 1, plan.runs, *_auto(), cores=core)
    for count, runs in ((plan.smallest, plan.runs), (plan.largest, plan.large_runs)):
        warm_up(plan.orders(count))
        name = f"this engine, one merged file of {count:,}, warm plates"
        yield _timed(f"scale-{count}", name, plan.orders(count), count, runs, *_auto(), cores=core)


def workers(plan: Plan) -> Iterator[Figure]:
    """Two workers on all cores, with warm plates; one worker on one core is the largest batch of `scale`."""
    export = plan.orders(plan.largest)
    warm_up(export)
    what = "this engine, one merged file, warm plates, `--jobs 2`, two cores"
    options = ("--engine", "auto", "--jobs", "2")
    yield _timed("workers-2", what, export, plan.largest, plan.large_runs, *options, cores=None)


def memory(plan: Plan) -> Iterator[Figure]:
    """The memory of all processes, watched while one and two workers make the largest batch."""
    export = plan.orders(plan.largest)
    warm_up(export)
    for count in (1, 2):
        command = _command(export, "--engine", "auto", "--jobs", str(count))
        done, peak = run_watched(command, environment={PLATES: str(WARM)})
        _require(done, plan.largest)
        what = f"this engine, one merged file, warm plates, `--jobs {count}`, memory watched"
        yield Figure(f"memory-{count}", what, plan.largest, (done.seconds,), done.processor, memory=dict(asdict(peak)))
