"""A folder of assets, one typesetter for all tests of the room, and small notes to set."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from notes_engine.pdf import NoteInfo, Typesetter, TypesetNote, write_notes
from notes_engine.pdf.fonts import font_face_css

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        return self.typesetter.typeset(
            f'<html lang="fr"><head><title>Bon</title>{head}<style>{PAGE} {css}</style></head><body>{body}</body></html>'
        )

    def codes(self, body: str, css: str = "") -> list[str]:
        return [finding.code for finding in self.set(body, css).findings]

    def write(self, *bodies: str, name: str = "notes.pdf", **options: str | None) -> Path:
        """Typeset each body as a note, with the numbers A1, A2, …, and write them to one file."""
        notes = [(self.set(body), info(f"A{number}")) for number, body in enumerate(bodies, 1)]
        target = self.root / name
        write_notes(notes, target, **options)
        return target


def info(number: str, *, market: str = "fr-fr", language: str = "fr-FR", title: str = "Bon de livraison") -> NoteInfo:
    return NoteInfo(title=title, number=number, market=market, language=language)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    root = tmp_path_factory.mktemp("shop")
    workspace = root / "workspace"
    templates = workspace / "templates"
    templates.mkdir(parents=True)
    (root / "secret.css").write_text("p { color: red }")
    (root / "secret.png").write_bytes(b"secret")
    (workspace / "notes.toml").write_text("[seller]")
    (workspace / "orders.csv").write_text("Order Id,Buyer")
    Image.new("RGB", (8, 8), "red").save(workspace / "red.png")
    Image.new("RGBA", (8, 8), (0, 0, 255, 128)).save(workspace / "blue.png")
    noise = Image.effect_noise((60, 60), 50).convert("RGB")
    for name in ("noise.png", "noise.jpg", "noise.gif", "noise.webp"):
        noise.save(workspace / name)
        content = (workspace / name).read_bytes()
        (workspace / f"half-{name}").write_bytes(content[: len(content) // 2])
    (workspace / "red.svg").write_text(SVG.format('<rect width="20" height="20" fill="red"/>'))
    (templates / "note.css").write_text("p { color: #f00 }")
    return Workshop(Typesetter([templates, workspace]), root)


@pytest.fixture
def shop(shared: Workshop, caplog: pytest.LogCaptureFixture) -> Iterator[Workshop]:
    """The workshop of all tests; a test fails when WeasyPrint or fontTools say something past our findings."""
    caplog.set_level(logging.WARNING)
    yield shared
    said = [record.getMessage() for record in caplog.records if record.name.startswith(("weasyprint", "fontTools"))]
    assert said == []
