"""Where the time of a note goes: one batch of one worker under cProfile, by stage, by module, by function.

    python benchmarks/profile_stages.py [--orders 5000] [--cold] [--split order] [--out benchmarks/profile.txt]

A stage is some of the engine's rooms, with what they call of libraries; importing is a stage of its own, and so is
WeasyPrint. The profiler slows Python down more than C, so shares are a guide and the sum is no speed.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import pstats
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import ours
from benchmarks.bench_plan import FOLDER, FULL, ROOT, WORKSPACE
from benchmarks.page import machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Function = tuple[str, int, str]
"""File, line and name, as pstats has them."""
Entry = tuple[int, int, float, float]
"""Calls without recursion, calls, own seconds, seconds with what is called."""
Stats = dict[Function, tuple[int, int, float, float, dict[Function, Entry]]]

STAGES: Sequence[tuple[str, str]] = (
    ("/notes_engine/orders/", "read the export"),
    ("/notes_engine/batch/spool", "spool"),
    ("/notes_engine/batch/intake", "spool"),
    ("/notes_engine/notes/", "render the HTML or the values"),
    ("/notes_engine/formula/", "render the HTML or the values"),
    ("/notes_engine/pdf/press/", "stamp"),
    ("/notes_engine/pdf/binding/", "write the PDF"),
    ("/notes_engine/pdf/write", "write the PDF"),
    ("/notes_engine/pdf/join", "join"),
    ("/notes_engine/pdf/", "typeset, and what belongs to pages"),
    ("/weasyprint/", "WeasyPrint"),
    ("/notes_engine/batch/", "hand out, record, publish"),
    ("/notes_engine/", "command line and the rest"),
)
"""The first that a function's file contains is its stage."""
IMPORTS, REST = "import", "outside of all"
_ROUNDS = 200
"""How often time is passed on to callers: more than calls are deep between two rooms."""
_FUNCTIONS = 45
_MODULES = 40


def stage_of(function: Function) -> str | None:
    """Return the function's stage, or None for what is counted to its callers: libraries and what is built in."""
    file, _, name = function
    if name == "<module>" or "importlib" in file:
        return IMPORTS
    return next((stage for part, stage in STAGES if part in file), None)


def module_of(function: Function) -> str | None:
    """Return the function's module in this package, or None for what is counted to its callers."""
    file, _, name = function
    if name == "<module>" or "importlib" in file:
        return IMPORTS
    if "/weasyprint/" in file:
        return "weasyprint"
    _, found, inside = file.rpartition("/notes_engine/")
    return inside if found else None


def attributed(stats: Stats, places: Mapping[Function, str | None]) -> dict[str, float]:
    """Return the own seconds of every function by its place, or by those of its callers where it has none.

    A function's seconds go to its callers in the proportion of the time that each spent in it.
    """
    found: defaultdict[str, float] = defaultdict(float)
    moving: Mapping[Function, float] = {function: entry[2] for function, entry in stats.items()}
    for _ in range(_ROUNDS):
        moved: defaultdict[Function, float] = defaultdict(float)
        for function, seconds in moving.items():
            place = places.get(function)
            if place is not None:
                found[place] += seconds
                continue
            callers = {caller: entry for caller, entry in stats[function][4].items() if caller != function}
            whole = sum(entry[3] for entry in callers.values())
            if not whole:
                found[REST] += seconds
                continue
            for caller, entry in callers.items():
                moved[caller] += seconds * entry[3] / whole
        moving = moved
    found[REST] += sum(moving.values())
    return dict(found)


def profiled(command: Sequence[str]) -> pstats.Stats:
    """Run the command line in this process under the profiler, its imports included; raises when it fails."""

    def work() -> None:
        from notes_engine.cli.app import run  # noqa: PLC0415  # importing is a stage
        from notes_engine.cli.commands import register  # noqa: PLC0415

        register(sys.argv[1:])
        if status := run():
            raise SystemExit(status)

    sys.argv = ["notes-engine", *command]
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile)


def report(stats: pstats.Stats, count: int, head: str) -> str:
    """Return the profile as text."""
    raw: Stats = stats.stats  # type: ignore[attr-defined]  # pstats' own name for it, which its stubs leave out
    stages = attributed(raw, {function: stage_of(function) for function in raw})
    modules = attributed(raw, {function: module_of(function) for function in raw})
    lines = [head, "", *_ranked("stage", stages, count, len(stages)), ""]
    lines += [*_ranked("module, with what it calls of libraries", modules, count, _MODULES), ""]
    return "\n".join(lines) + _functions(stats, "tottime") + _functions(stats, "cumtime")


def _ranked(what: str, seconds: Mapping[str, float], count: int, limit: int) -> list[str]:
    whole = sum(seconds.values())
    rows = sorted(seconds.items(), key=lambda item: -item[1])[:limit]
    return [
        f"{'seconds':>9} {'share':>7} {'µs a note':>10}  {what}",
        *(f"{used:9.3f} {used / whole:7.1%} {used / count * 1e6:10.1f}  {name}" for name, used in rows),
    ]


def _functions(stats: pstats.Stats, order: str) -> str:
    out = io.StringIO()
    stats.stream = out  # type: ignore[attr-defined]  # as its documentation has it
    stats.sort_stats(order).print_stats(_FUNCTIONS)
    text = out.getvalue()
    for folder in (f"{ROOT}/", *(f"{path}/" for path in sorted(sys.path, key=len, reverse=True) if path)):
        text = text.replace(folder, "")
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Profile what the arguments ask for, print it and write it."""
    parser = argparse.ArgumentParser(description="Write where the time of a note goes.")
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--cold", action="store_true", help="without plates from before")
    parser.add_argument("--split", choices=("none", "order"), default="none")
    parser.add_argument("--engine", choices=("auto", "typeset"), default="auto")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "profile.txt")
    asked = parser.parse_args(arguments)
    export = FULL.orders(asked.orders)
    plates = ours.COLD if asked.cold else ours.WARM
    options = ("--engine", asked.engine, "--jobs", "1", "--split", asked.split)
    if asked.cold:
        shutil.rmtree(plates, ignore_errors=True)
        plates.mkdir(parents=True)
    elif asked.engine == "auto":
        ours.warm_up(export, *options)
    os.environ[ours.PLATES] = str(plates)
    out = FOLDER / "out-profiled"
    shutil.rmtree(out, ignore_errors=True)
    stats = profiled(["render", str(export), "--workspace", str(WORKSPACE), "--out", str(out), "--json", *options])
    state = "cold plates" if asked.cold else "warm plates"
    head = f"{asked.orders:,} orders, {state}, `render {' '.join(options)}`, under cProfile\n{machine()}"
    text = report(stats, asked.orders, head)
    asked.out.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
