"""`--sort`: natural order over any tags, several keys, and how packers stack paper."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from natsort import natsort_keygen, ns

from notes_engine.errors import UsageError
from notes_engine.orders import TagValues, find_tag, suggest_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from notes_engine.orders import Order, OrderLine, Tag, Value

SINGLES_FIRST = "singles-first"
REVERSE = "reverse"

SortValue = tuple[Any, ...] | None
"""What one key says about one order: comparable with the same key of any other order; None is a missing value."""

Entry = TypeVar("Entry")

# `a2` before `A10`: packers read bins and SKUs without minding case, and the place breaks ties.
_natural: Callable[[str], tuple[Any, ...]] = natsort_keygen(alg=ns.INT | ns.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of `--sort`: a tag, an extended property (`tag` is None), or `singles-first`."""

    name: str
    tag: Tag | None = None
    descending: bool = False

    @property
    def shown(self) -> str:
        """The key's name as the documentation writes it."""
        return self.tag.name if self.tag else self.name

    def value(self, order: Order) -> SortValue:
        """Return what this key sorts the order by; None when the order has no value for it."""
        if self.name == SINGLES_FIRST:
            return (0 if _is_single(order) else 1,)
        if self.tag is None:
            return _comparable(TagValues(order)[self.name])
        if self.tag.scope == "order":
            # Not the day that a label prints: of two orders of one day, the earlier is the earlier.
            return _comparable(self.tag.order_value(order))
        found = (_comparable(value) for line in order.lines for value in _line_values(order, line, self.tag.key))
        return min((value for value in found if value is not None), default=None)


@dataclass(frozen=True, slots=True)
class Sorting:
    """A parsed `--sort`: keys from the most to the least important, then the whole turned round or not."""

    keys: tuple[SortKey, ...] = ()
    reverse: bool = False

    def values(self, order: Order) -> tuple[SortValue, ...]:
        """Return one value per key."""
        return tuple(key.value(order) for key in self.keys)

    def idle(self, values: Iterable[Sequence[SortValue]]) -> tuple[SortKey, ...]:
        """Return the keys of which no order has a value; none where there is no order."""
        seen = {index for each in values for index, value in enumerate(each) if value is not None}
        return tuple(key for index, key in enumerate(self.keys) if index not in seen)

    def arrange(self, entries: Sequence[Entry], values: Callable[[Entry], Sequence[SortValue]]) -> list[Entry]:
        """Return the entries in order: stable, and those without a value last in either direction."""
        arranged = list(entries)
        for index in range(len(self.keys) - 1, -1, -1):
            present = [entry for entry in arranged if values(entry)[index] is not None]
            missing = [entry for entry in arranged if values(entry)[index] is None]
            # Python's reversed sort keeps equal entries in their order, so descending is stable too.
            present.sort(key=_by(values, index), reverse=self.keys[index].descending)
            arranged = present + missing
        return arranged[::-1] if self.reverse else arranged


def parse_sort(text: str | None, extended: Iterable[str] = ()) -> Sorting:
    """Return the meaning of `--sort`, such as `singles-first,BinRack,-ReceivedDate`.

    Raises:
        UsageError: an unknown key, with the one that was probably meant.
    """
    names = {name.strip().casefold() for name in extended}
    keys: list[SortKey] = []
    reverse = False
    for part in (text or "").split(","):
        word = part.strip()
        descending, name = word.startswith("-"), word.removeprefix("-").strip()
        if name.casefold() == REVERSE and not descending:
            reverse = True
        elif name.casefold() == SINGLES_FIRST:
            keys.append(SortKey(SINGLES_FIRST, descending=descending))
        elif tag := find_tag(name):
            keys.append(SortKey(tag.key, tag, descending))
        elif name.casefold() in names:
            keys.append(SortKey(name.casefold(), None, descending))
        elif text is not None:
            raise _unknown(word, name, extended)
    return Sorting(tuple(keys), reverse)


def _unknown(word: str, name: str, extended: Iterable[str]) -> UsageError:
    if not word:
        return UsageError("--sort has an empty key", hint="keys are separated by one comma: --sort BinRack,SKU")
    near = difflib.get_close_matches(name.casefold(), [SINGLES_FIRST, REVERSE], n=1, cutoff=0.7)
    meant = near[0] if near else suggest_tag(name, extended)
    teach = f"keys are tags (notes-engine tags lists them), {SINGLES_FIRST} and {REVERSE}"
    return UsageError(f"--sort: unknown key {word!r}", hint=f"did you mean {meant}? {teach}" if meant else teach)


def _by(values: Callable[[Entry], Sequence[SortValue]], index: int) -> Callable[[Entry], tuple[Any, ...]]:
    return lambda entry: values(entry)[index] or ()


def _line_values(order: Order, line: OrderLine, key: str) -> Iterable[Value]:
    """Yield the line's value; a composite without one (it lies in no bin itself) is asked for its parts'."""
    own = TagValues(order, line=line)[key]
    if own is not None or not line.parts:
        yield own
    else:
        yield from (TagValues(order, line=part)[key] for part in line.parts)


def _comparable(value: Value | datetime) -> SortValue:
    """Return the value as a tuple: numbers before times before text, each among its own."""
    match value:
        case None:
            return None
        case bool():
            return (0, int(value))
        case Decimal():
            return (0, value) if value.is_finite() else None
        case datetime():
            return (1, value.timestamp())
        case date():
            return (1, datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
        case str():
            return (2, _natural(value), value) if value.strip() else None


def _is_single(order: Order) -> bool:
    """True for one thing to pack: one line of quantity 1, services (insurance, delivery) not counted."""
    packed = [line.quantity for line in order.lines if not line.is_service]
    return packed == [1]
