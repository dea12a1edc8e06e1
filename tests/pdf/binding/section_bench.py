"""Writes sections of stamped and typeset notes, binds them and reads what comes out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from notes_engine.pdf import NoteInfo, TypesetNote
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.stamped_note import StampedNote
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


FONT = "font: 10pt 'DejaVu Sans'"
LAYOUT = (
    f"<style>p {{ {FONT} }} #totals {{ break-before: page }}</style><title>Bon {{0}}</title>"
    '<p>Bonjour <b>{0}</b></p><p><a href="#totals">Total</a> <a href="{1}">colis</a></p><p id="totals">{2}</p>'
)
NAMES = ("Zoé (A)", "Łucja \\ B", "Œuvre", "Ida ½", "Jean-Baptiste office", "Ümit §", "Ana «x»", "Avant AV")
Note = tuple[TypesetNote | StampedNote, NoteInfo]


def note(bench: PressBench, number: int, *, typeset: bool, layout: str = LAYOUT) -> Note:
    values = (NAMES[number % len(NAMES)], f"https://a.invalid/{number}", f"{number},00 €")
    made = marked(layout, *values)
    info = NoteInfo(f"Bon {values[0]}", f"A{number}", "fr-fr", "fr-FR")
    if typeset:
        return bench.typesetter.typeset(made.html()), info
    stamped = bench.press.stamp(made)
    assert not isinstance(stamped, NotStamped), stamped.why
    return StampedNote(stamped), info


def sections(bench: PressBench, folder: Path, *kinds: str, layout: str = LAYOUT) -> list[Path]:
    """Write sections, each of stamped (s) and typeset (t) notes."""
    paths, number = [], 0
    for place, section in enumerate(kinds):
        notes = []
        for kind in section:
            notes.append(note(bench, number, typeset=kind == "t", layout=layout))
            number += 1
        paths.append(folder / f"{place}.section")
        write_section(notes, paths[-1], Shelf(folder), bench.press.faces)
    return paths


def bind(paths: Sequence[Path]) -> bytes:
    target = paths[0].with_name("notes.pdf")
    bind_sections(paths, target, title="Shop: (é)", language="fr")
    return target.read_bytes()


def font_files(content: bytes) -> list[bytes]:
    """Return the font files in a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [item.read_bytes() for item in streams if "/Length1" in item or item.get("/Subtype") == "/OpenType"]


def printed(content: bytes) -> list[tuple[str, bytes]]:
    """Return each page's text and picture."""
    seen = pypdfium2.PdfDocument(content)
    pages = [(page.get_textpage().get_text_range(), page.render(scale=2).to_pil().tobytes()) for page in seen]
    seen.close()
    return pages
