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
            "status": "draft" if draft else "printed",
        }
    )


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
