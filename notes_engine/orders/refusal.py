"""The one exception of this room that never leaves it: this order gets no note, and why."""

from __future__ import annotations

from notes_engine.orders.model import Reject, Source


class RefusalError(Exception):
    """An order that cannot be read right. The reader turns it into a `Reject` and goes on with the next order."""

    def __init__(self, code: str, reason: str, hint: str, *, where: str = "") -> None:
        """`where` is a place inside the order (a JSON path, a row); empty means the order's own place."""
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.hint = hint
        self.where = where

    def as_reject(self, place: Source, *, order_id: str = "", reference: str = "") -> Reject:
        """Return the reject: at the refusal's own place where it has one, else at the order's."""
        at = Source(place.file, self.where) if self.where else place
        return Reject(at, self.reason, self.hint, self.code, order_id=order_id, reference=reference)
