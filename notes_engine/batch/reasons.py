"""From what went wrong with one order to its reject, and from what was odd to a warning or (strict) a reject."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.orders import Reject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.batch.bench import Pages
    from notes_engine.errors import NotesError
    from notes_engine.notes import RenderedNote
    from notes_engine.orders import Order

ALLOWED = frozenset({"no-address", "not-stamped"})
"""Warnings that `--strict` lets pass: about what the settings allow in so many words (`allow_no_address`), and of who
made the page."""

_REPORT = "this is a fault of notes-engine, not of the order: please report it with this line"


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing odd about one note: a short code, what it is, what to do."""

    code: str
    what: str
    hint: str

    @property
    def is_allowed(self) -> bool:
        """True for a warning that `--strict` lets pass."""
        return self.code in ALLOWED


def refused(order: Order, error: NotesError) -> Reject:
    """Return the reject of an order that cannot be rendered right; `failed` when it was memory that lacked."""
    if _lacked_memory(error):
        return _out_of_memory(order)
    where = f"{error.place}: " if error.place else ""
    return _reject(order, f"{where}{error.what}", error.hint or "correct the order, or the template", "render")


def failed(order: Order, error: BaseException) -> Reject:
    """Return the reject for our own fault: the exception's type and our line, never its text, which may hold data."""
    if _lacked_memory(error):
        return _out_of_memory(order)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "notes_engine" in frame.filename]
    line = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    reject = _reject(order, f"notes-engine failed with {type(error).__name__}{line}", _REPORT, "failed")
    return _as_failed(reject)


def deadly(order: Order) -> Reject:
    """Return the reject of an order that ended its worker process (out of memory, or a crash in a library)."""
    reason = "the worker process died while it made this note (out of memory, or a crash in a library)"
    hint = "free memory or use fewer --jobs and try again; if it stays, please report it with this line"
    return _as_failed(_reject(order, reason, hint, "worker-died"))


def _lacked_memory(error: BaseException) -> bool:
    """True when a MemoryError is at the bottom: WeasyPrint's comes wrapped, as if the note were wrong."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _out_of_memory(order: Order) -> Reject:
    reason = "there was not enough memory to make this note"
    return _as_failed(_reject(order, reason, "free memory or use fewer --jobs and try again", "out-of-memory"))


def too_strict(order: Order, warnings: Sequence[Warned]) -> Reject:
    """Return the reject that `--strict` makes of a note's warnings."""
    texts = list(dict.fromkeys(warning.what for warning in warnings))
    hints = list(dict.fromkeys(warning.hint for warning in warnings if warning.hint))
    hint = "; ".join([*hints, "without --strict it prints with a warning"])
    return _reject(order, "; ".join(texts), hint, f"strict-{warnings[0].code}")


def warnings_of(note: RenderedNote, pages: Pages) -> tuple[Warned, ...]:
    """Return everything odd about a note, each once: what reading, rendering and typesetting found."""
    found = [Warned(remark.code, remark.what, remark.hint or "") for remark in (*note.warnings, *pages.findings)]
    return tuple(dict.fromkeys(found))


def _reject(order: Order, reason: str, hint: str, code: str) -> Reject:
    return Reject(order.source_place, reason, hint, code, order_id=order.order_id, reference=order.reference)


def _as_failed(reject: Reject) -> Reject:
    return Reject(
        reject.source_place, reject.reason, reject.hint, reject.code, reject.order_id, reject.reference, "failed"
    )
