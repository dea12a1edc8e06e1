"""The first pass: read all orders once, put them on the spool, and remember of each only what the plan needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.batch.plan import Entry
from notes_engine.batch.reasons import failed, refused
from notes_engine.batch.spool import Spool
from notes_engine.errors import NotesError
from notes_engine.orders import Order, Reject, TagValues
from notes_engine.orders.quick_init import quick_maker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notes_engine.batch.bench import Bench
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


def take_in(
    found: Iterable[Order | Reject], folder: Path, *, bench: Bench, choice: Choice, progress: Progress
) -> Intake:
    """Spool every order and reject into `folder`, and return what is to be printed.

    Memory holds some hundred bytes an order. An order that `--where` leaves out is neither printed nor rejected.

    Raises:
        InputError: an orders file cannot be read.
        OutputError: the spool cannot be written.
    """
    entries: list[Entry] = []
    examples: dict[str, tuple[Order, ...]] = {}
    rejected = left_out = 0
    with Spool(folder) as spool:
        for number, order in enumerate(found):
            if number % REPORT_EVERY == 0:
                progress.reading(number)
            entry = _entry(spool, number, order, bench, choice) if isinstance(order, Order) else order
            if isinstance(entry, Reject):
                spool.add_reject(number, entry)
                rejected += 1
            elif entry is None:
                left_out += 1
            else:
                entries.append(entry)
                if isinstance(order, Order):
                    _keep_example(examples, order, bench)
    progress.reading(len(entries) + rejected + left_out)
    if entries:
        _tell_idle_keys(choice.sorting, entries, progress)
    arranged = choice.sorting.arrange(entries, lambda entry: entry.sort_values)
    return Intake(tuple(arranged), rejected, left_out, examples)


def _keep_example(examples: dict[str, tuple[Order, ...]], order: Order, bench: Bench) -> None:
    try:
        locale = bench.locale_of(order)
    except Exception:  # the order is refused or failed with this reason when its note is made
        return
    kept = examples.get(locale, ())
    if len(kept) < EXAMPLES:
        examples[locale] = (*kept, order)


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
