"""What a finished chunk is remembered by: its parts, its notes, its rejects and its warnings. JSON on disk."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from notes_engine.batch.spool import pack_reject, unpack_reject
from notes_engine.visible import LONGEST_TEXT, clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.batch.reasons import Warned
    from notes_engine.orders import Reject

EXAMPLES = 5
"""How many references a warning keeps to point at; they are for people, so long ones are cut."""
WORDINGS = 8
"""How many different wordings of one kind of warning are told apart."""
MORE_OF_A_KIND = "more warnings of this kind"
HOW_TO_SEE_THEM = (
    "notes-engine check --orders FILE tells what each is about; with --strict every such order is in rejects.jsonl"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One PDF in the parts folder."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """One printed note, as the manifest tells it; the file's name, hash and first page are known at the end."""

    order_id: str
    reference: str
    number: str
    market: str
    market_guessed: bool
    locale: str
    template: str
    language: str
    pages: int


_FACTS = tuple(fact.name for fact in fields(NoteRecord))


@dataclass(slots=True)
class WarningTally:
    """How often each warning was seen, with a few references; past some wordings of a kind, the rest counts as one."""

    kinds: dict[str, list[Any]] = field(default_factory=dict)
    """code and words → [count of notes, what, hint, references, code]."""

    def add(self, reference: str, warnings: Iterable[Warned]) -> None:
        """Count one note's warnings, once per kind."""
        for warned in {(warned.code, warned.what): warned for warned in warnings}.values():
            what, hint = clip(warned.what, LONGEST_TEXT), clip(warned.hint, LONGEST_TEXT)
            self._add([1, what, hint, [clip(reference)], warned.code])

    def merge(self, other: WarningTally) -> None:
        """Count another tally's notes too."""
        for counted in other.kinds.values():
            self._add(counted)

    def _add(self, counted: list[Any]) -> None:
        many, what, hint, references, code = counted
        key = f"{code}: {what}"
        if key not in self.kinds and sum(1 for known in self.kinds.values() if known[4] == code) >= WORDINGS:
            # A kind whose words name something of each order must not grow with the batch.
            what, hint = MORE_OF_A_KIND, HOW_TO_SEE_THEM
            key = f"{code}: {what}"
        count, _, _, seen, _ = self.kinds.get(key, [0, what, hint, [], code])
        self.kinds[key] = [count + many, what, hint, [*seen, *references][:EXAMPLES], code]


@dataclass(frozen=True, slots=True)
class ChunkRecord:
    """A finished chunk. With `--split order` there is a part per note, else one for all, or none if none is printed."""

    chunk: int
    parts: tuple[Part, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    rejects: tuple[tuple[int, Reject], ...] = ()
    """(number in the order of reading, reject)."""
    warnings: WarningTally = field(default_factory=WarningTally)

    @property
    def orders(self) -> int:
        """How many orders it dealt with."""
        return len(self.notes) + len(self.rejects)

    def as_dict(self) -> dict[str, Any]:
        """Return the record for the journal."""
        return {
            "chunk": self.chunk,
            "parts": [{"name": part.name, "sha256": part.sha256} for part in self.parts],
            "notes": [{name: getattr(note, name) for name in _FACTS} for note in self.notes],
            "rejects": [[number, *pack_reject(reject)] for number, reject in self.rejects],
            "warnings": self.warnings.kinds,
        }


def chunk_record(found: dict[str, Any]) -> ChunkRecord:
    """Return the record that `as_dict` made."""
    return ChunkRecord(
        chunk=found["chunk"],
        parts=tuple(Part(**part) for part in found["parts"]),
        notes=tuple(NoteRecord(**note) for note in found["notes"]),
        rejects=tuple((number, unpack_reject(packed)) for number, *packed in found["rejects"]),
        warnings=WarningTally(dict(found["warnings"])),
    )
