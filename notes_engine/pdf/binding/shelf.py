"""The shelf: the plates and font files of one batch, beside its sections, for the writer who binds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.errors import OutputError
from notes_engine.pdf.atomic import written_atomically
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.store import pack_cast, unpack_cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from notes_engine.pdf.press.cast import Cast

_NAME = "plates"


class Shelf:
    """A folder of plates and font files; what is on it stays as it is."""

    def __init__(self, parts: Path) -> None:
        """The shelf stands in the folder of the batch's sections."""
        self.parts = parts
        self._folder = parts / _NAME
        self._there: set[str] = set()

    def put(self, cast: Cast, faces: Faces) -> None:
        """Put a plate and its fonts there, unless they are.

        Raises:
            OutputError: the disk is full, or the folder not writable.
        """
        if cast.name in self._there:
            return
        self._folder.mkdir(exist_ok=True)
        for font in cast.fonts:
            self._write(f"{font.face}.font", lambda face=font.face: faces[face])  # type: ignore[misc]  # a digest
        self._write(f"{cast.name}.plate", lambda: pack_cast(cast))
        self._there.add(cast.name)

    def _write(self, name: str, content: Callable[[], bytes]) -> None:
        if name not in self._there and not (self._folder / name).exists():
            with written_atomically(self._folder / name) as file:
                file.write(content())
        self._there.add(name)

    def cast(self, name: str) -> Cast:
        """Return a plate by its name; raises OutputError when it is lost."""
        try:
            return unpack_cast((self._folder / f"{name}.plate").read_bytes())
        except (OSError, ValueError):
            raise lost() from None

    def faces(self) -> Faces:
        """Return the font files."""
        return Faces(self._face)

    def _face(self, digest: str) -> bytes | None:
        try:
            return (self._folder / f"{digest}.font").read_bytes()
        except OSError:
            return None


def lost() -> OutputError:
    """Return the error about a plate or a font that is not on the shelf any more."""
    return OutputError("a plate of this batch is lost or damaged", hint="run the same command again without --resume")
