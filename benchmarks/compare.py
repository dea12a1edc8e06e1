"""The other programs, each from what benchmarks/prepare.py made of the same orders, in fresh processes on one core."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from typing import TYPE_CHECKING

from benchmarks.bench_plan import FOLDER, OTHERS, ROOT
from benchmarks.figures import Figure
from benchmarks.processes import FailedRunError, one_core, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.bench_plan import Plan

PROGRAMS = ("plutoprint", "reportlab", "rl_accel", "typst")
"""What benchmarks/requirements.txt installs to be measured, WeasyPrint apart, which this engine itself needs."""
_PREPARE = ROOT / "benchmarks" / "prepare.py"
_OUT = FOLDER / "out-others"
_MODES = {
    "weasyprint": (("one-by-one", "one by one"), ("merged", "one merged document")),
    "plutoprint": (
        ("one-by-one", "one by one"),
        ("pages", "one merged file, page by page"),
        ("batches", "one merged file, from documents of 100 notes"),
        ("document", "one merged document"),
    ),
    "typst": (("one-by-one", "one by one"), ("merged", "one merged document")),
    "reportlab": (("one-by-one", "one by one"), ("merged", "one merged document")),
}
_NAMES = {"weasyprint": "WeasyPrint", "plutoprint": "PlutoPrint", "typst": "Typst", "reportlab": "ReportLab"}


def versions() -> dict[str, str]:
    """Return the versions of the other programs that are installed; those that are not are left out."""
    look = (
        "import importlib.metadata as m, json\n"
        "found = {d.metadata['Name'].lower(): d.version for d in m.distributions()}\n"
        f"print(json.dumps({{name: found[name] for name in {PROGRAMS!r} if name in found}}))"
    )
    try:
        found: dict[str, str] = json.loads(run([OTHERS / "bin" / "python", "-c", look]).output)
    except (OSError, FailedRunError):
        return {}
    return found


def html(plan: Plan) -> Iterator[Figure]:
    """This engine's reading and HTML alone: what the others are given ready-made."""
    command: list[str | Path] = [sys.executable, _PREPARE, plan.orders(plan.compared), "0", FOLDER / "given"]
    done = [run(command, cores=one_core()) for _ in range(plan.runs)]
    seconds = tuple(float(json.loads(each.output)["seconds"]) for each in done)
    what = "this engine's reading and HTML alone, which the others are given ready-made"
    yield Figure("html", what, plan.compared, seconds, statistics.median(each.processor for each in done))


def given(plan: Plan, count: int) -> Path:
    """Return the folder with what the programs are given for the first `count` orders."""
    folder = FOLDER / f"given-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, _PREPARE, plan.orders(count), str(count), folder])
    return folder


def others(plan: Plan) -> Iterator[Figure]:
    """WeasyPrint, PlutoPrint, Typst, ReportLab: one by one, and merged."""
    installed = versions()
    few, many = given(plan, plan.first), given(plan, plan.compared)
    for program, modes in _MODES.items():
        for mode, what in modes:
            many_asked = program == "plutoprint" and mode != "document"
            count, folder = (plan.compared, many) if many_asked else (plan.first, few)
            key, name = f"{program}-{mode}", f"{_NAMES[program]}, {what}"
            if program != "weasyprint" and program not in installed:
                yield Figure(key, name, missing="it cannot be installed here")
                continue
            try:
                yield _measured(key, name, program, mode, folder, count, plan.runs)
            except FailedRunError as error:
                print(error, file=sys.stderr)
                yield Figure(key, name, missing="it failed")


def _measured(key: str, what: str, program: str, mode: str, folder: Path, count: int, runs: int) -> Figure:
    python = sys.executable if program == "weasyprint" else OTHERS / "bin" / "python"
    script = ROOT / "benchmarks" / "others" / f"{program}_notes.py"
    answers = []
    for _ in range(runs):
        shutil.rmtree(_OUT, ignore_errors=True)
        answers.append(json.loads(run([python, script, folder, mode, str(count), _OUT], cores=one_core()).output))
    if any(answer["notes"] != count for answer in answers):
        raise FailedRunError(f"{program}: other than {count} notes")
    seconds = tuple(answer["seconds"] for answer in answers)
    processor = statistics.median(answer["processor"] for answer in answers)
    return Figure(key, what, count, seconds, processor, answers[-1]["bytes"])
