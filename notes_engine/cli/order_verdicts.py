"""What `render` would say of each order, without making pages: its note's number and language, or the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.batch import starting_instant
from notes_engine.batch.reasons import failed, refused
from notes_engine.errors import NotesError
from notes_engine.notes import NoteRenderer

if TYPE_CHECKING:
    from notes_engine.notes import RenderedNote, Workspace
    from notes_engine.orders import Order, Reject


class Verdicts:
    """Makes each order's note as `render` does, short of its pages."""

    def __init__(self, workspace: Workspace) -> None:
        """Look whether a batch would start in the workspace, and if not, whether notes can be made at all."""
        self.obstacle: NotesError | None = None
        """Why `render` would stop before the first order; None when it would start."""
        now = starting_instant()
        self._renderer: NoteRenderer | None = NoteRenderer(workspace, now=now)
        try:
            self._renderer.preflight()
        except NotesError as error:
            self.obstacle = error
            self._renderer = _draft(workspace, self._renderer)

    @property
    def are_given(self) -> bool:
        """False when a template or a catalog is broken: no note can be made."""
        return self._renderer is not None

    def of(self, order: Order) -> RenderedNote | Reject | None:
        """Return the order's note, the reject it would be, or None when notes cannot be made."""
        if self._renderer is None:
            return None
        try:
            return self._renderer.render(order)
        except NotesError as error:
            return refused(order, error)
        except Exception as error:
            return failed(order, error)


def _draft(workspace: Workspace, renderer: NoteRenderer) -> NoteRenderer | None:
    """Return a renderer of drafts, which company facts that are unset do not stop; None when something else does."""
    drafts = NoteRenderer(workspace, now=renderer.now, draft=True)
    try:
        drafts.preflight()
    except NotesError:
        return None
    return drafts
