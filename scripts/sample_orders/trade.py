"""How the sample shop trades in each market: carrier, currency, tax, and the order that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sample_orders.shape import SampleOrder, at, numbered

if TYPE_CHECKING:
    from sample_orders.shape import Item, Person


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in one market. Refurbished goods are mostly sold under the margin scheme, so without tax shown."""

    sub_source: str
    carrier: str
    service: str
    currency: str = "EUR"
    tax_rate: int = 0
    zone: str = "Europe/Paris"


HABITS: dict[str, Habits] = {
    "fr-fr": Habits("Back Market FR", "Colissimo", "Colissimo Domicile"),
    "fr-be": Habits("Back Market BE", "Bpost", "Bpost bpack 24h", zone="Europe/Brussels"),
    "de-de": Habits("Back Market DE", "DHL", "DHL Paket", zone="Europe/Berlin"),
    "de-at": Habits("Back Market AT", "GLS", "GLS Business Parcel", zone="Europe/Vienna"),
    "it-it": Habits("Back Market IT", "BRT", "BRT Espresso", zone="Europe/Rome"),
    "es-es": Habits("Back Market ES", "Correos", "Correos Paq Premium", zone="Europe/Madrid"),
    "en-gb": Habits("Back Market UK", "Royal Mail", "Royal Mail Tracked 24", "GBP", 20, "Europe/London"),
    "en-ie": Habits("Back Market IE", "DPD", "DPD Ireland Next Day", zone="Europe/Dublin"),
    "nl-nl": Habits("Back Market NL", "PostNL", "PostNL Pakket", zone="Europe/Amsterdam"),
    "pt-pt": Habits("Back Market PT", "CTT", "CTT Expresso", zone="Europe/Lisbon"),
    "sv-se": Habits("Back Market SE", "PostNord", "PostNord MyPack", "SEK", 25, "Europe/Stockholm"),
    "el-gr": Habits("Back Market GR", "UPS", "UPS Standard", zone="Europe/Athens"),
    "sk-sk": Habits("Back Market SK", "GLS", "GLS EuroBusinessParcel", zone="Europe/Bratislava"),
    "en-us": Habits("Back Market US", "UPS", "UPS Ground", "USD", zone="America/New_York"),
    "ja-jp": Habits("Back Market JP", "UPS", "UPS Worldwide Saver", "JPY", zone="Asia/Tokyo"),
}


def order(
    market: str,
    number: int,
    buyer: Person,
    *items: Item,
    received: str,
    despatched: str = "",
    due: str = "",
    shipping: str = "0.00",
) -> SampleOrder:
    """Return an order as the market's usual ones are; times are `MM-DD HH:MM:SS`, UTC, in 2026.

    Without `due` it should leave the house two days after it came in. A despatched one has a tracking number.
    """
    habits = HABITS[market]
    came = at(received)
    tracking = f"EX{number}{buyer.country}" if despatched else ""
    return numbered(
        SampleOrder(
            number=number,
            market=market,
            buyer=buyer,
            items=items,
            received=came,
            paid=came,
            despatched=at(despatched) if despatched else None,
            due=at(due) if due else (came + timedelta(days=2)).replace(hour=22, minute=0, second=0),
            shipping=Decimal(shipping),
            currency=habits.currency,
            tax_rate=habits.tax_rate,
            carrier=habits.carrier,
            service=habits.service,
            tracking=tracking,
            tracking_url=f"https://track.example.invalid/{tracking}" if tracking else "",
        )
    )


def by_carrier(sold: SampleOrder, carrier: str, service: str) -> SampleOrder:
    """Return the order sent with another carrier than is usual in its market."""
    return replace(sold, carrier=carrier, service=service)
