"""`manifest.jsonl` and `rejects.jsonl`: a line per printed note, a line per order without one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from notes_engine.batch.record import NoteRecord

MANIFEST = "manifest.jsonl"
REJECTS = "rejects.jsonl"
_READABLE = json.JSONEncoder(ensure_ascii=False)
"""Made once: `json.dumps` would make one for each line."""
_REMEMBERED = 64
"""Markets, locales and templates of one file whose part of a line is kept."""


def json_line(value: dict[str, Any]) -> str:
    """Return one line of JSON. Accents stay readable; a line with anything invisible in it is escaped to ASCII."""
    line = _READABLE.encode(value)
    return line if line.isprintable() else json.dumps(value)


def manifest_line(note: NoteRecord, *, file: str, first_page: int, sha256: str, draft: bool) -> str:
    """Return the manifest's line of one printed note; `file` is relative to OUT, pages count from 1."""
    return json_line(
        {
            "order_id": note.order_id,
            "reference": note.reference,
            "number": note.number,
            "market": note.market,
            "market_guessed": note.market_guessed,
            "locale": note.locale,
            "template": note.template,
            "file": file,
            "first_page": first_page,
            "pages": note.pages,
            "sha256": sha256,
            "status": _status(draft=draft),
        }
    )


class FileLines:
    """The manifest's lines of one file's notes: those of `manifest_line`, with what notes share put together once."""

    def __init__(self, *, file: str, sha256: str, draft: bool) -> None:
        """Take of the file what `manifest_line` takes."""
        self._file, self._sha256, self._draft = file, sha256, draft
        self._shared: dict[tuple[str, bool, str, str], tuple[str, str] | None] = {}

    def line(self, note: NoteRecord, *, first_page: int) -> str:
        """Return the line of a note whose first page is that."""
        kind = (note.market, note.market_guessed, note.locale, note.template)
        if kind not in self._shared:
            if len(self._shared) >= _REMEMBERED:
                self._shared.clear()
            self._shared[kind] = self._around_pages(note)
        shared, text = self._shared[kind], _READABLE.encode
        own = f'"order_id": {text(note.order_id)}, "reference": {text(note.reference)}, "number": {text(note.number)}'
        if shared is None or not own.isprintable():
            return manifest_line(note, file=self._file, first_page=first_page, sha256=self._sha256, draft=self._draft)
        before, after = shared
        return f'{{{own}, {before}{first_page}, "pages": {note.pages}{after}'

    def _around_pages(self, note: NoteRecord) -> tuple[str, str] | None:
        """Return what a line has before and after the pages but for the note's names; None if any is invisible."""
        text = _READABLE.encode
        before = (
            f'"market": {text(note.market)}, "market_guessed": {text(note.market_guessed)}, '
            f'"locale": {text(note.locale)}, "template": {text(note.template)}, '
            f'"file": {text(self._file)}, "first_page": '
        )
        after = f', "sha256": {text(self._sha256)}, "status": {text(_status(draft=self._draft))}}}'
        return (before, after) if before.isprintable() and after.isprintable() else None


def _status(*, draft: bool) -> str:
    return "draft" if draft else "printed"


def files_in(manifest: Path) -> Iterator[tuple[str, str]]:
    """Yield each (file, sha256) that a manifest names, once; nothing for a manifest that is missing or not ours."""
    seen = set()
    try:
        with manifest.open(encoding="utf-8") as lines:
            for line in lines:
                note = json.loads(line)
                named = (str(note["file"]), str(note["sha256"]))
                if named not in seen:
                    seen.add(named)
                    yield named
    except (OSError, ValueError, KeyError, TypeError):
        return
