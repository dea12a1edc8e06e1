"""A job: everything one batch is asked to do, frozen, hashable and picklable, since workers get it too."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from notes_engine.errors import UsageError
from notes_engine.visible import visible

Split = Literal["none", "market", "order"]
Engine = Literal["auto", "press", "typeset"]

MERGED_VARIANT_LIMIT = 500
"""Notes a merged file may have with `--pdf-variant`: joining chunks would break the variant's promises, so the file is
made in one go. The pdf room's own limit, repeated here since importing it would load WeasyPrint."""


@dataclass(frozen=True, slots=True)
class Job:
    """One batch. `now` is the batch's one instant: None means "when it starts"."""

    workspace: Path
    inputs: tuple[str, ...]
    """Orders files as the user named them; `-` is standard input."""
    out: Path
    split: Split = "none"
    locale: str | None = None
    where: str | None = None
    sort: str | None = None
    jobs: int | None = None
    """Worker processes; None chooses by the size of the batch and the machine."""
    draft: bool = False
    resume: bool = False
    pdf_variant: str | None = None
    strict: bool = False
    format: str | None = None
    now: datetime | None = None
    engine: Engine = "auto"
    """Who makes the pages: WeasyPrint each of them (`typeset`), or the press those that fit a plate (`auto`), telling
    which did not (`press`)."""
    proof: int | None = None
    """How many notes of the finished files are compared with the typesetter's before they are published."""
    made_with: str = field(default="", compare=False)
    """A name of the workspace's files and the libraries as they were when the batch began; `run_batch` sets it."""

    def __post_init__(self) -> None:
        """Refuse what could never run.

        Raises:
            UsageError: no inputs, one of them twice or without a name, no jobs or no notes to compare,
                an unknown split, or `--resume` of standard input.
        """
        if not self.inputs:
            raise UsageError("no orders file was given", hint="notes-engine render orders.json")
        _require_once_each(self.inputs)
        if self.jobs is not None and self.jobs < 1:
            raise UsageError(f"--jobs {self.jobs}: at least one worker is needed", hint="leave --jobs out")
        if self.proof is not None and self.proof < 1:
            raise UsageError(f"--proof {self.proof}: at least one note is compared", hint="leave --proof out")
        if self.split not in get_args(Split):
            raise UsageError(f"--split {self.split}: unknown", hint="order, market or none")
        if self.engine not in get_args(Engine):
            raise UsageError(f"--engine {self.engine}: unknown", hint="auto, press or typeset")
        if self.now is not None and self.now.tzinfo is None:
            raise UsageError("the batch's instant has no time zone", hint="pass an aware datetime")
        if self.resume and not all(is_repeatable(name) for name in self.inputs):
            raise UsageError(
                "standard input can't be resumed: it is gone once read",
                hint="save the orders to a file, or run again without --resume",
            )

    def options(self) -> dict[str, str]:
        """Return, by the option's name, what shapes the result, or must hold for it.

        `--jobs` does not: any number gives the same bytes.
        """
        chosen = {
            "--split": self.split,
            "--locale": self.locale,
            "--where": self.where,
            "--sort": self.sort,
            "--draft": self.draft,
            "--pdf-variant": self.pdf_variant,
            "--strict": self.strict,
            "--format": self.format,
            "--engine": self.engine,
            "--proof": self.proof,
        }
        return {name: "" if value is None else str(value) for name, value in chosen.items()}


def _require_once_each(names: tuple[str, ...]) -> None:
    """Refuse a file named twice: each of its orders would be a reject, as read already."""
    seen: set[Path] = set()
    for name in names:
        if not name.strip():
            raise UsageError("the name of an orders file is empty", hint="a variable in the command may be unset")
        path = Path(name) if name == "-" else Path(name).resolve()
        if path in seen:
            what = "standard input" if name == "-" else f"the orders file {visible(name)}"
            raise UsageError(f"{what} is given twice", hint="give each export once")
        seen.add(path)


def is_repeatable(name: str) -> bool:
    """True for an input that can be read a second time; standard input, pipes and `<(…)` cannot.

    A file that does not exist counts as repeatable: reading it gives the right error.
    """
    if name == "-":
        return False
    path = Path(name)
    return path.is_file() or not path.exists()


def starting_instant() -> datetime:
    """Return `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org) if it is set, else now; in UTC.

    Raises:
        UsageError: `SOURCE_DATE_EPOCH` is not a whole number of seconds that a calendar can show.
    """
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.now(UTC)
    from notes_engine.process_environment import read_environment  # noqa: PLC0415  importing it takes 50 ms

    epoch = read_environment().source_date_epoch
    return datetime.now(UTC) if epoch is None else datetime.fromtimestamp(epoch, UTC)
