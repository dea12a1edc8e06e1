"""Typst, from the notes' texts and note.typ: one compiler for all; no tags, since our files have none."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typst

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.others.given import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.others.given import Given

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = Path(__file__).with_name("note.typ")


def _compile(compiler: typst.Compiler, notes: Sequence[Given], target: Path) -> None:
    texts = json.dumps([note.texts for note in notes], ensure_ascii=False)
    compiler.compile(output=str(target), sys_inputs={"notes": texts}, pdf_tags=False)


def _compiler(given: Path) -> typst.Compiler:
    fonts = typst.Fonts(False, False, [str(given / "fonts")])
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), font_paths=fonts)


def one_by_one(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write a file for each note."""
    compiler = _compiler(given)
    for place, note in enumerate(notes):
        _compile(compiler, [note], out / f"{place}.pdf")


def merged(notes: Sequence[Given], given: Path, out: Path) -> None:
    """Write one file with all notes."""
    _compile(_compiler(given), notes, out / "notes.pdf")


if __name__ == "__main__":
    run({"one-by-one": one_by_one, "merged": merged})
