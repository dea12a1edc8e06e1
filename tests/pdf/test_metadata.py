"""Text that a PDF says of itself is on one line, and all of it can be seen."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from notes_engine.pdf.metadata import plain

INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


@given(st.text())
@example("a  b")
@example(" a\u00a0b\u3000")
@example("a\nb\u202ec\x1f\u2028d\ud800\ue000\u0378")
def test_it_is_what_is_left_sign_by_sign(text: str) -> None:
    kept = ""
    for char in text:
        category = unicodedata.category(char)
        if category not in INVISIBLE:
            kept += char
        elif category in ("Cc", "Zl", "Zp"):
            kept += " "
    assert plain(text) == " ".join(kept.split())
