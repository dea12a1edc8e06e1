"""The tables of notes.toml that the notes room owns: company, notes, markets, terms.

Every table is immutable and refuses unknown keys; other rooms' tables are not looked at.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from notes_engine.notes.countries import country_code
from notes_engine.notes.links import NUMBER, tracking_link
from notes_engine.notes.markets import MARKETS
from notes_engine.notes.mistakes import ChoiceError

Locale = Literal["fr", "de", "it", "es", "en"]
LOCALES: tuple[Locale, ...] = ("fr", "de", "it", "es", "en")
Window = Literal["din-5008-b", "la-poste", "none"]


_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")


def _known_market(value: str) -> str:
    market = value.strip().lower().replace("_", "-")
    if market not in MARKETS:
        raise ChoiceError(f"{value!r} is not a market", value, tuple(MARKETS))
    return market


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{value!r} is not a time zone; write one such as Europe/Paris") from None
    return value


def _month(value: str) -> str:
    if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", value):
        raise ValueError(f"{value!r} is not a month; write the year and the month, such as 2018-12")
    return value


def _known_country(value: str) -> str:
    code = country_code(value)
    if code is None:
        raise ValueError(f"{value!r} is not a country; write its two-letter code, such as DE")
    return code


def _inside(value: str) -> str:
    path = PurePosixPath(value)
    if not value or path.is_absolute() or ".." in path.parts or "\\" in value or ":" in value:
        raise ValueError("name a file inside the workspace, such as logo.svg")
    if path.suffix.lower() not in _PICTURES:
        raise ValueError(f"{value!r} is no picture that a note can hold: {', '.join(_PICTURES)}")
    return value


def _link_pattern(value: str) -> str:
    pattern = value.strip()
    if NUMBER not in pattern:
        raise ValueError(f"{value!r} has no place for the number; write {NUMBER} where it belongs")
    # With any number it must be an address, and the number in its path or after it, not in the host's name.
    if tracking_link(pattern, "1") is None or NUMBER in urlsplit(pattern).netloc:
        raise ValueError(f"{value!r} is no address; write one such as https://example.invalid/track/{NUMBER}")
    return pattern


Market = Annotated[str, AfterValidator(_known_market)]
LinkPattern = Annotated[str, AfterValidator(_link_pattern)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Month = Annotated[str, AfterValidator(_month)]
AssetPath = Annotated[str, AfterValidator(_inside)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
CountryCode = Annotated[str, AfterValidator(_known_country)]


class Table(BaseModel):
    """What all tables share: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(Table):
    """`[company]`: the facts about the seller. `name` and `live_since` are the two placeholders."""

    name: Text | None = None
    live_since: Month | None = None
    address: tuple[Text, ...] = Field(default=(), max_length=6)
    country: CountryCode | None = None
    email: Text = ""
    phone: Text = ""
    website: Text = ""
    vat_id: Text = ""
    registration: Text = ""
    logo: AssetPath | None = None


class Terms(Table):
    """`[terms.<locale or market>]`: what the law and the marketplace promise the buyer. None: the default holds."""

    change_of_mind_days: int | None = Field(default=None, ge=1, le=3650)
    warranty_months: int | None = Field(default=None, ge=1, le=240)


class Rule(Table):
    """One `[[notes.rules]]`: a printing condition and the locale whose template it picks; none is the default."""

    locale: Locale
    when: str | None = None


class LocaleNotes(Table):
    """`[notes.<locale>]`: what differs in one language's note."""

    window: Window | None = None


class Notes(Table):
    """`[notes]`: how notes are chosen and laid out."""

    window: Window | None = None
    rules: tuple[Rule, ...] = ()
    tracking: dict[str, LinkPattern] = Field(default_factory=dict)
    """Carrier, or shipping service, to where it tells about a parcel: for orders whose export has no link."""
    fr: LocaleNotes = LocaleNotes()
    de: LocaleNotes = LocaleNotes()
    it: LocaleNotes = LocaleNotes()
    es: LocaleNotes = LocaleNotes()
    en: LocaleNotes = LocaleNotes()


class Markets(Table):
    """`[markets]`: which market an order belongs to, and what follows from it."""

    sub_sources: dict[str, Market] = Field(default_factory=dict)
    locales: dict[Market, Locale] = Field(default_factory=dict)
    time_zones: dict[Market, Zone] = Field(default_factory=dict)
    time_zone: Zone = "UTC"
    """For orders of no market."""


DEFAULT_TERMS: dict[Locale, tuple[int, int]] = {
    # (days to change one's mind, months of commercial warranty) that the marketplace grants, by language. They are
    # settings and not text because they have changed before (14 days became 30); Spain's warranty is the longer one.
    "fr": (30, 12),
    "de": (30, 12),
    "it": (30, 12),
    "es": (30, 24),
    "en": (30, 12),
}

DEFAULT_WINDOWS: dict[Locale, Window] = {
    # German (and, by our decision, English) notes fold for the left window of DIN 5008 form B; the others for the
    # right window that La Poste's DL envelopes have, as Italian and Spanish window envelopes do.
    "fr": "la-poste",
    "de": "din-5008-b",
    "it": "la-poste",
    "es": "la-poste",
    "en": "din-5008-b",
}


def _terms_key(value: str) -> str:
    key = value.strip().lower().replace("_", "-")
    if key not in LOCALES and key not in MARKETS:
        raise ChoiceError(f"{value!r} is neither a language nor a market", value, (*LOCALES, *MARKETS))
    return key


class NotesSettings(Table):
    """All tables of the notes room."""

    company: Company = Company()
    notes: Notes = Notes()
    markets: Markets = Markets()
    terms: dict[Annotated[str, AfterValidator(_terms_key)], Terms] = Field(default_factory=dict)

    def window(self, locale: Locale) -> Window:
        """Return where the delivery address stands on a note of `locale`."""
        own: LocaleNotes = getattr(self.notes, locale)
        return own.window or self.notes.window or DEFAULT_WINDOWS[locale]

    def terms_for(self, market: str | None, locale: Locale) -> tuple[int, int]:
        """Return (days to change one's mind, months of warranty): the market's, else the locale's, else the default."""
        days, months = DEFAULT_TERMS[locale]
        for key in (locale, market):
            terms = self.terms.get(key) if key else None
            if terms is not None:
                days = terms.change_of_mind_days or days
                months = terms.warranty_months or months
        return days, months


TABLES: tuple[str, ...] = tuple(NotesSettings.model_fields)
