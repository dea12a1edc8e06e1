"""The press: which notes are stamped, with which plate, and why a note is not."""

from __future__ import annotations

import gc
import io
from collections import OrderedDict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError
from notes_engine.pdf.binding.fonts import Cutter
from notes_engine.pdf.binding.single import Singles
from notes_engine.pdf.metadata import NoteInfo
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.filler import WIDE
from notes_engine.pdf.press.forme import ELSEWHERE, Forme
from notes_engine.pdf.press.names import plate_name
from notes_engine.pdf.press.not_stamped import NotStamped, no_harm_to
from notes_engine.pdf.press.refusal import BreaksError, ReflowError, UnfitError
from notes_engine.pdf.press.shared import Shared
from notes_engine.pdf.press.sheets import Sheets
from notes_engine.pdf.press.stamping import Stamper
from notes_engine.pdf.press.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.cast import Cast
    from notes_engine.pdf.press.forme import PlateKey, Rows
    from notes_engine.pdf.press.plate import LayOut
    from notes_engine.pdf.press.stamping import StampedPages
    from notes_engine.pdf.press.typeface import Typeface, TypeSpec
    from notes_engine.pdf.press.workshop import Workshop

_MOST_FORMES = 2_000
_MOST_PLATES = 2_000
"""Held in memory at a time."""
_MOST_TYPEFACES = 256
_COLLECT_AFTER = 2
"""New plates after which the collector walks: 0.1 s, where each plate takes 0.4."""
_MOST_ROUNDS = 12
"""Rounds of baking before a skeleton is given up."""
_FEW = 1
_TOO_FEW = "too few notes share its layout: to typeset them costs less than a plate"


