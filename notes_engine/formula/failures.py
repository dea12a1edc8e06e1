"""What goes wrong with an order's values, before the label dresses it with its place.

`Unfit` says that a value does not fit; `Failure` adds the part of the formula where that happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notes_engine.formula.source import Span


class Unfit(Exception):  # noqa: N818 - internal: it never leaves the room
    """A value does not fit what is asked of it. The text never holds the value itself: it is a buyer's."""

    def __init__(self, what: str, hint: str | None = None) -> None:
        """Keep both texts."""
        super().__init__(what)
        self.what = what
        self.hint = hint


class Failure(Exception):  # noqa: N818 - internal: it never leaves the room
    """An `Unfit` with the span it belongs to."""

    def __init__(self, span: Span, unfit: Unfit) -> None:
        """Keep both."""
        super().__init__(unfit.what)
        self.span = span
        self.unfit = unfit
