"""The first pass: read all orders once, put them on the spool, and remember of each only what the plan needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from notes_engine.batch.plan import Entry
from notes_engine.batch.reasons import failed, refused
from notes_engine.batch.sorting import parse_sort
from notes_engine.batch.spool import Spool
from notes_engine.errors import FormulaError, NotesError, UsageError
from notes_engine.formula import compile_condition
from notes_engine.orders import Order, Reject, TagValues
from notes_engine.orders.quick_init import quick_maker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

    from notes_engine.batch.bench import Bench
    from notes_engine.batch.job import Job
    from notes_engine.batch.progress import Progress
    from notes_engine.batch.sorting import Sorting
    from notes_engine.formula import Condition

REPORT_EVERY = 500
_make_entry = quick_maker(Entry)
EXAMPLES = 5
"""Orders of each locale that are kept: they are asked when its sample note cannot be made."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What reading found: the entries in printing order, and how many orders were rejected or left out by --where."""

    entries: tuple[Entry, ...]
    rejected: int
    left_out: int
    examples: dict[str, tuple[Order, ...]] = field(default_factory=dict)
    """The first orders of each locale."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which orders are printed, and in what order."""

    condition: Condition | None
    sorting: Sorting
    by_market: bool


def choice_of(job: Job, bench: Bench) -> Choice:
    """Return what a job's options ask for.

    Raises:
        UsageError: an unknown sort key, or a wrong `--where`.
    """
    return Choice(_condition(job.where, bench), parse_sort(job.sort, bench.extended), job.split == "market")


def _condition(where: str | None, bench: Bench) -> Condition | None:
    if where is None:
        return None
    try:
        return compile_condition(where, name="--where", extended=tuple(bench.extended))
    except FormulaError as error:
        raise UsageError(error.what, place=error.place, hint=error.hint) from error


class Taking:
    """Takes orders in, some at a time. A context manager: the spool is whole once it is left.

    Memory holds some hundred bytes an order. An order that `--where` leaves out is neither printed nor rejected.
    """

    def __init__(
        self, found: Iterable[Order | Reject], folder: Path, *, bench: Bench, choice: Choice, progress: Progress
    ) -> None:
        """Spool every order and reject of `found` into `folder`; raises OutputError if it cannot be written to."""
        self.entries: list[Entry] = []
        """What is to be printed, in the order of reading."""
        self.examples: dict[str, tuple[Order, ...]] = {}
        """The first orders of each locale."""
        self.begins: dict[str, int] = {}
        """Locale → the place of its first order among the entries."""
        self._found = enumerate(found)
        self._bench, self._choice, self._progress = bench, choice, progress
        self._rejected = self._left_out = 0
        self._spool = Spool(folder)

    def __enter__(self) -> Self:
        self._spool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.__exit__(kind, error, trace)

    def more(self, count: int | None = None) -> bool:
        """Take in `count` orders and rejects more, or all; return whether there may be others after them.

        Raises:
            InputError: an orders file cannot be read.
            OutputError: the spool cannot be written.
        """
        for taken, (number, order) in enumerate(self._found, start=1):
            if number % REPORT_EVERY == 0:
                self._progress.reading(number)
            self._take(number, order)
            if taken == count:
                self._spool.flush()
                return True
        return False

    def _take(self, number: int, order: Order | Reject) -> None:
        if isinstance(order, Reject):
            self._reject(number, order)
            return
        entry = _entry(self._spool, number, order, self._bench, self._choice)
        if isinstance(entry, Reject):
            self._reject(number, entry)
        elif entry is None:
            self._left_out += 1
        else:
            self.entries.append(entry)
            self._keep_example(order)

    def _reject(self, number: int, reject: Reject) -> None:
        self._spool.add_reject(number, reject)
        self._rejected += 1

    def _keep_example(self, order: Order) -> None:
        try:
            locale = self._bench.locale_of(order)
        except Exception:  # the order is refused or failed with this reason when its note is made
            return
        kept = self.examples.get(locale, ())
        if not kept:
            self.begins[locale] = len(self.entries) - 1
        if len(kept) < EXAMPLES:
            self.examples[locale] = (*kept, order)

    def close(self) -> None:
        """Finish the spool; it may be called before the block ends."""
        self._spool.__exit__(None, None, None)

    def result(self) -> Intake:
        """Return what all of it was; called when there are no more."""
        entries, sorting = self.entries, self._choice.sorting
        self._progress.reading(len(entries) + self._rejected + self._left_out)
        if entries:
            _tell_idle_keys(sorting, entries, self._progress)
        arranged = sorting.arrange(entries, lambda entry: entry.sort_values)
        return Intake(tuple(arranged), self._rejected, self._left_out, self.examples)


def _tell_idle_keys(sorting: Sorting, entries: list[Entry], progress: Progress) -> None:
    """Say so when no order has what `--sort` asks for: a packer would take the paper for sorted."""
    idle = sorting.idle(entry.sort_values for entry in entries)
    if idle:
        names = " or ".join(key.shown for key in idle)
        rest = (
            "the other keys of --sort count"
            if len(idle) < len(sorting.keys)
            else "the notes come in the export's order"
        )
        progress.say(f"warning: --sort: no order has a {names}: {rest}")


def _entry(spool: Spool, number: int, order: Order, bench: Bench, choice: Choice) -> Entry | Reject | None:
    try:
        if choice.condition is not None and not choice.condition.matches(TagValues(order)):
            return None
        market = bench.market_of(order) if choice.by_market else ""
        values = choice.sorting.values(order)
    except NotesError as error:
        return refused(order, error)
    except Exception as error:
        return failed(order, error)
    return _make_entry(spool.add_order(number, order), market, values)
