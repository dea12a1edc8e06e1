"""What a program may use: a workspace that prints."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine import notes
from notes_engine.batch.single import print_orders
from notes_engine.notes import NoteRenderer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.orders import Order, Reject


class Workspace(notes.Workspace):
    """A seller's workspace: its settings, templates and catalogs, and the way from orders to a PDF."""

    def print(
        self,
        orders: Iterable[Order | Reject],
        target: str | Path,
        *,
        locale: str | None = None,
        draft: bool = False,
        now: datetime | None = None,
    ) -> list[Reject]:
        """Write one PDF with the note of every order; return the orders that got none, each with its reason.

        The file appears whole or not at all; without a single note none is written. `now` (aware) is what `now[]`
        prints; by default the clock's time. For large batches, files by market or order, a manifest and resuming, use
        the command `notes-engine render`.

        Raises:
            SettingsError, TemplateError, TypesetError, FormulaSyntaxError, CatalogError: nothing can be printed with
                this workspace, or no note of a language that an order has.
            OutputError: the file cannot be written.
        """
        renderer = NoteRenderer(self, now=now or datetime.now(UTC), locale=locale, draft=draft)
        renderer.preflight()
        return print_orders(renderer, orders, Path(target))
