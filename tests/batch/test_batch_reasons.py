from __future__ import annotations

from notes_engine.batch.reasons import failed, refused
from notes_engine.errors import Place, RenderError, TypesetError
from notes_engine.orders import Order, Source

ORDER = Order(order_id="1", source_place=Source("orders.csv", "row 2"), secondary_reference="bm-1")


def test_a_lack_of_memory_is_not_the_orders_fault_however_it_is_wrapped() -> None:
    error = TypesetError("WeasyPrint could not typeset this note: MemoryError in engine.py, line 66")
    error.__cause__ = MemoryError()

    for reject in (refused(ORDER, error), failed(ORDER, MemoryError())):
        assert (reject.kind, reject.code, reject.reference) == ("failed", "out-of-memory", "bm-1")
        assert "memory" in reject.reason
        assert "--jobs" in reject.hint


def test_an_order_that_cannot_be_rendered_is_refused_with_the_place() -> None:
    reject = refused(ORDER, RenderError("the label is empty", place=Place("fr.html", 3), hint="look"))

    assert (reject.kind, reject.reason, reject.hint) == ("refused", "fr.html:3: the label is empty", "look")


def test_an_unknown_fault_tells_its_type_and_never_its_text() -> None:
    reject = failed(ORDER, ZeroDivisionError("12 rue des Essais"))

    assert (reject.kind, reject.reason) == ("failed", "notes-engine failed with ZeroDivisionError")
