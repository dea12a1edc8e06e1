"""One workshop for all tests of the room: fonts, sheets and images are loaded once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from notes_engine.pdf import Typesetter
from tests.pdf.pdf_workshop import SVG, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


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
