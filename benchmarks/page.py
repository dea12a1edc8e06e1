"""The page benchmarks/README.md: the machine, what was wanted, the table, and what each of its lines counts."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.targets import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.figures import Figure, Part

BUSY = 1.1
"""A run that took this many times its processor time had to wait for something: the disk, or other programs."""
_COUNTED = """\
## What each line counts

- **This engine**: the whole command `notes-engine render`, in a fresh process: its start, its imports, reading the CSV
  export from disk, checking, rendering, stamping, writing the PDF, its manifest and its journal to disk. *Cold* plates:
  the folder of plates is empty. *Warm*: the largest batch was made before, until no more plates came, three times at
  most.
  Files for one order are stamped with the plates of merged ones: cold, they cost what merged ones do.
- **One core**: the process, its threads and children may use one core alone. Two workers have two cores.
- **One order**: the whole command for an export of one order; the start-up is all of it but a few milliseconds.
- **The other programs**: from the notes in memory to their files on disk, in a fresh process on one core, without its
  start, its imports, and reading what it is given. WeasyPrint and PlutoPrint are given the HTML that this engine's
  renderer makes, Typst and ReportLab every text of it, formatted and translated; what making that takes stands in a
  line of its own and is not counted for them. WeasyPrint has its stylesheet parsed once and keeps its pictures.
  PlutoPrint has its fonts installed, which is faster than `@font-face`. Typst keeps one compiler and writes no tags.
  ReportLab draws on a canvas, what notes of one language share once a file, and wraps each text once.
- **PlutoPrint's documents** of several notes are one HTML page each: at the foot of each sheet stand the first note's
  number and the number of all its sheets, so those notes are wrong, only faster. *Page by page* has them right. One
  document of thousands of notes takes ever longer a note, so that line is of fewer.
- **Seconds** are the median of the runs; **processor** is their processor time, the median too. **Bytes a note** are of
  the PDF files, fonts and all.
- **Memory** is the peak of samples taken ten times a second: of all processes with what they share counted once (PSS),
  each by itself (RSS), and of the first process.
- **The orders** are invented (`benchmarks/orders.py` tells the shares): names, addresses and references do not repeat,
  titles do; five languages. The smaller numbers are the first of the larger ones.
"""


def page(parts: Sequence[Part], versions: Mapping[str, str], *, note: str = "") -> str:
    """Return the page as Markdown; `note` is what it says of the run before all else."""
    figures = [figure for part in parts for figure in part.figures]
    steps = [step for part in parts for step in part.steps]
    lines = [
        "# Measured",
        "",
        "Written by `make bench`: every line in fresh processes. Timings on shared machines are noisy; compare figures",
        "of one run only.",
        "",
        *([note, ""] if note else []),
        f"Machine: {machine()}.",
        "",
        f"Versions: {', '.join(f'{name} {version}' for name, version in versions.items())}.",
        "",
        f"Measured (UTC): {'; '.join(f'{part.name} {part.measured}' for part in parts)}.",
        "",
        "## Against what was wanted",
        "",
        *_targets(figures),
        "## The table",
        "",
        *_table(figures),
        *_memory(figures),
        *_steps(steps),
        _COUNTED,
    ]
    return "\n".join(lines)


def machine() -> str:
    """Return the processor's model, its cores, the memory and the system, as far as the system tells."""
    model = next(iter(_told("/proc/cpuinfo", "model name")), platform.machine())
    memory = next(iter(_told("/proc/meminfo", "MemTotal")), "0 kB").split()[0]
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {int(memory) / 1e6:.0f} GB of memory, {system}"


def _told(file: str, name: str) -> list[str]:
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return []
    return [line.partition(":")[2].strip() for line in lines if line.startswith(name)]


def _targets(figures: Sequence[Figure]) -> Iterable[str]:
    found = judge({figure.key: figure for figure in figures})
    yield from ("| what | wanted | measured | |", "| --- | --- | --- | --- |")
    for target in found:
        verdict = {True: "reached", False: "**not reached**", None: ""}[target.reached]
        yield f"| {target.what} | {target.wanted} | {target.measured} | {verdict} |"
    yield ""
    yield "With warm plates; ratios are of the same orders. A note's cost is without the start-up, one order's time."
    if any(target.reached is False for target in found):
        yield "Where the time goes: [profile.txt](profile.txt), written by `make bench-profile`."
    yield ""


def _table(figures: Iterable[Figure]) -> Iterable[str]:
    yield "| what | notes | runs | seconds | processor | notes/s | µs a note | bytes a note |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    busy = False
    for figure in figures:
        if figure.missing:
            yield f"| {figure.what} | {figure.missing} | | | | | | |"
            continue
        size = f"{figure.note_size:,.0f}" if figure.size else ""
        waited = figure.median > BUSY * figure.processor
        busy = busy or waited
        yield (
            f"| {figure.what} | {figure.notes:,} | {len(figure.seconds)} | {figure.median:.3f} "
            f"| {figure.processor:.3f}{' !' if waited else ''} | {_short(figure.rate)} | {figure.cost:,.0f} | {size} |"
        )
    yield ""
    if busy:
        yield "`!`: a good part of these seconds was spent waiting, for the disk or because the machine was busy."
        yield ""


def _short(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"  # noqa: PLR2004  # three digits say enough


def _memory(figures: Iterable[Figure]) -> Iterable[str]:
    watched = [figure for figure in figures if figure.memory]
    if watched:
        yield from (
            "| peak of memory | notes | all (PSS) | all (RSS) | main (RSS) |",
            "| --- | ---: | ---: | ---: | ---: |",
        )
    for figure in watched:
        sizes = " | ".join(f"{figure.memory[name] / 1e6:,.0f} MB" for name in ("shared_once", "resident", "main"))
        yield f"| {figure.what} | {figure.notes:,} | {sizes} |"
    if watched:
        yield ""


def _steps(steps: Sequence[tuple[str, str]]) -> Iterable[str]:
    if steps:
        yield from ("## Single steps", "", "| what | figure |", "| --- | --- |")
        yield from (f"| {what} | {figure} |" for what, figure in steps)
        yield ""
