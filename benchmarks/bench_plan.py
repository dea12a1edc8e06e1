"""How much is measured: the numbers of orders and of runs, and where the files for it lie."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import orders

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
"""Everything that measuring makes; git ignores it."""
OTHERS = FOLDER / "venv"
"""The environment of the other programs."""
WORKSPACE = ROOT / "samples" / "workspace"


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of orders, and of runs whose median is taken."""

    compared: int = 10_000
    """Ours and PlutoPrint's."""
    large: int = 50_000
    """Ours alone: what is wanted is said of these."""
    largest: int = 100_000
    """For memory, two workers, and the end of `scale`."""
    smallest: int = 1_000
    """For the cost a note: the beginning of `scale`."""
    first: int = 300
    """WeasyPrint, Typst, ReportLab, and this engine's own typesetting."""
    runs: int = 5
    large_runs: int = 3
    """Of the larger batches, where a run takes a minute and more."""
    name: str = ""
    """Names the figures that are kept between parts; those of the whole plan have none."""
    note: str = ""
    """What the page says of the run before all else."""

    def orders(self, count: int) -> Path:
        """Return the export of the first `count` orders, written if it is not there yet."""
        target = FOLDER / f"orders-{_generation()}-{count}.csv"
        if not target.exists():
            FOLDER.mkdir(exist_ok=True)
            begun = target.with_name(f"begun-{target.name}")
            orders.write(orders.orders(count), count, begun)
            begun.rename(target)
        return target


def _generation() -> str:
    """Return a short name of the orders' generator as it is now: orders of an older one are not taken for its own."""
    sources = [
        *sorted(Path(__file__).parent.glob("*.toml")),
        *sorted((ROOT / "scripts" / "sample_orders").glob("*.py")),
    ]
    sources += [ROOT / "benchmarks" / f"{name}.py" for name in ("orders", "people", "goods")]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:8]


FULL = Plan()
SHORT = Plan(
    compared=2_000,
    large=10_000,
    largest=20_000,
    first=150,
    runs=3,
    name="short",
    note="A short run (`make bench-short`), of fewer orders and runs than `make bench` has.",
)
"""For half an hour."""
QUICK = Plan(
    compared=100,
    large=200,
    largest=300,
    smallest=50,
    first=10,
    runs=2,
    large_runs=1,
    name="quick",
    note="**A quick run, to try that it works: the figures mean nothing.**",
)


def engine(*arguments: str | Path) -> list[str | Path]:
    """Return the command of this engine."""
    return [sys.executable, "-m", "notes_engine", *arguments]
