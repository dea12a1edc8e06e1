"""The workshop: where plates are made, with WeasyPrint, and proven."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from notes_engine.pdf.marked import drawn_text, marked_texts
from notes_engine.pdf.press.casting import Caster
from notes_engine.pdf.press.names import plate_name
from notes_engine.pdf.press.plate import make_plate
from notes_engine.pdf.press.printed import says_differently
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.textline import TextSetter
from notes_engine.pdf.typeset import TypesetNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.press.cast import Cast
    from notes_engine.pdf.press.faces import Faces
    from notes_engine.pdf.press.forme import Forme, Rows
    from notes_engine.pdf.press.plate import LayOut, Plate, Sample

_ODD = "the stamped page is not drawn like the typeset one: something stands over a slot, or under it"

_SAYS_ODD = "the stamped note's links, bookmarks or metadata are not those of the typeset one"


class Workshop:
    """Makes plates. One for each process."""

    def __init__(self, lay_out: LayOut, faces: Faces) -> None:
        """`lay_out` typesets HTML; `faces` takes the font files that the plates draw with."""
        self._lay_out = lay_out
        self._setter = TextSetter()
        self._caster = Caster(faces)

    def make(
        self, forme: Forme, values: Sequence[str], rows: Rows, base: Plate | None = None
    ) -> tuple[Plate, Sample, Cast]:
        """Return the plate of a forme, the setting it is proven on, and the plate as plain data.

        Raises:
            ReflowError: a slot cannot be stamped.
            NotesError: no sample of it can be typeset.
        """
        plate, sample = make_plate(
            forme.skeleton,
            values,
            frozenset(forme.baked),
            self._lay_out,
            self._setter,
            wraps=dict(rows),
            base=base,
        )
        plate = replace(plate, name=plate_name(forme.skeleton.html, forme.baked_values(values), rows))
        drawn = TypesetNote(plate.document, ())
        facts = Counter(mark.value for mark in marked_texts(drawn, "data-fact"))
        return plate, sample, self._caster.cast(plate, facts, drawn_text(drawn))

    def tells_apart(self, stamped: bytes, sample: Sample) -> str:
        """Return what is wrong with a plate's stamped sample, or an empty text."""
        typeset = io.BytesIO()
        sample.document.write_pdf(typeset)
        if differences(stamped, typeset.getvalue()):
            return _ODD
        return _SAYS_ODD if says_differently(stamped, typeset.getvalue()) else ""