class Press:
    """Stamps notes. It remembers plates, so make one for each process and keep it.

    Whether a note is stamped depends on the notes it is stamped with, and on what the store held when their wave of the
    run began: never on what this process has met before.
    """

    def __init__(
        self, lay_out: LayOut, store: Store | None = None, read: Callable[[str], bytes] = lambda _address: b""
    ) -> None:
        """`lay_out` typesets HTML; it is not asked for anything while the store has the plates.

        `read` gives the style sheet at an address, as the typesetter reads it.
        """
        self._lay_out = lay_out
        self._sheets = Sheets(read)
        self._store = store or Store(None, "")
        self.faces = Faces(self._store.face, self._store)
        self.cutter = Cutter(self.faces)
        self._plate_name = lru_cache(_MOST_PLATES)(plate_name)
        self._formes: OrderedDict[str, Forme] = OrderedDict()
        self._typefaces: dict[TypeSpec, Typeface] = {}
        self._shared = Shared()
        self._new_plates = 0
        self._used: OrderedDict[tuple[str, PlateKey], Forme] = OrderedDict()
        """Where plates are held, those used longest ago first."""

    def typeface(self, spec: TypeSpec) -> Typeface:
        """Return the typeface of a kind."""
        found = self._typefaces.get(spec)
        if found is None:
            if len(self._typefaces) > _MOST_TYPEFACES:
                self._typefaces.clear()
            found = self._typefaces[spec] = self.faces.typeface(spec)
        return found

    @cached_property
    def singles(self) -> Singles:
        """What writes a file of its own for a note."""
        return Singles(self.cutter, self.typeface)

    @cached_property
    def _workshop(self) -> Workshop:
        from notes_engine.pdf.press.workshop import Workshop  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

        return Workshop(self._lay_out, self.faces)

    def stamp(self, note: MarkedHtml) -> StampedPages | NotStamped:
        """Return a note's pages, stamped, or why they cannot be; raises as `stamp_all`."""
        return self.stamp_all([note], least=1)[0]

    def stamp_all(self, notes: Sequence[MarkedHtml], *, least: int) -> list[StampedPages | NotStamped]:
        """Return each note's pages, or why it is not stamped.

        A plate is made where `least` of the notes or more share it, or where one like them was met in an earlier run.
        """
        found: dict[int, StampedPages | NotStamped] = {}
        for indices in _alike({index: note.skeleton for index, note in enumerate(notes)}):
            group = {index: notes[index] for index in indices}
            with no_harm_to(indices, found):
                self._stamp_alike(group, least, found)
        return [found.get(index, NotStamped(_TOO_FEW)) for index in range(len(notes))]

    def _stamp_alike(
        self, notes: Mapping[int, MarkedHtml], least: int, found: dict[int, StampedPages | NotStamped]
    ) -> None:
        """Stamp notes of one skeleton."""
        sample = next(iter(notes.values()))
        if not self._is_worth(sample.skeleton, len(notes) >= least, may_keep=not sample.holds_values):
            return
        forme = self._forme(sample.skeleton, may_keep=not sample.holds_values)
        if not forme.fixed:
            self._stamp_forme(forme, {index: note.values for index, note in notes.items()}, least, found)
            return
        own = {index: forme.with_fixed(note.values) for index, note in notes.items()}
        for indices in _alike(own):
            with no_harm_to(indices, found):
                if self._is_worth(own[indices[0]], len(indices) >= least, may_keep=False):
                    one = self._forme(own[indices[0]], may_keep=False)
                    self._stamp_forme(one, {index: notes[index].values for index in indices}, least, found)

    def _stamp_forme(
        self,
        forme: Forme,
        values: dict[int, tuple[str, ...]],
        least: int,
        found: dict[int, StampedPages | NotStamped],
    ) -> None:
        self._settle(forme)
        was_met = self._store.has_met(forme.skeleton.html)
        groups: dict[PlateKey, list[int]] = {}
        for index, each in values.items():
            groups.setdefault((forme.baked_values(each), ()), []).append(index)
        while groups:
            broken: dict[PlateKey, list[int]] = {}
            for key, indices in groups.items():
                # A layout that was met before will be met again; one that breaks lines in many ways may not.
                is_common = len(indices) >= least or (was_met and len(key[1]) <= _FEW)
                stamper = self._worth(forme, key, values[indices[0]], is_common)
                for index in indices:
                    found[index] = _stamped(stamper, values[index], key, broken, index)
            groups = broken
        forme.plates.clear()

    def _worth(self, forme: Forme, key: PlateKey, values: Sequence[str], is_common: bool) -> Stamper | str:
        """Return what stamps over a plate, or why there is none: too few notes may share it."""
        if forme.refused:
            return forme.refused
        name = self._plate_name(forme.skeleton.html, *key)
        if not self._is_worth(name, is_common, may_keep=forme.may_keep and not forme.baked):
            return _TOO_FEW
        return self._stamper(forme, key, values)

    def _is_worth(self, text: str, is_common: bool, *, may_keep: bool) -> bool:
        """Return whether a plate is worth making: many notes share it now, or one like them was met before.

        `text` is what they share: a skeleton, or a plate's name.
        """
        met = not is_common and self._store.has_met(text)
        if may_keep:
            self._store.note_met(text)
        return is_common or met

    def forme(self, note: MarkedHtml) -> Forme:
        """Return what is known of a note's layout; without a plate yet, that is what its slots stand in."""
        forme = self._forme(note.skeleton, may_keep=not note.holds_values)
        return self._forme(forme.with_fixed(note.values), may_keep=False) if forme.fixed else forme

    def kinds(self, note: MarkedHtml) -> Mapping[int, str]:
        """Return what each of a note's values stands in, by its slot: `text`, `string` or `baked`."""
        return self._forme(note.skeleton, may_keep=not note.holds_values).kinds

    def _forme(self, skeleton: str, *, may_keep: bool) -> Forme:
        forme = self._formes.get(skeleton)
        if forme is None:
            record = self._store.forme(skeleton) if may_keep else None
            if record is None:
                looked_into = self._sheets.look_into_values(skeleton)
                forme = Forme.of(skeleton, may_keep=may_keep, is_looked_into=looked_into)
            else:
                forme = Forme.from_record(skeleton, record)
            self._formes[skeleton] = forme
            if len(self._formes) > _MOST_FORMES:
                self._formes.popitem(last=False)
        return forme

    def _settle(self, forme: Forme) -> None:
        """Find out which slots reflow: their values are baked.

        What stands in a baked slot meanwhile is no order's value, so that it does not matter which note comes first.
        """
        while not forme.is_settled:
            values = [WIDE] * (1 + max(forme.kinds, default=0))
            key = (forme.baked_values(values), ())
            try:
                if forme.fixed:
                    forme.refused = ELSEWHERE
                elif forme.baked:
                    self._new(forme, key, values)
                else:
                    self._stamper(forme, key, values)
            except ReflowError as reflow:
                _bake(forme, reflow)
                forme.is_settled = bool(forme.refused)
            except NotesError as error:
                forme.refused = _unsettable(error)
                forme.is_settled = True
            else:
                forme.is_settled = True
            if forme.is_settled and forme.may_keep:
                self._store.keep_forme(forme.skeleton.html, forme.record())

    def _stamper(self, forme: Forme, key: PlateKey, values: Sequence[str]) -> Stamper | str:
        """Return what stamps over a plate, made now if need be, or why there is none.

        Raises:
            ReflowError, NotesError: there is none, and the forme is not settled yet.
        """
        found = forme.casts.get(key)
        if found is None:
            try:
                found = self._kept(forme, key) or self._new(forme, key, values)
            except ReflowError as reflow:
                if not forme.is_settled:
                    raise
                found = reflow.why
            except NotesError as error:
                if not forme.is_settled:
                    raise
                found = _unsettable(error)
            forme.casts[key] = found
        self._used[forme.skeleton.html, key] = forme
        self._used.move_to_end((forme.skeleton.html, key))
        if len(self._used) > _MOST_PLATES:
            (_, oldest), of = self._used.popitem(last=False)
            of.casts.pop(oldest, None)
        return found

    def _kept(self, forme: Forme, key: PlateKey) -> Stamper | None:
        if not forme.may_keep or forme.baked:
            return None
        cast = self._store.cast(self._plate_name(forme.skeleton.html, *key))
        if cast is None:
            return None
        try:
            for font in cast.fonts:
                self.faces[font.face]  # read now: the store may be deleted before a file is written
            return Stamper(cast, self.typeface, self._shared)
        except (KeyError, UnfitError):  # its font file is gone, or is another one
            return None

    def _new(self, forme: Forme, key: PlateKey, values: Sequence[str]) -> Stamper | str:
        """Return what stamps over a new plate, as `_made`, and now and then free what was typeset for it.

        The parts of WeasyPrint's documents hold each other. Left to the collector, those of dozens of plates wait for
        it, and what is kept of each plate pins the memory between them for as long as the process is.
        """
        self._new_plates += 1
        if self._new_plates % _COLLECT_AFTER == 0:
            gc.collect()
        return self._made(forme, key, values)

    def _made(self, forme: Forme, key: PlateKey, values: Sequence[str]) -> Stamper | str:
        """Return what stamps over a new plate, when stamping gives its wide setting again as it was typeset."""
        rows: Rows = key[1]
        base = None
        if rows:
            base = forme.plates.get((key[0], ()))
            if base is None:
                base, _, _ = self._workshop.make(forme, values, ())
                forme.plates[key[0], ()] = base
        plate, sample, cast = self._workshop.make(forme, values, rows, base)
        if not rows:
            forme.plates[key] = plate
        try:
            stamper = Stamper(cast, self.typeface, self._shared)
        except UnfitError as unfit:
            raise ReflowError(unfit.slots, "a text beside it needs another font or another direction") from None
        try:
            stamped = stamper.stamp(sample.values)
        except (UnfitError, BreaksError) as unfit:
            return unfit.why if isinstance(unfit, UnfitError) else "its widest values do not fit"
        file = io.BytesIO()
        self.singles.write(file, stamped, NoteInfo("", "", "", ""), is_alone=True)
        if why := self._workshop.tells_apart(file.getvalue(), sample):
            return why
        if forme.may_keep and not forme.baked:
            self._keep(cast)
        return stamper

    def _keep(self, cast: Cast) -> None:
        for font in cast.fonts:
            self._store.keep_face(font.face, self.faces[font.face])
        self._store.keep_cast(cast)


