"""What is odd about one note but printable: `--strict` makes each of these a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.notes.placeholders import EXPECTED
from notes_engine.notes.proposals import propose_market
from notes_engine.notes.rendered import NoteWarning
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notes_engine.notes.addresses import AddressFinding
    from notes_engine.notes.markets import MarketChoice
    from notes_engine.notes.placeholders import FactName
    from notes_engine.orders import Order


def note_warnings(
    order: Order, choice: MarketChoice, findings: Iterable[AddressFinding], facts: Mapping[FactName, int]
) -> Iterator[NoteWarning]:
    """Yield the warnings about an order's note.

    `findings` are those about its addresses, `facts` tells how many places of the note print each fact.
    """
    if choice.guessed:
        what = (
            f"the market {choice.market} was guessed from the delivery country"
            if choice.market
            else "the order belongs to no market we know"
        )
        yield NoteWarning("guessed-market", what, propose_market(order.sub_source, choice.market))
    for remark in order.export_remarks:
        yield NoteWarning(remark.code, remark.what, remark.hint)
    for warning in order.warnings:
        yield NoteWarning("order", warning, "look at the order before it leaves")
    if order.delivery is None or order.delivery.is_empty:
        yield NoteWarning("no-address", "printed without an address field", "add the address columns to the export")
    for finding in dict.fromkeys(findings):
        yield NoteWarning(finding.code, finding.what, finding.hint)
    for name, expected in EXPECTED.items():
        if facts[name] != expected:
            yield NoteWarning(
                "placeholders",
                f"the company's {name} is printed {counted(facts[name], 'time')}, not {expected}",
                "run: notes-engine check",
            )
