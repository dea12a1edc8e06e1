"""What is odd about one note but printable: `--strict` makes each of these a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.notes.addresses import address_findings
from notes_engine.notes.placeholders import EXPECTED, fact_count
from notes_engine.notes.proposals import propose_market
from notes_engine.notes.rendered import NoteWarning
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.notes.markets import MarketChoice
    from notes_engine.orders import Order


def note_warnings(order: Order, choice: MarketChoice, html: str) -> Iterator[NoteWarning]:
    """Yield the warnings about an order's note; `html` is the note."""
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
    printed = [
        *(found for found in (order.delivery,) if found is not None and not found.is_empty),
        *(found for found in (order.billing,) if found is not None and not found.is_blank),
    ]
    for finding in dict.fromkeys(finding for found in printed for finding in address_findings(found)):
        yield NoteWarning(finding.code, finding.what, finding.hint)
    for name, expected in EXPECTED.items():
        if fact_count(html, name) != expected:
            yield NoteWarning(
                "placeholders",
                f"the company's {name} is printed {counted(fact_count(html, name), 'time')}, not {expected}",
                "run: notes-engine check",
            )
