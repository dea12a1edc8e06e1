"""Markets: which one an order was placed on, and the locale, CLDR locale and time zone that follow from it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from notes_engine.notes.countries import country_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.orders.model import Order

Locale = Literal["fr", "de", "it", "es", "en"]


class _Market(NamedTuple):
    locale: Locale
    zone: str
    cldr: str


# The marketplace's own list of markets. Zones are the capital's; those of the large countries are the ones where
# most people live (our decision).
_TABLE: Mapping[str, _Market] = {
    "fr-fr": _Market("fr", "Europe/Paris", "fr_FR"),
    "fr-be": _Market("fr", "Europe/Brussels", "fr_BE"),
    "es-es": _Market("es", "Europe/Madrid", "es_ES"),
    "de-de": _Market("de", "Europe/Berlin", "de_DE"),
    "de-at": _Market("de", "Europe/Vienna", "de_AT"),
    "it-it": _Market("it", "Europe/Rome", "it_IT"),
    "en-gb": _Market("en", "Europe/London", "en_GB"),
    "nl-nl": _Market("en", "Europe/Amsterdam", "en_GB"),
    "pt-pt": _Market("en", "Europe/Lisbon", "en_GB"),
    "en-ie": _Market("en", "Europe/Dublin", "en_IE"),
    "el-gr": _Market("en", "Europe/Athens", "en_GB"),
    "sk-sk": _Market("en", "Europe/Bratislava", "en_GB"),
    "sv-se": _Market("en", "Europe/Stockholm", "en_GB"),
    "en-us": _Market("en", "America/New_York", "en_GB"),
    "ja-jp": _Market("en", "Asia/Tokyo", "en_GB"),
    "en-au": _Market("en", "Australia/Sydney", "en_GB"),
}
MARKETS: tuple[str, ...] = tuple(_TABLE)
"""Every market code, such as `fr-fr`: language and country, in small letters."""

_MAIN_CLDR: Mapping[str, str] = {"fr": "fr_FR", "de": "de_DE", "it": "it_IT", "es": "es_ES", "en": "en_GB"}

# Where the delivery country lets us guess the market: each market's own country, and the places that shop on it.
_MARKET_OF_COUNTRY: Mapping[str, str] = {
    **{market.partition("-")[2].upper(): market for market in MARKETS},
    **dict.fromkeys(("GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "MC"), "fr-fr"),
    **dict.fromkeys(("SM", "VA"), "it-it"),
    **dict.fromkeys(("GG", "IM", "JE"), "en-gb"),
}
_CODE = re.compile(r"[a-z]{2}-[a-z]{2}")


class MarketChoice(NamedTuple):
    """An order's market, or None for none, and where it was found."""

    market: str | None
    guessed: bool
    how: Literal["order", "settings", "country", "none"]


def market_code(text: str) -> str | None:
    """Return a market code as we write it (`fr-fr`) from any spelling (`FR_fr`), or None when it is not one.

    A code that is well formed but not in MARKETS is one too: the marketplace opens new markets.
    """
    code = text.strip().lower().replace("_", "-")
    return code if _CODE.fullmatch(code) else None


def resolve_market(order: Order, sub_sources: Mapping[str, str]) -> MarketChoice:
    """Return the order's market: its own code, else the settings' for its SubSource, else the delivery country's.

    `sub_sources` maps SubSource to market; case and surrounding spaces do not matter. What comes from the country,
    and no market at all, is guessed.
    """
    own = market_code(order.market)
    if own:
        return MarketChoice(own, guessed=False, how="order")
    wanted = _key(order.sub_source)
    set_by_user = next((market for name, market in sub_sources.items() if _key(name) == wanted), None)
    mapped = market_code(set_by_user) if set_by_user and wanted else None
    if mapped:
        return MarketChoice(mapped, guessed=False, how="settings")
    country = country_code(order.delivery.country, order.delivery.country_code) if order.delivery else None
    guess = _MARKET_OF_COUNTRY.get(country or "")
    return MarketChoice(guess, guessed=True, how="country" if guess else "none")


def _key(sub_source: str) -> str:
    return sub_source.strip().casefold()


def locale_for(market: str | None, overrides: Mapping[str, Locale]) -> Locale:
    """Return the locale whose note a market gets; `overrides` (market → locale) win, English is for all others."""
    if market is None:
        return "en"
    return overrides.get(market) or (_TABLE[market].locale if market in _TABLE else "en")


def cldr_locale(market: str | None, locale: str) -> str:
    """Return the CLDR locale for dates, money and digits of a note in `locale`, such as `fr_BE`.

    The market's own form of the language, where it speaks it; else the language's main form: a French order printed
    in German is de_DE, and any English note but an Irish one en_GB.
    """
    own = _TABLE.get(market or "")
    return own.cldr if own and own.locale == locale else _MAIN_CLDR[locale]


def time_zone(market: str | None, overrides: Mapping[str, str], *, default: str = "UTC") -> ZoneInfo:
    """Return the zone whose calendar days a market's notes print; `overrides` (market → IANA name) win.

    `default` is for orders without a market and for markets we do not know. Raises zoneinfo.ZoneInfoNotFoundError
    or ValueError for a name that is no zone.
    """
    own = _TABLE.get(market or "")
    return _zone(overrides.get(market or "") or (own.zone if own else default))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
