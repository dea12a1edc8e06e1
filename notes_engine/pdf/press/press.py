"""The press: which notes are stamped, with which plate, and why a note is not."""

from __future__ import annotations

import io
from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError
from notes_engine.pdf.press.plate import make_plate
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.refusal import ReflowError, UnfitError
from notes_engine.pdf.press.skeleton import Skeleton
from notes_engine.pdf.press.slot_lines import put_together
from notes_engine.pdf.press.stamp import stamped_document
from notes_engine.pdf.press.textline import TextSetter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.plate import LayOut, Plate, Sample
    from notes_engine.pdf.untyped import Document

_MOST_PLATES = 128
_MOST_SKELETONS = 5_000
_MOST_ROUNDS = 12
"""Rounds of baking before a skeleton is given up."""

_ODD = "the stamped page is not drawn like the typeset one: something stands over a slot, or under it"


@dataclass(slots=True)
class Forme:
    """What is known of one skeleton: which of its slots are baked, and why."""

    skeleton: Skeleton
    baked: dict[int, str]
    """Slot → why its value stays in the plate."""
    refused: str = ""
    """Why no plate can be made of it at all."""
    rounds: int = 0
    is_settled: bool = False
    """A plate was made, so that it is known what reflows."""

    def key(self, values: Sequence[str]) -> tuple[object, ...]:
        """Return what notes that share a plate have in common."""
        return (self.skeleton.html, *(values[slot] for slot in sorted(self.baked)))


@dataclass(frozen=True, slots=True)
class Stamped:
    """A note that was stamped."""

    document: Document
    plate: Plate

    @property
    def text(self) -> str:
        """All texts that were stamped, line by line."""
        return "\n".join(text for page in self.document.pages for text in page.texts)


@dataclass(frozen=True, slots=True)
class NotStamped:
    """Why a note goes through the typesetter. The words hold no value of an order."""

    why: str


class Press:
    """Stamps notes. It remembers plates, so make one for each process and keep it.

    Whether a note is stamped depends on the note alone, never on what the press has met before.
    """

    def __init__(self, lay_out: LayOut) -> None:
        """`lay_out` typesets HTML with the font configuration that stamped notes share."""
        self._lay_out = lay_out
        self._setter = TextSetter()
        self._formes: OrderedDict[str, Forme] = OrderedDict()
        self._plates: OrderedDict[tuple[object, ...], Plate | str] = OrderedDict()

    def stamp(self, note: MarkedHtml) -> Stamped | NotStamped:
        """Return a note's pages, stamped, or why they cannot be. Makes the plate when there is none."""
        forme = self.forme(note)
        base = self._base(forme, note.values)
        if isinstance(base, str):
            return NotStamped(base)
        plate = base
        if wraps := self._wraps(base, note.values):
            wrapped = self._wrapped(forme, note.values, wraps, base)
            if isinstance(wrapped, str):
                return NotStamped(wrapped)
            plate = wrapped
        try:
            return Stamped(stamped_document(plate, note.values, self._setter), plate)
        except UnfitError as unfit:
            return NotStamped(unfit.why)

    def worth_it(self, notes: Sequence[MarkedHtml], least: int) -> list[bool]:
        """Return, for each note of a chunk, whether at least `least` of them share its plate.

        A plate costs what about four typeset notes cost.
        """
        skeletons = Counter(note.skeleton for note in notes)
        keys: list[tuple[object, ...] | None] = []
        for note in notes:
            if skeletons[note.skeleton] < least:
                keys.append(None)
            else:
                forme = self.forme(note)
                if not forme.is_settled:
                    self._base(forme, note.values)
                    forme.is_settled = True
                keys.append(forme.key(note.values))
        shared = Counter(keys)
        return [key is not None and shared[key] >= least for key in keys]

    def forme(self, note: MarkedHtml) -> Forme:
        """Return what is known of the note's skeleton; without a plate yet, that is what it stands in."""
        forme = self._formes.get(note.skeleton)
        if forme is None:
            skeleton = Skeleton(note.skeleton)
            why = "it stands in an attribute, a style sheet or a form"
            baked = {slot: why for slot, kind in skeleton.kinds.items() if kind == "baked"}
            forme = self._formes[note.skeleton] = Forme(skeleton, baked)
            if len(self._formes) > _MOST_SKELETONS:
                self._formes.popitem(last=False)
        return forme

    def _base(self, forme: Forme, values: Sequence[str]) -> Plate | str:
        """Return the plate in which no value breaks, or why there is none; what reflows is baked until one comes."""
        while not forme.refused:
            key = forme.key(values)
            if (kept := self._kept(key)) is not None:
                return kept
            try:
                plate, sample = make_plate(forme.skeleton, values, frozenset(forme.baked), self._lay_out, self._setter)
            except ReflowError as reflow:
                _bake(forme, reflow)
            except NotesError as error:
                forme.refused = f"no sample of it can be typeset: {error.what}"
            else:
                return self._keep(key, self._proven(plate, sample))
        return forme.refused

    def _wrapped(self, forme: Forme, values: Sequence[str], wraps: dict[int, int], base: Plate) -> Plate | str:
        """Return the plate in which these slots break into lines, or why there is none."""
        key = (*forme.key(values), tuple(sorted(wraps.items())))
        if (kept := self._kept(key)) is not None:
            return kept
        made: Plate | str
        try:
            plate, sample = make_plate(
                forme.skeleton,
                values,
                frozenset(forme.baked),
                self._lay_out,
                self._setter,
                wraps=wraps,
                base=base,
            )
            made = self._proven(plate, sample)
        except ReflowError as reflow:
            made = reflow.why
        except NotesError as error:
            made = f"no sample of it can be typeset: {error.what}"
        return self._keep(key, made)

    def _kept(self, key: tuple[object, ...]) -> Plate | str | None:
        """Return the plate kept under a key, or why there is none; None when it was not tried."""
        if key in self._plates:
            self._plates.move_to_end(key)
        return self._plates.get(key)

    def _keep(self, key: tuple[object, ...], made: Plate | str) -> Plate | str:
        self._plates[key] = made
        if len(self._plates) > _MOST_PLATES:
            self._plates.popitem(last=False)
        return made

    def _proven(self, plate: Plate, sample: Sample) -> Plate | str:
        """Return the plate when stamping gives its wide setting again, as it was typeset."""
        try:
            stamped = stamped_document(plate, sample.values, self._setter)
        except UnfitError as unfit:
            return unfit.why
        return _ODD if differences(_pdf(stamped), _pdf(sample.document)) else plate

    def _wraps(self, base: Plate, values: Sequence[str]) -> dict[int, int]:
        """Return the slots whose values break into several lines, and into how many."""
        found = {}
        for line in base.lines:
            if line.is_alone and len(line.slots) == 1:
                item = line.items[0]
                text = put_together(item.pieces, values)
                if self._setter.one_line(text, item.box.style).width > line.widest:
                    rows = len(self._setter.lines(text, item.box.style, line.available))
                    if rows > 1:
                        found[next(iter(line.slots))] = rows
        return found


def _bake(forme: Forme, reflow: ReflowError) -> None:
    forme.rounds += 1
    slots = {slot for slot, kind in forme.skeleton.kinds.items() if kind == "text"} - set(forme.baked)
    new = reflow.slots - set(forme.baked)
    if not new or forme.rounds > _MOST_ROUNDS or new >= slots:
        forme.refused = reflow.why
    else:
        forme.baked.update(dict.fromkeys(new, reflow.why))


def _pdf(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.write_pdf(buffer)
    return buffer.getvalue()
