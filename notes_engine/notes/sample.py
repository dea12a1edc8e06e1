"""The sample note: an invented order with every field filled, and a company that is nobody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.errors import FormulaError, NotesError, RenderError
from notes_engine.notes.numbers import prefixes_in
from notes_engine.orders import Address, Order, OrderLine, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.notes.rendered import RenderedNote
    from notes_engine.notes.renderer import NoteRenderer
    from notes_engine.notes.settings import Company, Locale

_MARKETS: dict[Locale, tuple[str, str, str, str]] = {
    # locale: market, country, postcode, town
    "fr": ("fr-fr", "FR", "75011", "Paris"),
    "de": ("de-de", "DE", "10115", "Berlin"),
    "it": ("it-it", "IT", "00100", "Roma"),
    "es": ("es-es", "ES", "28013", "Madrid"),
    "en": ("en-gb", "GB", "SW1A 1AA", "London"),
}


def sample_order(locale: Locale, reference: str, *, lines: int = 60) -> Order:
    """Return an invented order of the locale's main market, with `reference` as its SecondaryReference."""
    market, country, post_code, town = _MARKETS[locale]
    address = Address(
        full_name="Alex Example",
        address1="1 Example Street",
        town=town,
        post_code=post_code,
        country=country,
        country_code=country,
    )
    line = OrderLine(
        sku="PH-64-BLK",
        title="Example Phone 64GB - Black - Unlocked",
        grade=10,
        imei="000000000000000",
        line_total=Decimal("199.00"),
    )
    moment = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    return Order(
        order_id="sample",
        source_place=Source("sample"),
        num_order_id="1",
        reference_num="1",
        secondary_reference=reference,
        source="BACKMARKET",
        market=market,
        status="1",
        processed=True,
        received_at=moment,
        paid_at=moment,
        processed_at=moment,
        vendor="Example Post",
        tracking_number="EX000000000",
        tracking_url="https://example.invalid/track",
        delivery=address,
        billing=replace(address, full_name="Example Ltd"),
        currency="GBP" if locale == "en" else "EUR",
        postage_cost=Decimal("4.90"),
        tax=Decimal("10.00"),
        total=line.line_total * lines + Decimal("4.90") if line.line_total is not None else None,
        notes=("Leave with a neighbour.",),
        lines=tuple(replace(line, item_number=str(number)) for number in range(1, lines + 1)),
    )


def sample_reference(prefixes: tuple[str, ...]) -> str:
    """Return an invented reference that a formula with these prefixes accepts."""
    return f"{prefixes[0] if prefixes else ''}205894893"


def sample_note(renderer: NoteRenderer, locale: Locale, *, lines: int, references: Iterable[str] = ()) -> RenderedNote:
    """Return the note of `locale` for an invented order that its order-number label accepts.

    `references` are more that it may accept, such as those of real orders.

    Raises:
        NotesError: the locale's template cannot be rendered.
    """
    label = renderer.locale_notes(locale).number
    tried = [*(sample_reference((prefix,)) for prefix in prefixes_in(label.label)), sample_reference(()), *references]
    error: NotesError | None = None
    for reference in tried:
        try:
            return renderer.for_locale(locale).render(sample_order(locale, reference, lines=lines))
        except (RenderError, FormulaError) as caught:
            error = error or caught
    raise error or RenderError("no sample note")


def stand_in(company: Company) -> Company:
    """Return the company with facts that stand nowhere else: where they are drawn, the template printed a fact."""
    return company.model_copy(update={"name": "Xqzvjkw Hpqgzt", "live_since": "1987-06"})
