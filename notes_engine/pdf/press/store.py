"""The store: plates on disk between runs, under a name that everything which shapes them goes into.

It may be deleted at any time, and several processes may use it at once. What cannot be read is as if it were not there.
No plate that holds a value of an order is ever put into it.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from notes_engine.pdf.press.cast import Cast
from notes_engine.pdf.press.forme import FormeRecord
from notes_engine.pdf.press.lone_sets import LoneSigns
from notes_engine.whole_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "2"
"""Raise it when a cast changes its meaning."""
MOST_BYTES = 256 * 1024 * 1024
"""Of all stored plates together; the kinds of notes that were printed longest ago go first."""
_DIGEST = 64
_MET, _KNOWN = "all.met", "known.met"
"""The lists of what was met: ever, and before a wave."""
_NAME = 16
"""Bytes of a name in them."""
_OLD = 7 * 24 * 3600
"""Seconds that what a broken-off run left is kept for."""
_MOST_MET = 100_000
"""Names that are remembered."""
_REMEMBERED = 2_000
"""Skeletons and plates' names that a process remembers the short names of."""
_KIND = re.compile(r"[0-9a-f]{32}")
_OURS = frozenset((".plate", ".forme", ".font", ".met", ".signs", ".part"))
"""How the names of our own files end."""

_T = TypeVar("_T")
_CASTS: TypeAdapter[Cast] = TypeAdapter(Cast)
_FORMES = TypeAdapter(FormeRecord)
_SIGNS = TypeAdapter(LoneSigns)


def plates_folder() -> Path | None:
    """Return where plates are kept: `NOTES_ENGINE_CACHE`, or `notes-engine/plates` in the user's cache; None for "".

    The user's cache is `XDG_CACHE_HOME`, else `~/.cache` (XDG Base Directory Specification).
    """
    own = os.environ.get("NOTES_ENGINE_CACHE")
    if own is not None:
        return Path(own) if own else None
    cache = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(cache) if cache.startswith("/") else Path.home() / ".cache") / "notes-engine" / "plates"
    except RuntimeError:  # no home
        return None


