"""What each of the other programs' scripts is given, and what it answers.

    python benchmarks/others/SCRIPT.py GIVEN MODE COUNT OUT

takes the first COUNT notes that benchmarks/prepare.py wrote into the folder GIVEN, makes their PDF files in the folder
OUT, and prints as JSON the seconds that took: from the notes in memory to the files on disk, without the program's
start, its imports and the reading of what is given. That favours the others; this engine's time has all of it.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Given:
    """One note."""

    html: str
    language: str
    texts: dict[str, Any]

    @property
    def bare_html(self) -> str:
        """The HTML without the link to its stylesheet, for programs that take a stylesheet once for all."""
        return self.html.replace(LINK, "", 1)


LINK = '<link rel="stylesheet" href="note.css">'


def read(folder: Path, count: int) -> list[Given]:
    """Return the first `count` notes of the folder."""
    with (folder / "notes.jsonl").open(encoding="utf-8") as lines:
        return [Given(**json.loads(line)) for line in islice(lines, count)]


def run(modes: Mapping[str, Callable[[Sequence[Given], Path, Path], None]]) -> None:
    """Do what the command line asks for, and print what it took."""
    folder, mode, count, out = Path(sys.argv[1]).resolve(), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]).resolve()
    notes = read(folder, count)
    out.mkdir(parents=True, exist_ok=True)
    start, used = time.perf_counter(), time.process_time()
    modes[mode](notes, folder, out)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    made = list(out.glob("*.pdf"))
    sizes = sum(file.stat().st_size for file in made)
    answer = {"notes": len(notes), "seconds": seconds, "processor": processor, "files": len(made), "bytes": sizes}
    print(json.dumps(answer))
