"""Texts on their way into a PDF are cleaned alike, however plain they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notes_engine.pdf.metadata import plain


@given(st.text(st.characters(max_codepoint=127)))
def test_a_text_of_ascii_is_cleaned_as_one_with_an_accent(text: str) -> None:
    assert f"{plain(text)} é".lstrip() == plain(f"{text} é")
