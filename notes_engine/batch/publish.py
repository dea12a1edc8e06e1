"""The last pass: parts become whole files, and whole files get their names, all of them or none."""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.batch.disk import fsync_file, fsync_folder, has_sha256, output_error, sha256_of, write_lines, writing
from notes_engine.batch.manifest import MANIFEST, REJECTS, FileLines, json_line, manifest_line
from notes_engine.batch.names import Namer, safe_name
from notes_engine.batch.record import WarningTally
from notes_engine.batch.spool import spooled_rejects
from notes_engine.batch.summary import RejectTally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Bench
    from notes_engine.batch.folder import WorkFolder
    from notes_engine.batch.plan import Output
    from notes_engine.batch.record import ChunkRecord
    from notes_engine.orders import Reject

MOVES = "moves.jsonl"


@dataclass(frozen=True, slots=True)
class Move:
    """One rename: from a path in the working folder to one in OUT, both relative; the file's hash to know it by."""

    source: str
    target: str
    sha256: str


@dataclass(slots=True)
class Assembly:
    """What putting the files together found out on the way."""

    printed: int = 0
    moves: list[Move] = field(default_factory=list)
    rejects: list[tuple[int, Reject]] = field(default_factory=list)
    tally: RejectTally = field(default_factory=RejectTally)
    warnings: WarningTally = field(default_factory=WarningTally)
    compared: int | None = None
    """Notes that were compared with the typesetter's; None where that was not asked for."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Puts the files of one batch together."""

    folder: WorkFolder
    bench: Bench
    draft: bool
    record_of: Callable[[int], ChunkRecord]
    """Gives a chunk's record by its number; records are read when needed, not held."""

    def assemble(self, outputs: Sequence[Output]) -> Assembly:
        """Make every file of the batch whole in the working folder, the manifest and the rejects too.

        Raises:
            OutputError: the disk is full.
        """
        made = Assembly()
        manifest = write_lines(self.folder.ready / MANIFEST, self._manifest(outputs, made))
        rejects = write_lines(self.folder.ready / REJECTS, self._rejects(made))
        ready = self.folder.ready.name
        # The manifest comes last: where it is, all it speaks of is too.
        made.moves.append(Move(f"{ready}/{REJECTS}", REJECTS, rejects))
        made.moves.append(Move(f"{ready}/{MANIFEST}", MANIFEST, manifest))
        return made

    def _manifest(self, outputs: Sequence[Output], made: Assembly) -> Iterator[str]:
        namer = Namer()
        for index, output in enumerate(outputs):
            if output.file is None:
                yield from self._one_by_one(output, namer, made)
            else:
                yield from self._merged(output, output.file, self.folder.ready / f"{index:05d}.pdf", made)

    def _merged(self, output: Output, file: str, whole: Path, made: Assembly) -> Iterator[str]:
        parts: list[Path] = []
        languages: set[str] = set()
        for record in self._records(output, made):
            parts += [self.folder.parts / part.name for part in record.parts]
            languages.update(note.language for note in record.notes)
        if not parts:
            return
        if output.in_one:
            whole = parts[0]
        else:
            with writing(whole):
                language = languages.pop() if len(languages) == 1 else None
                self.bench.join(parts, whole, title=file_title(self.bench.title, output.market), language=language)
                fsync_file(whole)
        digest = sha256_of(whole)
        made.moves.append(Move(whole.relative_to(self.folder.root).as_posix(), file, digest))
        lines = FileLines(file=file, sha256=digest, draft=self.draft)
        page = 1
        for chunk in output.chunks:
            for note in self.record_of(chunk.number).notes:
                yield lines.line(note, first_page=page)
                page += note.pages

    def _one_by_one(self, output: Output, namer: Namer, made: Assembly) -> Iterator[str]:
        for record in self._records(output, made):
            for note, part in zip(record.notes, record.parts, strict=True):
                stem = safe_name(note.reference, otherwise=safe_name(note.order_id))
                file = namer.name(stem, folder=safe_name(note.locale, otherwise="other"))
                made.moves.append(Move(f"{self.folder.parts.name}/{part.name}", file, part.sha256))
                yield manifest_line(note, file=file, first_page=1, sha256=part.sha256, draft=self.draft)

    def _records(self, output: Output, made: Assembly) -> Iterator[ChunkRecord]:
        for chunk in output.chunks:
            record = self.record_of(chunk.number)
            made.printed += len(record.notes)
            made.rejects += record.rejects
            made.warnings.merge(record.warnings)
            yield record

    def _rejects(self, made: Assembly) -> Iterator[str]:
        """Yield the rejects in the order of reading, those found while reading and those found while rendering."""
        later = sorted(made.rejects, key=lambda numbered: numbered[0])
        for _, reject in heapq.merge(spooled_rejects(self.folder.spool), later, key=lambda numbered: numbered[0]):
            made.tally.add(reject)
            yield json_line(reject.as_dict())


def file_title(title: str, market: str) -> str:
    """Return the title of a merged file: the batch's, and its market."""
    return f"{title} ({market})" if market else title


def write_moves(folder: WorkFolder, moves: Iterable[Move]) -> str:
    """Put the renames on disk before the first is done; return the hash by which the journal knows the list."""
    return write_lines(folder.ready / MOVES, (json.dumps([move.source, move.target, move.sha256]) for move in moves))


def read_moves(folder: WorkFolder, digest: str) -> list[Move] | None:
    """Return the renames of an interrupted batch; None when not every file of it is there, moved or not."""
    path = folder.ready / MOVES
    if not has_sha256(path, digest):
        return None
    moves = [Move(*json.loads(line)) for line in path.read_text().splitlines()]
    for move in moves:
        places = (folder.root / move.source, folder.out / move.target)
        if not any(has_sha256(place, move.sha256) for place in places):
            return None
    return moves


def move_into_place(folder: WorkFolder, moves: Sequence[Move], stale: Iterable[str]) -> None:
    """Rename everything into OUT, in the moves' order, then remove stale files. Can be called again after a kill.

    Raises:
        OutputError: something is in the way; then nothing has been renamed.
    """
    targets = [folder.out / move.target for move in moves]
    folders = {target.parent for target in targets}
    for parent in sorted(folders):
        with writing(parent):
            parent.mkdir(parents=True, exist_ok=True)
    for target in targets:
        if target.is_dir():
            raise output_error(IsADirectoryError(21, "is a folder"), target)
    for number, (move, target) in enumerate(zip(moves, targets, strict=True), start=1):
        if number == len(moves):
            _sync(folders)  # all else is on the disk before the manifest speaks of it
        source = folder.root / move.source
        if source.exists():
            with writing(target):
                source.replace(target)
    for file in stale:
        with writing(folder.out / file):
            (folder.out / file).unlink(missing_ok=True)
    _sync(folders)


def _sync(folders: Iterable[Path]) -> None:
    for folder in folders:
        with writing(folder):
            fsync_folder(folder)
