from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.batch.reasons import Warned
from notes_engine.batch.record import WORDINGS, ChunkRecord, NoteRecord, Part, WarningTally, chunk_record
from notes_engine.batch.spool import ORDERS, Spool, Spooled, spooled_orders, spooled_rejects
from notes_engine.errors import OutputError
from notes_engine.orders import Address, Order, OrderLine, Reject, Source

if TYPE_CHECKING:
    from pathlib import Path

ORDER = Order(
    order_id="1",
    source_place=Source("orders.json", "[0]"),
    secondary_reference="bm-\ud800\x00\u202e",
    received_at=datetime(2026, 1, 2, tzinfo=UTC),
    total=Decimal("12.340"),
    delivery=Address(full_name="Zoé"),
    lines=(OrderLine(sku="A", parts=(OrderLine(sku="B"),)),),
)
REJECT = Reject(Source("orders.json", "[1]"), "not paid \ud800", "wait", "unpaid", "2", "bm-2", "failed")


def test_orders_come_back_exactly_and_in_any_order(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        places = [spool.add_order(number, replace(ORDER, order_id=str(number))) for number in range(3)]

    found = list(spooled_orders(tmp_path, [places[2], places[0]]))

    assert found == [(2, replace(ORDER, order_id="2")), (0, replace(ORDER, order_id="0"))]


def test_rejects_come_back_with_their_numbers(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.add_reject(4, REJECT)
        spool.add_reject(9, replace(REJECT, kind="refused"))

    assert list(spooled_rejects(tmp_path)) == [(4, REJECT), (9, replace(REJECT, kind="refused"))]


def test_a_spool_of_something_else_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / ORDERS).write_bytes(pickle.dumps("no order"))

    with pytest.raises(TypeError):
        list(spooled_orders(tmp_path, [Spooled(0, 0)]))


def test_a_spool_without_a_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        Spool(tmp_path / "missing")


@given(st.text(), st.text(), st.integers(1, 99))
def test_a_chunks_record_survives_the_journal(reference: str, reason: str, pages: int) -> None:
    import json

    tally = WarningTally()
    tally.add(reference, [Warned("glyph", reason, ""), Warned("glyph", reason, "again")])
    note = NoteRecord("id", reference, "1", "fr-fr", True, "fr", "fr.html", "fr-FR", pages)
    record = ChunkRecord(3, (Part("00003.pdf", "abc"),), (note,), ((7, replace(REJECT, reason=reason)),), tally)

    assert chunk_record(json.loads(json.dumps(record.as_dict()))) == record
    assert record.orders == 2
    assert tally.kinds[f"glyph: {reason}"][0] == 1


def test_tallies_of_chunks_add_up_and_keep_a_few_examples() -> None:
    whole = WarningTally()
    for number in range(4):
        part = WarningTally()
        part.add(f"bm-{number}", [Warned("glyph", "a letter", "hint")])
        part.add(f"bm-{number}b", [Warned("glyph", "a letter", "hint")])
        whole.merge(part)

    assert whole.kinds == {
        "glyph: a letter": [8, "a letter", "hint", ["bm-0", "bm-0b", "bm-1", "bm-1b", "bm-2"], "glyph"]
    }


def test_a_warning_that_names_something_of_each_order_does_not_grow_with_the_batch() -> None:
    tally = WarningTally()
    for number in range(100):
        tally.add(f"bm-{number}", [Warned("glyph", f"letter {number}", "hint")])

    assert len(tally.kinds) == WORDINGS + 1
    assert "notes-engine check --orders FILE" in next(kind[2] for kind in tally.kinds.values() if "more" in kind[1])
    assert sum(counted[0] for counted in tally.kinds.values()) == 100
