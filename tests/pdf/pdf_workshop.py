"""The workshop of the pdf tests: a typesetter over a folder of assets, and small notes to set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf import NoteInfo, TypesetNote, Typesetter, write_notes
from notes_engine.pdf.fonts import font_face_css

if TYPE_CHECKING:
    from pathlib import Path

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20">{}</svg>'
)
PAGE = f"""{font_face_css()}
@page {{ size: 100mm 80mm; margin: 10mm }}
body {{ font: 10pt "Source Sans Pro"; margin: 0 }}
p, h1, div {{ margin: 0 }}"""


@dataclass(frozen=True)
class Workshop:
    """A typesetter over two folders: `templates` before `workspace`, as in a seller's workspace."""

    typesetter: Typesetter
    root: Path

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def templates(self) -> Path:
        return self.root / "workspace" / "templates"

    def set(self, body: str, css: str = "", head: str = "") -> TypesetNote:
        """Typeset a small page in the package's font."""
        head = f"<title>Bon</title>{head}<style>{PAGE} {css}</style>"
        return self.typesetter.typeset(f'<html lang="fr"><head>{head}</head><body>{body}</body></html>')

    def codes(self, body: str, css: str = "") -> list[str]:
        return [finding.code for finding in self.set(body, css).findings]

    def write(
        self,
        *bodies: str,
        name: str = "notes.pdf",
        title: str | None = None,
        language: str | None = None,
        variant: str | None = None,
    ) -> Path:
        """Typeset each body as a note, with the numbers A1, A2, …, and write them to one file."""
        notes = [(self.set(body), info(f"A{number}")) for number, body in enumerate(bodies, 1)]
        target = self.root / name
        write_notes(notes, target, title=title, language=language, variant=variant)
        return target


def info(number: str, *, market: str = "fr-fr", language: str = "fr-FR", title: str = "Bon de livraison") -> NoteInfo:
    return NoteInfo(title=title, number=number, market=market, language=language)
