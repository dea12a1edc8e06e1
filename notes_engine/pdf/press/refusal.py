"""Why a slot or a note cannot be stamped."""

from __future__ import annotations


class ReflowError(Exception):
    """A page changes with these slots in a way that stamping cannot follow."""

    def __init__(self, slots: frozenset[int], why: str) -> None:
        """`why` is for the author of the template, and speaks of one slot as "it"."""
        super().__init__(why)
        self.slots = slots
        self.why = why


class UnfitError(Exception):
    """A value is not one that its plate can take: the note goes through the typesetter. Its text holds no value."""

    def __init__(self, slots: frozenset[int], why: str) -> None:
        """`slots` are those of the value's line."""
        super().__init__(why)
        self.slots = slots
        self.why = why


class NotPlainError(Exception):
    """A text is not one that a typeface sets by itself."""


class BreaksError(Exception):
    """A value is wider than its line: it breaks into several, which another plate has."""
