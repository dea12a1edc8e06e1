"""Draw the reference notes that tests/templates compare with: one sample note per locale, as a picture.

Run it after a change to the templates that is meant, look at the pictures, and commit them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2

from notes_engine.notes import LOCALES, Locale, NoteRenderer, Workspace
from notes_engine.notes.sample import sample_order
from notes_engine.pdf import NoteInfo, Typesetter, write_notes

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = ROOT / "tests" / "templates" / "references"
SCALE = 100 / 72
"""100 dpi."""


def draw(locale: Locale) -> Image.Image:
    """Return the sample shop's note of an invented order of three lines, as a grey picture of its one page."""
    workspace = Workspace.open(ROOT / "samples" / "workspace")
    renderer = NoteRenderer(workspace, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    note = renderer.render(sample_order(locale, "bm-205894893", lines=3))
    pages = Typesetter(workspace.asset_roots).typeset(note.html)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "note.pdf"
        info = NoteInfo(note.title, note.number, note.market, note.language)
        write_notes([(pages, info)], target, title=note.title, language=note.language, variant=None)
        document = pypdfium2.PdfDocument(str(target))
        picture: Image.Image = document[0].render(scale=SCALE).to_pil().convert("L")
        document.close()
    return picture


def main() -> None:
    """Write every reference picture."""
    REFERENCES.mkdir(exist_ok=True)
    for locale in LOCALES:
        path = REFERENCES / f"{locale}.png"
        draw(locale).quantize(32).save(path, optimize=True)
        print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
