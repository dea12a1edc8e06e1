"""The figures that the parts of the benchmark give, and their keeping between parts that are measured apart."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    key: str
    """What it is, for the targets: `merged-warm`, `plutoprint-pages`."""
    what: str
    """What it is, for readers."""
    notes: int = 0
    seconds: tuple[float, ...] = ()
    """Of each run."""
    processor: float = 0
    """Seconds of processor time, the median of the runs."""
    size: int = 0
    """Bytes of the PDF files of one run; 0 where none are made or it does not matter."""
    memory: Mapping[str, int] = field(default_factory=dict)
    """Peaks in bytes: `shared_once`, `resident`, `main`."""
    missing: str = ""
    """Why there is no figure."""

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Notes a second."""
        return self.notes / self.median

    @property
    def cost(self) -> float:
        """Microseconds a note."""
        return self.median / self.notes * 1e6

    @property
    def note_size(self) -> float:
        """Bytes a note."""
        return self.size / self.notes


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the benchmark gave."""

    name: str
    measured: str
    """When it began, UTC."""
    figures: tuple[Figure, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    """Other figures, as (what, figure)."""


def keep(path: Path, parts: Iterable[Part]) -> None:
    """Write the parts to a JSON file."""
    path.write_text(json.dumps([asdict(part) for part in parts], indent=1, ensure_ascii=False) + "\n", "utf-8")


def kept(path: Path) -> list[Part]:
    """Return the parts of such a file; none when there is no file."""
    return [_part(part) for part in json.loads(path.read_text("utf-8"))] if path.is_file() else []


def _part(value: dict[str, Any]) -> Part:
    figures = tuple(Figure(**{**figure, "seconds": tuple(figure["seconds"])}) for figure in value["figures"])
    return Part(value["name"], value["measured"], figures, tuple((what, said) for what, said in value["steps"]))
