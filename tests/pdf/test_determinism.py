"""The same notes give the same bytes: in any process, with any hash seed, whatever was set before."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from notes_engine.pdf import Typesetter, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from tests.pdf.pdf_workshop import info

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.pdf.pdf_workshop import Workshop

SCRIPT = """
import sys
from pathlib import Path
from notes_engine.pdf import NoteInfo, Typesetter, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.fonts import font_face_css

assets, out = Path(sys.argv[1]), Path(sys.argv[2])
typesetter = Typesetter([assets])
style = font_face_css() + '''
@page { size: A6; @bottom-right { content: counter(page) "/" counter(pages) } }
body { font: 10pt "Source Sans Pro" } b { color: rgba(0, 0, 255, 0.5) } h1 { text-decoration: underline overline }'''
notes = [
    (
        typesetter.typeset(f'''<html lang=fr><style>{style}</style><h1 id=a>Bon {n}</h1>
        <img src=blue.png><img src=red.svg> <p><b>Gras</b> <i>italique</i> Ελλάδα שלום 😀 \\ue000</p>
        <a href="#a">lien</a><a href="https://x.example.invalid">b</a>
        <p style="opacity: 0.5; transform: rotate(5deg)">x</p>'''),
        NoteInfo(f"Bon {n}", f"A{n}", "fr-fr", "fr-FR"),
    )
    for n in range(3)
]
write_notes(notes[:1], out / "one.pdf")
write_notes(notes, out / "merged.pdf", title="Lot")
write_notes(notes, out / "archive.pdf", title="Lot", variant="pdf/a-3a")
shelf = Shelf(out)
write_section(notes, out / "part", shelf, shelf.faces())
bind_sections([out / "part", out / "part"], out / "joined.pdf", title="Lot", language=None)
"""


def run(workshop: Workshop, out: Path, seed: str) -> dict[str, bytes]:
    out.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT+{seed}"}
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(workshop.workspace), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_two_processes_write_the_same_bytes(shop: Workshop, tmp_path: Path) -> None:
    first = run(shop, tmp_path / "first", "1")
    second = run(shop, tmp_path / "second", "2")

    assert first.keys() == {"archive.pdf", "joined.pdf", "merged.pdf", "one.pdf", "part"}
    assert [name for name in first if first[name] != second[name]] == []


def test_what_was_set_before_changes_nothing(shop: Workshop, tmp_path: Path) -> None:
    body = '<p>Bonjour <b>Madame</b> שלום <img src="red.png"><img src="red.svg"></p>'
    fresh = Typesetter([shop.templates, shop.workspace])
    used = shop.typesetter
    for other in ("<p>autre</p>", '<h1>שלום</h1><img src="red.svg">', '<p><img src="red.png"><i>x</i>'):
        shop.set(other, "@page { size: A5 } p { font-weight: 600 }")

    contents = []
    for number, typesetter in enumerate((fresh, used)):
        note = type(shop)(typesetter, shop.root).set(body)
        target = tmp_path / f"{number}.pdf"
        write_notes([(note, info("A1"))], target)
        contents.append((note.findings, target.read_bytes()))

    assert contents[0] == contents[1]


def test_the_trial_drawing_of_an_svg_leaves_no_trace(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from notes_engine.pdf import vectors

    body = (
        '<svg width="90" height="40"><text x="5" y="20">a<tspan dy="5">b</tspan></text>'
        '<defs><g id="g"><rect width="5" height="5"/></g></defs><use href="#g" x="30"/></svg><img src="red.svg">'
    )
    proved = shop.write(body, name="proved.pdf").read_bytes()
    monkeypatch.setattr(vectors, "_drawn_on_trial", lambda _: [])

    assert shop.write(body, name="unproved.pdf").read_bytes() == proved


def test_joining_does_not_depend_on_the_folder(shop: Workshop, tmp_path: Path) -> None:
    notes = [(shop.set("<p>x</p>"), info("1")), (shop.set("<p>y</p>"), info("2"))]
    results = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        part, shelf = tmp_path / name / "part", Shelf(tmp_path / name)
        write_section(notes, part, shelf, shelf.faces())
        bind_sections([part, part], tmp_path / name / f"{name}.pdf", title="Lot", language=None)
        results.append((tmp_path / name / f"{name}.pdf").read_bytes())

    assert results[0] == results[1]
