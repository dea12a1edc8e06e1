"""Lines of one file's notes are put together from parts, and say what a line that is made as a whole says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notes_engine.batch.manifest import FileLines, manifest_line
from notes_engine.batch.record import NoteRecord

TEXTS = st.sampled_from(("fr-fr", 'Zoé "A" \\ B', "a\u202eb", "\ud800", "a\nb", "½")) | st.text(max_size=5)
NOTES = st.builds(
    NoteRecord, *[TEXTS] * 4, st.booleans(), TEXTS, TEXTS, TEXTS, st.integers(min_value=0, max_value=10**9)
)


@given(st.lists(NOTES, max_size=3), TEXTS, st.booleans(), st.integers(1, 10**9))
def test_a_files_lines_are_those_that_are_made_one_by_one(
    notes: list[NoteRecord], file: str, draft: bool, first_page: int
) -> None:
    lines = FileLines(file=file, sha256="ab" * 32, draft=draft)
    for note in [*notes, *notes]:
        assert lines.line(note, first_page=first_page) == manifest_line(
            note, file=file, first_page=first_page, sha256="ab" * 32, draft=draft
        )


def test_more_markets_than_are_remembered_change_nothing() -> None:
    lines = FileLines(file="notes.pdf", sha256="0", draft=False)
    for number in [*range(100), 0, 99]:
        note = NoteRecord("1", "A", "N", f"m{number}", False, "fr", "fr.html", "fr-FR", 1)
        assert lines.line(note, first_page=1) == manifest_line(
            note, file="notes.pdf", first_page=1, sha256="0", draft=False
        )
