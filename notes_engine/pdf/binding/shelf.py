"""The shelf: the plates and font files of one batch, beside its sections, for the writer who binds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.errors import OutputError
from notes_engine.pdf.atomic import write_together
from notes_engine.pdf.binding.plates import pack_plate, unpack_plate
from notes_engine.pdf.press.faces import Faces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO

    from notes_engine.pdf.binding.plates import Plate
    from notes_engine.pdf.press.cast import Cast

_NAME = "plates"


class Shelf:
    """A folder of plates and font files; what is on it stays as it is."""

    def __init__(self, parts: Path) -> None:
        """The shelf stands in the folder of the batch's sections."""
        self.parts = parts
        self._folder = parts / _NAME
        self._there: set[str] = set()

    def write(self, casts: Iterable[Cast], faces: Faces, section: Path, write: Callable[[BinaryIO], None]) -> None:
        """Write a section with `write`, and before it appears the plates that it is stamped over, and their fonts.

        Raises:
            OutputError: the disk is full, or the folder not writable.
        """
        new: dict[str, bytes] = {}
        names: set[str] = set()
        for cast in casts:
            if cast.name not in self._there:
                for font in cast.fonts:
                    self._add(new, names, f"{font.face}.font", lambda face=font.face: faces[face])  # type: ignore[misc]  # a digest
                self._add(new, names, f"{cast.name}.plate", lambda cast=cast: pack_plate(cast))  # type: ignore[misc]
                names.add(cast.name)
        if names:
            self._folder.mkdir(exist_ok=True)
        plates = [(self._folder / name, _writer(content)) for name, content in new.items()]
        write_together([*plates, (section, write)])
        self._there |= names

    def _add(self, new: dict[str, bytes], names: set[str], name: str, content: Callable[[], bytes]) -> None:
        """Put a file to the new ones, unless it is there."""
        if name not in self._there and name not in names and not (self._folder / name).exists():
            new[name] = content()
        names.add(name)

    def plate(self, name: str) -> Plate:
        """Return a plate by its name; raises OutputError when it is lost."""
        try:
            return unpack_plate((self._folder / f"{name}.plate").read_bytes())
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


def _writer(content: bytes) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def lost() -> OutputError:
    """Return the error about a plate or a font that is not on the shelf any more."""
    return OutputError("a plate of this batch is lost or damaged", hint="run the same command again without --resume")
