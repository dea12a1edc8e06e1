"""The order book: the orders of the exports to choose from, packed, with what they are looked up by."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError
from notes_engine.orders import Order, read_orders
from notes_engine.orders.packed import pack_order
from notes_engine.preview.faults import told
from notes_engine.preview.limits import BOOK_ORDERS
from notes_engine.visible import clip, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notes_engine.notes import Locale, NoteRenderer
    from notes_engine.orders import OrderSettings, Reject


_PLAIN = str.maketrans(
    {**dict.fromkeys("’‘ʼ´`′", "'"), **dict.fromkeys("‐‑–—", "-"), "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h"}
    | {"ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""What keyboards have no key for and Unicode no accent to take away from, in small letters."""
DEFAULT: Locale = "en"
"""Of an order whose own locale cannot be told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One order of the book: what a list shows of it, and the order itself."""

    key: str
    """Names the order in addresses: the same in every reading of the same export."""
    reference: str
    name: str
    """The buyer's."""
    skus: str
    market: str
    locale: Locale
    lines: int
    packed: bytes
    searched: str
    """What a search looks through: `searchable`."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An order that gets no note."""

    key: str
    reference: str
    place: str
    reason: str
    hint: str
    searched: str


@dataclass(frozen=True, slots=True)
class Book:
    """The orders as they were read once."""

    entries: Sequence[Entry | Refused] = ()
    at: dict[str, int] = field(default_factory=dict)
    """The position of each key."""
    problem: NotesError | None = None
    """Why reading ended early."""
    is_cut: bool = False
    """There are more orders than are kept."""

    def find(self, words: str, market: str = "") -> list[int]:
        """Return the positions of the orders that hold every word (`searchable`), in the export's order."""
        wanted = searchable(words).split()
        if not wanted and not market:
            return list(range(len(self.entries)))
        return [
            number
            for number, entry in enumerate(self.entries)
            if all(word in entry.searched for word in wanted)
            and (not market or (isinstance(entry, Entry) and entry.market == market))
        ]

    def get(self, key: str) -> Entry | Refused | None:
        """Return the order of a key."""
        number = self.at.get(key)
        return None if number is None else self.entries[number]


def read_book(
    files: Sequence[str],
    settings: OrderSettings,
    renderer: NoteRenderer | None,
    *,
    format: str | None = None,
    read: Callable[[int], None] = lambda _: None,
) -> Book:
    """Return the orders of the files; `renderer` chooses their markets, `read` is told how many there are so far.

    What cannot be read ends it: the book then holds what was read before, and the problem.
    """
    entries: list[Entry | Refused] = []
    at: dict[str, int] = {}
    problem: NotesError | None = None
    is_cut = False
    try:
        for item in read_orders(*files, settings=settings, format=format):
            if len(entries) == BOOK_ORDERS:
                is_cut = True
                break
            entry = _entry(item, renderer) if isinstance(item, Order) else _refused(item, len(entries))
            at.setdefault(entry.key, len(entries))
            entries.append(entry)
            if len(entries) % 500 == 0:
                read(len(entries))
    except Exception as error:
        problem = told(error, "while it read the orders")
    return Book(entries, at, problem, is_cut)


def _entry(order: Order, renderer: NoteRenderer | None) -> Entry:
    market, locale = "", DEFAULT
    if renderer is not None:
        try:
            choice, locale = renderer.choose(order)
            market = choice.market or ""
        except NotesError:
            pass  # a wrong printing condition: the note will say so
    name = order.delivery.full_name if order.delivery else order.channel_buyer_name
    skus = " ".join(part.sku for line in order.lines for part in (line, *line.parts) if part.sku)
    reference = order.reference or order.order_id
    shown = (visible(clip(reference)), visible(clip(name)), visible(clip(skus, 120)))
    searched = " ".join((reference, order.order_id, order.num_order_id, name, skus, market, order.sub_source))
    return Entry(
        _key(order.order_id, "o"), *shown, market, locale, len(order.lines), pack_order(order), searchable(searched)
    )


def _refused(reject: Reject, number: int) -> Refused:
    reference = visible(clip(reject.reference or reject.order_id or "?"))
    return Refused(
        _key(f"{number}\0{reject.order_id}", "r"),
        reference,
        str(reject.source_place),
        reject.reason,
        reject.hint or "",
        searchable(f"{reference} {reject.order_id} no note: {reject.reason}"),
    )


def searchable(text: str) -> str:
    """Return the text in small letters, without accents, with a keyboard's apostrophes: as whoever searches types."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return _without_accents(_without_accents(text).casefold().translate(_PLAIN))


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _key(text: str, kind: str) -> str:
    return kind + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15]
