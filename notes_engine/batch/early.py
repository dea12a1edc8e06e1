"""Chunks that workers make while the rest of the orders is still being read.

They are the chunks that the plan would have, were all orders read before. So nothing is begun early whose chunk, wave
or refusal may depend on orders that come later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.batch.intake import EXAMPLES
from notes_engine.batch.plan import CHUNK_LIMIT, SURE, Chunk, waves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notes_engine.batch.intake import Choice, Intake, Taking
    from notes_engine.batch.job import Job
    from notes_engine.batch.plan import Output

STEP = 200
"""Orders that are read between two looks at the workers."""


class NotOfOutputError(Exception):
    """What the system said of the orders or the workspace, while the output folder was being written."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def may_begin_early(job: Job, choice: Choice) -> bool:
    """Return whether a job's chunks follow from the order of reading alone."""
    is_as_read = not choice.sorting.keys and not choice.sorting.reverse
    return is_as_read and job.split != "market" and job.pdf_variant is None


@dataclass(frozen=True, slots=True)
class Planned:
    """All orders of a batch, read, and the files to make of them."""

    intake: Intake
    outputs: tuple[Output, ...]
    chunks: tuple[Chunk, ...] = field(init=False)
    """The chunks of all files, by their numbers."""
    _waves: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Look up what follows from the files."""
        object.__setattr__(self, "chunks", tuple([chunk for output in self.outputs for chunk in output.chunks]))
        object.__setattr__(self, "_waves", waves(self.outputs))

    def wave_of(self, chunk: Chunk) -> int:
        """Return a chunk's wave."""
        return self._waves[chunk.number]


@dataclass(slots=True)
class Early:
    """The chunks that are sure so far."""

    taking: Taking
    prove: Callable[[str], None]
    """Draws a locale's sample note, before any chunk that holds an order of it is handed out."""
    given: list[Chunk] = field(default_factory=list)
    """Those that were handed out."""
    planned: Planned | None = None
    """The whole plan, once all orders are read."""
    _proven: set[str] = field(default_factory=set)

    def is_worth_it(self) -> bool:
        """Read on until it is sure how large chunks are; False when there are no orders left before."""
        while len(self.taking.entries) < SURE:
            if not self.taking.more(STEP):
                return False
        return True

    def chunks(self) -> Iterator[list[Chunk]]:
        """Read on, and yield the chunks that each step makes sure, until all orders are read."""
        is_more = True
        while is_more:
            yield self._sure()
            is_more = self.taking.more(STEP)

    def _sure(self) -> list[Chunk]:
        taking = self.taking
        for locale, orders in taking.examples.items():
            # A proof asks these orders: with fewer it could say something else.
            if len(orders) == EXAMPLES and locale not in self._proven:
                self.prove(locale)
                self._proven.add(locale)
        end = min(
            (at for locale, at in taking.begins.items() if locale not in self._proven), default=len(taking.entries)
        )
        new = []
        while (start := len(self.given) * CHUNK_LIMIT) + CHUNK_LIMIT <= end:
            places = tuple([entry.place for entry in taking.entries[start : start + CHUNK_LIMIT]])
            new.append(Chunk(len(self.given), places))
            self.given.append(new[-1])
        return new
