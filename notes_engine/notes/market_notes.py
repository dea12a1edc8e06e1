"""What the notes of one market in one language have in common: made once, and given to each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel import Locale as BabelLocale

from notes_engine.formula import Context
from notes_engine.notes.company import company_view
from notes_engine.notes.filters import format_bare
from notes_engine.notes.markets import cldr_locale, time_zone
from notes_engine.notes.view import CompanyView, NoteView, TermsView

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from notes_engine.notes.locale_notes import LocaleNotes
    from notes_engine.notes.settings import NotesSettings, Window

_MOST_CURRENCIES = 100


@dataclass(frozen=True, slots=True)
class MarketNotes:
    """One market's notes in one locale: how they write things, and what all of them print."""

    compiled: LocaleNotes
    market: str
    """Empty for orders of no market."""
    cldr_locale: str
    language: str
    zone: tzinfo
    today: date
    """The day the batch started, in the market's time zone."""
    company: CompanyView
    terms: TermsView
    window: Window
    direction: str
    draft: bool
    is_markable: bool
    """False where our own texts or the company's facts hold what could be taken for a mark."""
    title: str
    """What a note is called."""
    watermark: str
    kept: dict[object, list[str | None]] = field(default_factory=dict)
    """The texts of each compiled template that are the same in all these notes, as far as they were made."""
    _contexts: dict[str, Context] = field(default_factory=dict)

    def context(self, currency: str) -> Context:
        """Return what a label is evaluated with, for an order in a currency."""
        found = self._contexts.get(currency)
        if found is None:
            found = Context(now=self.today, format_bare=format_bare(self.cldr_locale, currency))
            if len(self._contexts) < _MOST_CURRENCIES:
                self._contexts[currency] = found
        return found

    def view(self, title: str) -> NoteView:
        """Return the note as templates see it."""
        return NoteView(
            self.compiled.locale, self.language, self.market, self.window, self.draft, title, self.direction
        )


def market_notes(
    compiled: LocaleNotes, settings: NotesSettings, market: str | None, *, now: datetime, draft: bool
) -> MarketNotes:
    """Return what the notes of a market in a locale have in common; `now` is the batch's instant."""
    cldr = cldr_locale(market, compiled.locale)
    language = cldr.replace("_", "-")
    zone = time_zone(market, settings.markets.time_zones, default=settings.markets.time_zone)
    days, months = settings.terms_for(market, compiled.locale)
    return MarketNotes(
        compiled=compiled,
        market=market or "",
        cldr_locale=cldr,
        language=language,
        zone=zone,
        today=now.astimezone(zone).date(),
        company=company_view(settings.company, cldr, language),
        terms=TermsView(days, months),
        window=settings.window(compiled.locale),
        direction=BabelLocale.parse(cldr).text_direction,
        draft=draft,
        is_markable=compiled.is_markable(settings),
        title=compiled.catalog.gettext("Delivery note"),
        watermark=(compiled.catalog.gettext("DRAFT").strip() or "DRAFT") if draft else "",
    )