def _alike(texts: Mapping[int, str]) -> Iterable[list[int]]:
    """Return the numbers of equal texts, those of the first text first."""
    groups: dict[str, list[int]] = {}
    for number, text in texts.items():
        groups.setdefault(text, []).append(number)
    return groups.values()


def _unsettable(error: NotesError) -> str:
    """Return why no sample could be typeset: not the error's words, which may name what a value asks for."""
    return f"no sample of it can be typeset ({type(error).__name__})"


def _stamped(
    stamper: Stamper | str, values: Sequence[str], key: PlateKey, broken: dict[PlateKey, list[int]], index: int
) -> StampedPages | NotStamped:
    """Return a note's pages, or why not; where its values break into lines, put it down for the plate it needs."""
    if isinstance(stamper, str):
        return NotStamped(stamper)
    why = "its value breaks into lines in another way than its plate"
    try:
        return stamper.stamp(values)
    except UnfitError as unfit:
        why = unfit.why
    except BreaksError:
        if not key[1]:
            why = _breaks(stamper, values, key, broken, index)
    return NotStamped(why)


def _breaks(
    stamper: Stamper, values: Sequence[str], key: PlateKey, broken: dict[PlateKey, list[int]], index: int
) -> str:
    """Put a note down for the plate on which its values have lines enough; return why it is not stamped till then."""
    try:
        rows = tuple(sorted(stamper.rows(values).items()))
    except UnfitError as unfit:
        return unfit.why
    if not rows:
        return "its value is wider than its place"
    broken.setdefault((key[0], rows), []).append(index)
    return _TOO_FEW


def _bake(forme: Forme, reflow: ReflowError) -> None:
    forme.rounds += 1
    slots = {slot for slot, kind in forme.kinds.items() if kind == "text"} - set(forme.baked)
    new = reflow.slots - set(forme.baked)
    if not new or forme.rounds > _MOST_ROUNDS or new >= slots:
        forme.refused = reflow.why
    else:
        forme.baked.update(dict.fromkeys(sorted(new), reflow.why))