class Store:
    """A folder of plates for one kind of notes: one workspace as it is, with one version of everything."""

    def __init__(self, folder: Path | None, made_with: str, run: str = "") -> None:
        """`made_with` names all that shapes a plate beside its skeleton; without a folder nothing is kept.

        What a wave of a run makes is kept beside what was there when the wave began, until `take_over`: so its workers
        decide alike. Without `run` it is put to the rest at once.
        """
        name = sha256(f"{FORMAT}\0{made_with}".encode()).hexdigest()[:32]
        self._root = folder
        self._folder = None if folder is None else folder / name
        self._run = run
        self._new = self._folder
        self._known: frozenset[bytes] = frozenset()
        self._noted: set[bytes] = set()
        self._met = lru_cache(_REMEMBERED)(_met)
        self._wave = -1
        self.turn_to(0)

    def renew(self) -> None:
        """Forget what a run of this name left: it was broken off, and is not resumed."""
        if self._run and self._folder is not None:
            with suppress(OSError):
                for folder in self._folder.glob(f"run-{self._run}-*"):
                    _remove(folder, _files_of(folder))
            wave, self._wave = self._wave, -1
            self.turn_to(wave)

    def turn_to(self, wave: int) -> None:
        """Keep what is made from now on as that wave's. What is known meanwhile is what was known when it began."""
        if self._folder is None or self._new is None or wave == self._wave:
            return
        self._wave = wave
        self._noted.clear()
        if not self._run:
            self._known = _names_in(self._folder / _MET)
            return
        self._new = self._folder / f"run-{self._run}-{wave}"
        known = _content_of(self._new / _KNOWN)
        if known is None:  # the first process that comes here is the one that hands the others their work
            self._known = _names_in(self._folder / _MET)
            self._put(_KNOWN, b"".join(sorted(self._known)))
        else:
            self._known = frozenset(_names(known))

    def has_met(self, text: str) -> bool:
        """Return whether a skeleton, or a plate's name, was met before this wave of the run."""
        name = self._met(text)
        return name in self._known or (not self._run and name in self._noted)

    def note_met(self, text: str) -> None:
        """Remember that a skeleton, or a plate's name, was met."""
        name = self._met(text)
        if self._new is None or name in self._known or name in self._noted:
            return
        self._noted.add(name)
        try:
            self._new.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self._new / (f"{os.getpid()}.met" if self._run else _MET)).open("ab") as file:
                file.write(name)
        except OSError:
            self._new = None

    def forme(self, skeleton: str) -> FormeRecord | None:
        """Return what is known of a skeleton, or None."""
        return self._read(_name(skeleton), _FORMES)

    def keep_forme(self, skeleton: str, record: FormeRecord) -> None:
        """Remember what is known of a skeleton."""
        self._write(_name(skeleton), _FORMES.dump_json(record))

    def cast(self, name: str) -> Cast | None:
        """Return a plate, or None."""
        return self._read(f"{name}.plate", _CASTS)

    def keep_cast(self, cast: Cast) -> None:
        """Keep a plate."""
        self._write(f"{cast.name}.plate", pack_cast(cast))

    def face(self, digest: str) -> bytes | None:
        """Return a font file by its hash, or None."""
        return self._content(f"{digest}.font")

    def keep_face(self, digest: str, content: bytes) -> None:
        """Keep a font file."""
        if self._content(f"{digest}.font") is None:
            self._put(f"{digest}.font", content)

    def lone(self, name: str) -> LoneSigns | None:
        """Return a font's lone signs, or None."""
        return self._read(f"{name}.signs", _SIGNS)

    def keep_lone(self, name: str, signs: LoneSigns) -> None:
        """Keep a font's lone signs."""
        self._write(f"{name}.signs", _SIGNS.dump_json(signs))

    def _content(self, name: str) -> bytes | None:
        """Return a file's content, what was there before this wave first."""
        for folder in (self._folder, self._new):
            found = None if folder is None else _content_of(folder / name)
            if found is not None:
                return found
        return None

    def _read(self, name: str, kind: TypeAdapter[_T]) -> _T | None:
        content = self._content(name)
        if content is None:
            return None
        digest, data = content[:_DIGEST], content[_DIGEST:]
        try:
            return kind.validate_json(data) if sha256(data).hexdigest().encode() == digest else None
        except ValueError:
            return None

    def _write(self, name: str, data: bytes) -> None:
        self._put(name, sha256(data).hexdigest().encode() + data)

    def _put(self, name: str, content: bytes) -> None:
        """Write a file whole; a disk that is full or cannot be written is no reason to stop: nothing is kept then."""
        if self._new is None:
            return
        try:
            self._new.mkdir(parents=True, exist_ok=True, mode=0o700)
            with written_whole(self._new / name, sync=False) as file:
                file.write(content)
        except OSError:
            self._new = None

    def take_over(self) -> None:
        """Put what the wave made to the rest; called when all its workers are done."""
        if self._new is None or self._new == self._folder:
            return
        try:
            self._take_over_met()
            for file in sorted(self._new.iterdir()):
                if file.suffix == ".met":
                    file.unlink()
                else:
                    file.replace(self._folder / file.name)  # type: ignore[operator]  # there is one
            self._new.rmdir()
        except OSError:
            return

    def _take_over_met(self) -> None:
        """Put what the wave met to what was met before; of more than a number, the last are remembered."""
        if self._folder is None or self._new is None:
            return
        new = frozenset().union(*(_names_in(file) for file in self._new.glob("*.met")))
        with (self._folder / _MET).open("ab") as file:  # another run may do the same now, and neither loses a name
            file.write(b"".join(sorted(new - _names_in(self._folder / _MET))))
        if (self._folder / _MET).stat().st_size > 2 * _NAME * _MOST_MET:
            names = list(dict.fromkeys(_names(_content_of(self._folder / _MET) or b"")))
            with written_whole(self._folder / _MET, sync=False) as whole:
                whole.write(b"".join(names[-_MOST_MET:]))

    def tidy(self) -> None:
        """Mark this kind of notes as used now, and remove those used longest ago while all are too large."""
        if self._root is None or self._folder is None:
            return
        try:
            if self._folder.exists():
                os.utime(self._folder)
            for run in self._folder.glob("run-*"):
                if run.stat().st_mtime < time.time() - _OLD:  # it was broken off, and nobody went on with it
                    _remove(run, _files_of(run))
            kinds = sorted((kind.stat().st_mtime, kind) for kind in self._root.iterdir() if _KIND.fullmatch(kind.name))
            files = {kind: [*_files_of(kind)] for _, kind in kinds}
            sizes = {kind: sum(file.stat().st_size for file in found) for kind, found in files.items()}
            total = sum(sizes.values())
            for _, kind in kinds:
                if total <= MOST_BYTES:
                    break
                _remove(kind, files[kind])
                total -= sizes[kind]
        except OSError:
            return


def _files_of(kind: Path) -> Iterator[Path]:
    """Yield a kind's own files, those of unfinished runs among them."""
    for pattern in ("*", "run-*/*"):
        yield from (file for file in kind.glob(pattern) if file.suffix in _OURS)


def _remove(kind: Path, files: Iterable[Path]) -> None:
    """Remove a kind of notes: its own files alone, since the folder may be one that somebody else uses too."""
    for file in files:
        file.unlink(missing_ok=True)
    for folder in (*kind.glob("run-*"), kind):
        with suppress(OSError):  # something else lies there
            folder.rmdir()


def _met(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:_NAME]


def _content_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _names(content: bytes) -> list[bytes]:
    """Return the names in a list of what was met."""
    return [content[at : at + _NAME] for at in range(0, len(content) - _NAME + 1, _NAME)]


def _names_in(file: Path) -> frozenset[bytes]:
    return frozenset(_names(_content_of(file) or b""))


def _name(skeleton: str) -> str:
    return sha256(skeleton.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".forme"


def pack_cast(cast: Cast) -> bytes:
    """Return a plate as JSON."""
    return _CASTS.dump_json(cast)


def unpack_cast(data: bytes) -> Cast:
    """Return the plate that `pack_cast` packed; raises ValueError when it is none."""
    return _CASTS.validate_json(data)
