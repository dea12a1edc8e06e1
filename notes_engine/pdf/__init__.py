"""The pdf room: HTML becomes pages, pages become files."""

from notes_engine.pdf.findings import FindingCode, PageFinding
from notes_engine.pdf.fonts import missing_characters
from notes_engine.pdf.metadata import NoteInfo
from notes_engine.pdf.numbered import numbered
from notes_engine.pdf.proof import prove
from notes_engine.pdf.typeset import Coverage, TypesetNote, Typesetter
from notes_engine.pdf.variants import PDF_VARIANTS, VARIANT_LIMIT
from notes_engine.pdf.write import CHUNK_LIMIT, write_notes

__all__ = [
    "CHUNK_LIMIT",
    "PDF_VARIANTS",
    "VARIANT_LIMIT",
    "Coverage",
    "FindingCode",
    "NoteInfo",
    "PageFinding",
    "TypesetNote",
    "Typesetter",
    "missing_characters",
    "numbered",
    "prove",
    "write_notes",
]
