"""Findings: what is odd about a note's pages, as plain data for the batch, `check` and the preview."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FindingCode = Literal[
    "missing-image",
    "fallback-glyph",
    "fallback-font",
    "missing-glyph",
    "overfull",
    "placeholders",
    "weasyprint",
    "not-stamped",
]
"""
- `not-stamped`: the press was asked for, and the note was typeset (no fault).
- `missing-image`: an image that is not there or cannot be read; the note is made without it.
- `fallback-glyph`: a character the template's fonts lack, printed in another font of this machine.
- `fallback-font`: a font the template names is neither loaded nor installed: its text is printed in another.
- `missing-glyph`: a character no font on this machine has: an empty box is printed.
- `overfull`: text that its box or the paper cannot hold.
- `placeholders`: the pages draw a company fact more or less often than the note's HTML holds it.
- `weasyprint`: anything else WeasyPrint had to say, such as a CSS property it does not know.
"""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """One thing to look at on a note. `what` and `hint` name characters and files, never a buyer's text."""

    code: FindingCode
    what: str
    hint: str
    page: int | None = None
    """The note's page, from 1; None where the finding belongs to no one page."""
    chars: frozenset[str] = field(default=frozenset(), compare=False)
    """The characters it is about, all of those that `what` names the first of."""
