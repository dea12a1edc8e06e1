"""Joining chunks into one PDF, bookmarks and links kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from notes_engine.pdf.atomic import written_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def join_pdfs(parts: Sequence[Path], target: Path, *, title: str | None = None, language: str | None = None) -> None:
    """Append the parts' pages to one PDF."""
    with pikepdf.new() as joined:
        for part in parts:
            with pikepdf.open(part) as source:
                joined.pages.extend(source.pages)
        if title:
            joined.docinfo["/Title"] = title
        if language:
            joined.Root.Lang = pikepdf.String(language)
        with written_atomically(target) as file:
            joined.save(file, deterministic_id=True)
